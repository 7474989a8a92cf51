// Whether the server answers at all. Every exchange reports here; the page's banner and its recovery listen.
// Events: 'lost' once when answers stop, 'restored' once when they come again.

export const connection = new EventTarget();

let reachable = true;

export function isReachable() {
  return reachable;
}

export function answered() {
  if (!reachable) {
    reachable = true;
    connection.dispatchEvent(new Event('restored'));
  }
}

export function unanswered() {
  if (reachable) {
    reachable = false;
    connection.dispatchEvent(new Event('lost'));
  }
}
