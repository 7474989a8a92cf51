import { count } from './format.js';
import { ask } from './session.js';

// The cart's lines: one server-side counter each, named cart.<sku>.
//
// A click shows at once. Per line at most one request is on its way; clicks made meanwhile gather and go as one step, so
// answers of one line cannot overtake each other, and the last answer is the truth. Different lines never wait for each other.
// Events: 'changed', 'refused' (detail: the answer).
export const cartLines = new EventTarget();

let lines = new Map();

class Line {
  constructor(sku) {
    this.sku = sku;
    this.kept = 0;       // what the server last said
    this.sending = 0;    // the step on its way
    this.waiting = 0;    // clicks made since it left
    this.answeredAt = 0; // when the server last said it, so that an older read cannot undo it
  }

  get shown() {
    return Math.max(0, this.kept + this.sending + this.waiting);
  }
}

export function amount(sku) {
  return lines.get(sku)?.shown ?? 0;
}

export function change(sku, by) {
  const line = lineOf(sku);
  const step = Math.max(by, -line.shown);
  if (step !== 0) {
    line.waiting += step;
    changed();
    void push(line);
  }
}

export function empty() {
  for (const line of lines.values()) {
    change(line.sku, -line.shown);
  }
}

// Takes over a session that was asked for at the instant `asked`.
export function load(metadata, asked) {
  const skus = Object.keys(metadata).filter((key) => key.startsWith('cart.')).map((key) => key.slice('cart.'.length));
  for (const sku of new Set([...skus, ...lines.keys()])) {
    const line = lineOf(sku);
    if (line.sending === 0 && line.answeredAt < asked) {
      line.kept = count(metadata[`cart.${sku}`]);
    }
  }

  changed();
}

export function forget() {
  lines = new Map();
  changed();
}

async function push(line) {
  while (line.sending === 0 && line.waiting !== 0) {
    line.sending = line.waiting;
    line.waiting = 0;
    const answer = await ask('POST', '/api/session/increment', { key: `cart.${line.sku}`, by: line.sending });
    settle(line, answer);
    changed();
  }
}

function settle(line, answer) {
  const step = line.sending;
  line.sending = 0;
  if (!answer.ok) {
    line.waiting = 0;
    cartLines.dispatchEvent(new CustomEvent('refused', { detail: answer }));
    return;
  }

  line.kept = count(answer.data?.value);
  line.answeredAt = performance.now();
  // Another page took the last one first: this page puts back exactly what it took too much.
  if (step < 0 && line.kept < 0) {
    line.waiting += Math.min(-step, -line.kept);
  }
}

function lineOf(sku) {
  if (!lines.has(sku)) {
    lines.set(sku, new Line(sku));
  }

  return lines.get(sku);
}

function changed() {
  cartLines.dispatchEvent(new Event('changed'));
}
