import { instant, integer } from './format.js';
import { announce, toast } from './notices.js';
import { readSession, session, signIn, signOut } from './session.js';

const form = document.getElementById('login-form');
const username = document.getElementById('username');
const password = document.getElementById('password');
const submit = document.getElementById('sign-in');
const failure = document.getElementById('sign-in-error');
const reason = document.getElementById('signed-out-reason');
const leave = document.getElementById('sign-out');

// Signing in and out, and the card that says who is here.
export function startAccount() {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void enter();
  });
  leave.addEventListener('click', () => void depart());
  document.getElementById('session-refresh').addEventListener('click', () => void refresh());
  session.addEventListener('read', ({ detail }) => draw(detail.snapshot));
  session.addEventListener('ended', ({ detail }) => explain(detail));
}

// The newest version the page knows of; a write's answer may know more than the last read.
export function showVersion(version) {
  document.getElementById('session-version').textContent = integer(version);
}

async function enter() {
  submit.disabled = true;
  failure.hidden = true;
  const answer = await signIn(username.value, password.value);
  submit.disabled = false;
  if (!answer.ok || answer.data?.success === false) {
    failure.textContent = failureOf(answer);
    failure.hidden = false;
    (username.value.trim() === '' ? username : password).focus();
    return;
  }

  password.value = '';
  announce(answer.data?.message ?? 'Signed in');
  document.getElementById('race-title').focus();
  if (answer.twin) {
    toast({ title: 'The stock session did not sign in', detail: 'The shop works; the race will ask for the password again.' });
  }
}

async function depart() {
  leave.disabled = true;
  const answer = await signOut();
  leave.disabled = false;
  if (!answer.ok && answer.status !== 401) {
    toast(answer.problem);
  }
}

async function refresh() {
  const answer = await readSession();
  if (!answer.ok && answer.status !== 401) {
    toast(answer.problem);
  }
}

function draw(snapshot) {
  put('who', snapshot.username);
  put('session-user', snapshot.username);
  put('session-key', snapshot.sessionKey);
  put('login-time', instant(snapshot.loginTime));
  put('access-count', integer(snapshot.accessCount));
  showVersion(snapshot.version);
}

function explain(why) {
  reason.textContent = why ?? '';
  reason.hidden = why === null;
  failure.hidden = true;
  // Only somebody who was using the page is taken to the form; a first visit keeps its own focus.
  if (why !== null) {
    username.focus();
  }
}

function failureOf(answer) {
  return answer.data?.message ?? ([answer.problem?.title, answer.problem?.detail].filter(Boolean).join('. ') || 'Sign-in failed');
}

function put(id, value) {
  document.getElementById(id).textContent = String(value ?? '–');
}
