import { startAccount } from './account.js';
import { startCart } from './cart.js';
import { connection } from './connection.js';
import { startNotices, toast } from './notices.js';
import { startPreferences } from './preferences.js';
import { startProducts } from './products.js';
import { startRaceView } from './raceview.js';
import { mayBeSignedIn, readSession, session } from './session.js';
import { startStats, stats } from './stats.js';

// The page's start. Until the session has been read once, nobody knows whether somebody is signed in: then neither view shows.
let view = 'unknown';
let finding = false;

// First of all listeners: the others may move the focus into what these show.
session.addEventListener('read', () => show('in'));
session.addEventListener('ended', () => show('out'));

startNotices();
startAccount();
startPreferences();
startProducts();
startCart();
startRaceView();

connection.addEventListener('restored', () => void find());
document.addEventListener('visibilitychange', () => {
  // Another page of this browser may have changed the cart, signed in or signed out meanwhile.
  if (document.visibilityState === 'visible' && mayBeSignedIn()) {
    void find();
  }
});
// The first read may have failed for a reason that passes (a store that is starting); the heartbeat tells when to ask again.
stats.addEventListener('read', () => {
  if (view === 'unknown') {
    void find();
  }
});

void find();
startStats();

async function find() {
  if (finding) {
    return;
  }

  finding = true;
  const answer = await readSession();
  finding = false;
  if (!answer.ok && answer.status !== 401 && answer.status !== 0) {
    toast(answer.problem);
  }
}

function show(which) {
  view = which;
  document.documentElement.dataset.view = which;
  for (const part of document.querySelectorAll('[data-when]')) {
    part.hidden = part.dataset.when !== which;
  }
}
