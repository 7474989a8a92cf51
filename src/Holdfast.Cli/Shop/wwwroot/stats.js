import { send } from './api.js';
import { connection, isReachable } from './connection.js';
import { count, integer } from './format.js';

// The server's own numbers, asked for every two seconds while somebody can see them. This is also the page's heartbeat:
// it notices that the server has gone, and that it is back.
// Events: 'read' after every good answer.
export const stats = new EventTarget();

const EVERY_MS = 2_000;
const FIELDS = {
  created: 'created', active: 'active', activeActual: 'active-actual', ended: 'ended', cacheHits: 'cache-hits',
  cacheMisses: 'cache-misses', pendingEnds: 'pending-ends', deadLetters: 'dead-letters', discrepancy: 'discrepancy',
};

const strip = document.getElementById('stats');
const reasons = document.getElementById('stats-reasons');

let timer = 0;
let asking = false;

export function startStats() {
  document.addEventListener('visibilitychange', () => void poll());
  connection.addEventListener('lost', () => { strip.dataset.state = 'stale'; });
  void poll();
}

async function poll() {
  clearTimeout(timer);
  if (asking || document.visibilityState !== 'visible') {
    return;
  }

  asking = true;
  const answer = await send('GET', '/api/stats');
  asking = false;
  if (answer.ok && answer.data !== null) {
    draw(answer.data);
    stats.dispatchEvent(new Event('read'));
  }

  strip.dataset.state = answer.ok && isReachable() ? 'live' : 'stale';
  timer = setTimeout(poll, EVERY_MS);
}

function draw(data) {
  for (const [field, id] of Object.entries(FIELDS)) {
    document.getElementById(`stats-${id}`).textContent = integer(data[field]);
  }

  document.getElementById('stats-discrepancy').dataset.sound = String(count(data.discrepancy) === 0);
  reasons.replaceChildren(...Object.entries(data.endedByReason ?? {})
    .filter(([, times]) => count(times) > 0)
    .map(([reason, times]) => reasonOf(reason, times)));
  reasons.hidden = reasons.childElementCount === 0;
}

function reasonOf(reason, times) {
  const item = document.createElement('li');
  item.textContent = `${reason.replaceAll('_', ' ')} ${integer(times)}`;
  return item;
}
