import { connection } from './connection.js';

// What the page has to say beside its content: one toast for a refusal, one line for the connection, one quiet voice for
// screen readers. Text from outside only ever becomes text.

const box = document.getElementById('toast');
const title = document.getElementById('toast-title');
const detail = document.getElementById('toast-detail');
const status = document.getElementById('status');
const voice = document.getElementById('voice');

const SHOWN_MS = 9_000;

let timer = 0;

export function startNotices() {
  document.getElementById('toast-close').addEventListener('click', hide);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      hide();
    }
  });
  // Somebody reading or reaching for it must not lose it.
  for (const [enter, leave] of [['pointerenter', 'pointerleave'], ['focusin', 'focusout']]) {
    box.addEventListener(enter, () => clearTimeout(timer));
    box.addEventListener(leave, fadeLater);
  }

  connection.addEventListener('lost', () => connected(false));
  connection.addEventListener('restored', () => {
    connected(true);
    hide();
  });
}

export function toast(problem) {
  title.textContent = problem.title;
  detail.textContent = problem.detail;
  detail.hidden = problem.detail === '';
  box.hidden = false;
  fadeLater();
}

export function announce(words) {
  voice.textContent = words;
}

function connected(yes) {
  status.dataset.state = yes ? 'up' : 'down';
  status.textContent = yes ? 'Connected' : 'Server unreachable, retrying';
}

function fadeLater() {
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN_MS);
}

function hide() {
  clearTimeout(timer);
  if (box.contains(document.activeElement)) {
    document.getElementById('main').focus({ preventScroll: true });
  }

  box.hidden = true;
}
