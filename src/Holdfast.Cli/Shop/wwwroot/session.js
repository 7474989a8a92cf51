import { send } from './api.js';
import { text } from './format.js';
import { recall, remember } from './memory.js';

// Who is signed in, as the server last said. The parts of the page listen and redraw themselves.
// Events: 'read' (detail: { snapshot, asked }), 'ended' (detail: the reason to show, or null).
export const session = new EventTarget();

const GONE = 'You have been signed out: the server no longer has this session. Sign in to start a new one.';

// Counts sign-ins and ends. An answer that belongs to an earlier one must not end or redraw the present one.
let era = 0;
let present = null;
let reads = 0;

export function isSignedIn() {
  return present !== null;
}

// Also when only another page of this browser knows it.
export function mayBeSignedIn() {
  return isSignedIn() || recall('signed-in') !== null;
}

// An exchange that needs the session: a 401 ends the view, whoever asked.
export async function ask(method, path, body, patience) {
  const asked = era;
  const answer = await send(method, path, body, patience);
  if (answer.status === 401 && asked === era) {
    end(mayBeSignedIn() ? reasonOf(answer) : null);
  }

  return answer;
}

// Reads the session; the server counts it as one access, so nobody calls this on a timer.
export async function readSession() {
  const asked = performance.now();
  const inEra = era;
  const turn = ++reads;
  const answer = await ask('GET', '/api/session');
  // A newer read is on its way or here: this answer may be the older state.
  if (answer.ok && inEra === era && turn === reads) {
    present = answer.data ?? {};
    remember('signed-in', 'yes');
    session.dispatchEvent(new CustomEvent('read', { detail: { snapshot: present, asked } }));
  }

  return answer;
}

export async function signIn(username, password) {
  const answer = await send('POST', '/api/login', { username, password });
  if (!answer.ok || answer.data?.success === false) {
    return answer;
  }

  era++;
  const [twin] = await Promise.all([signInTwin(username, password), readSession()]);
  return twin.ok ? answer : { ...answer, twin };
}

// The stock session is a second, independent one: it has its own cookie and can end on its own.
export function signInTwin(username, password) {
  return send('POST', '/api/stock/login', { username, password });
}

export async function signOut() {
  const asked = era;
  const [answer] = await Promise.all([send('POST', '/api/logout'), send('POST', '/api/stock/logout')]);
  if ((answer.ok || answer.status === 401) && asked === era) {
    end('You have signed out.');
  }

  return answer;
}

function end(reason) {
  era++;
  present = null;
  remember('signed-in', null);
  session.dispatchEvent(new CustomEvent('ended', { detail: reason }));
}

function reasonOf(answer) {
  return text(answer.data?.detail) ?? text(answer.data?.message) ?? GONE;
}
