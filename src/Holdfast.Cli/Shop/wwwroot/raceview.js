import { integer } from './format.js';
import { toast } from './notices.js';
import { CLICKS, race } from './race.js';
import { isSignedIn, session, signInTwin } from './session.js';

const form = document.getElementById('race-form');
const fire = document.getElementById('race-fire');
const twinForm = document.getElementById('twin-form');
const twinPassword = document.getElementById('twin-password');
const panels = { holdfast: panelOf('holdfast'), stock: panelOf('stock') };

let username = '';
let running = false;

export function startRaceView() {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  twinForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void rejoin();
  });
  session.addEventListener('read', ({ detail }) => { username = String(detail.snapshot.username ?? ''); });
  session.addEventListener('ended', reset);
}

async function run() {
  // The button stays focusable while a race runs, so a second press has to be ignored here.
  if (running || !isSignedIn()) {
    return;
  }

  running = true;
  fire.setAttribute('aria-disabled', 'true');
  reset();
  say('Running…', 'Running…');
  const workMs = Number(new FormData(form).get('work'));
  try {
    conclude(await race(workMs, draw));
  } finally {
    running = false;
    fire.removeAttribute('aria-disabled');
  }
}

function conclude(result) {
  if (result.stopped === null) {
    draw(result);
    say(verdict(result.holdfast), verdict(result.stock));
    mark(panels.holdfast, result.holdfast);
    mark(panels.stock, result.stock);
    const refusal = (result.holdfast.refusal ?? result.stock.refusal)?.problem;
    if (refusal) {
      toast(refusal);
    }

    return;
  }

  const { side, answer } = result.stopped;
  if (side === 'stock' && answer.status === 401) {
    say('', 'The stock session has ended');
    twinForm.hidden = false;
    twinPassword.focus();
  } else if (answer.status !== 401) {
    say('Not finished', 'Not finished');
    toast(answer.problem);
  }
}

// The password is asked for again, because the page does not keep it.
async function rejoin() {
  const answer = await signInTwin(username, twinPassword.value);
  twinPassword.value = '';
  if (answer.ok) {
    reset();
    fire.focus();
  } else {
    toast(answer.problem);
  }
}

function draw(lanes) {
  for (const [side, panel] of Object.entries(panels)) {
    const lane = lanes[side];
    panel.count.textContent = integer(lane.kept);
    panel.answered.textContent = integer(lane.answered);
    panel.bar.style.setProperty('--kept-share', share(lane.kept));
    panel.bar.style.setProperty('--answered', share(lane.answered));
  }
}

function verdict(lane) {
  if (lane.kept > CLICKS) {
    return `${integer(lane.kept)} counted for ${CLICKS} sent: another page is clicking too`;
  }

  const parts = [`${integer(lane.kept)} of ${CLICKS} kept`];
  if (lane.lost > 0) {
    parts.push(`${integer(lane.lost)} lost`);
  }

  if (lane.refused > 0) {
    parts.push(`${integer(lane.refused)} refused`);
  }

  if (lane.silent > 0) {
    parts.push(`${integer(lane.silent)} without an answer`);
  }

  return parts.join(', ');
}

function mark(panel, lane) {
  if (lane.lost > 0) {
    panel.root.dataset.outcome = 'lost';
  } else if (lane.kept >= CLICKS) {
    panel.root.dataset.outcome = 'kept';
  }
}

function reset() {
  twinForm.hidden = true;
  say('', '');
  for (const panel of Object.values(panels)) {
    delete panel.root.dataset.outcome;
    panel.count.textContent = '0';
    panel.answered.textContent = '0';
    panel.bar.style.setProperty('--kept-share', '0');
    panel.bar.style.setProperty('--answered', '0');
  }
}

function say(holdfast, stock) {
  panels.holdfast.verdict.textContent = holdfast;
  panels.stock.verdict.textContent = stock;
}

function share(part) {
  return String(Math.min(1, Math.max(0, part / CLICKS)));
}

function panelOf(side) {
  const part = (name) => document.getElementById(`race-${side}-${name}`);
  return { root: part('panel'), count: part('count'), answered: part('answered'), bar: part('bar'), verdict: part('verdict') };
}
