// What this browser remembers between visits: two harmless guesses, never anything about who somebody is.

export function remember(name, value) {
  try {
    if (value === null) {
      localStorage.removeItem(`shop.${name}`);
    } else {
      localStorage.setItem(`shop.${name}`, value);
    }
  } catch {
    // Storage may be switched off; the page works without it.
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(`shop.${name}`);
  } catch {
    return null;
  }
}
