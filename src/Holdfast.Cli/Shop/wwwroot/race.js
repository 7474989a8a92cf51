import { send } from './api.js';
import { count } from './format.js';
import { ask, readSession } from './session.js';

export const CLICKS = 100;

const KEY = 'race';
const PATIENCE_MS = 60_000;

// One side of the race. `kept` is always what a server said, less what its counter held before the first click.
class Lane {
  constructor(increment, read) {
    this.increment = increment;
    this.read = read;
    this.before = 0;
    this.kept = 0;
    this.accepted = 0; // clicks answered with success
    this.refused = 0;  // clicks answered with an error
    this.silent = 0;   // clicks without an answer: they may have been counted or not
    this.refusal = null;
  }

  get answered() {
    return this.accepted + this.refused + this.silent;
  }

  // A click the server accepted and its session does not hold.
  get lost() {
    return Math.max(0, this.accepted - this.kept);
  }

  async click(query) {
    const answer = await this.increment(query);
    if (answer.ok) {
      this.accepted++;
      this.kept = Math.max(this.kept, count(answer.data?.value) - this.before);
    } else {
      this.refusal ??= answer;
      this[answer.status === 0 ? 'silent' : 'refused']++;
    }
  }
}

// Runs one race. `progress` is called with both lanes after every answer. Gives { holdfast, stock, stopped }: `stopped` is null
// after a full race, else { side, answer }, the read that failed before the first click or after the last.
export async function race(workMs, progress) {
  const query = workMs > 0 ? `?workMs=${workMs}` : '';
  const holdfast = new Lane(
    (query) => ask('POST', `/api/session/increment${query}`, { key: KEY }, PATIENCE_MS),
    () => readSession());
  const stock = new Lane(
    (query) => send('POST', `/api/stock/session/increment${query}`, { key: KEY }, PATIENCE_MS),
    () => send('GET', '/api/stock/session'));
  const result = { holdfast, stock, stopped: null };

  result.stopped = await readBoth(result, (lane, value) => { lane.before = value; });
  if (result.stopped !== null) {
    return result;
  }

  progress(result);
  const clicks = [];
  for (let i = 0; i < CLICKS; i++) {
    // Who goes first alternates, so that neither side is always served by a warmer connection.
    for (const lane of i % 2 === 0 ? [holdfast, stock] : [stock, holdfast]) {
      clicks.push(lane.click(query).then(() => progress(result)));
    }
  }

  await Promise.all(clicks);
  result.stopped = await readBoth(result, (lane, value) => { lane.kept = value - lane.before; });
  return result;
}

async function readBoth({ holdfast, stock }, take) {
  const [ours, theirs] = await Promise.all([holdfast.read(), stock.read()]);
  for (const [side, lane, answer] of [['holdfast', holdfast, ours], ['stock', stock, theirs]]) {
    if (!answer.ok) {
      return { side, answer };
    }

    take(lane, count(answer.data?.metadata?.[KEY]));
  }

  return null;
}
