// A classic script in the head: it runs before the first paint, so a visitor who chose dark never sees a white flash.
// The session is the truth; what is remembered here is only a guess until the session has been read.
(() => {
  try {
    const theme = localStorage.getItem('shop.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // Storage may be switched off. Then the system's theme is the guess.
  }
})();
