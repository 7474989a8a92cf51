import { answered, unanswered } from './connection.js';
import { text } from './format.js';

const PATIENCE_MS = 10_000;

// One exchange with the server. It never throws: an answer is a value, and status 0 means that none came.
// Gives { status, ok, data, problem }; problem is { title, detail } and null when ok.
export async function send(method, path, body, patience = PATIENCE_MS) {
  const headers = { accept: 'application/json' };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
  }

  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(patience),
    });
    const data = parse(await response.text());
    answered();
    return { status: response.status, ok: response.ok, data, problem: response.ok ? null : problemOf(response, data) };
  } catch {
    unanswered();
    return { status: 0, ok: false, data: null, problem: UNREACHABLE };
  }
}

const UNREACHABLE = Object.freeze({
  title: 'Server unreachable',
  detail: 'The last change may not have arrived. Everything is read again as soon as the server answers.',
});

function parse(body) {
  try {
    const data = JSON.parse(body);
    return typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}

// RFC 9457 problem details where they came, and plain words where they did not (a proxy's page, an empty body).
function problemOf(response, data) {
  const title = text(data?.title) ?? `The server answered ${response.status}`;
  const detail = text(data?.detail) ?? text(data?.message) ?? fieldErrors(data) ?? '';
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return { title, detail: Number.isFinite(wait) && wait > 0 ? `${detail} Try again in ${wait} s.`.trim() : detail };
}

function fieldErrors(data) {
  if (data === null || typeof data.errors !== 'object' || data.errors === null) {
    return null;
  }

  return text(Object.values(data.errors).flat().filter((line) => typeof line === 'string').join(' '));
}
