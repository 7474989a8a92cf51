import { text } from './format.js';
import { remember } from './memory.js';
import { toast } from './notices.js';
import { showVersion } from './account.js';
import { ask, session } from './session.js';

// What the visitor prefers, one key each in the session, all text. Changes of different keys are saved in parallel: none of
// them can undo another.
// Events: 'changed' when what applies on the page has changed.
export const preferences = new EventTarget();

const DEFAULTS = Object.freeze({ currency: 'EUR', theme: 'system', newsletter: 'false', note: '' });
const NAMES = Object.keys(DEFAULTS);

const form = document.getElementById('prefs-form');
const button = document.getElementById('save-prefs');
const outcome = document.getElementById('prefs-outcome');
const length = document.getElementById('note-length');

let saved = { ...DEFAULTS };

// The value that applies: what is in the form, saved or not, so that a choice can be seen before it is saved.
export function chosen(name) {
  const field = form.elements[name];
  return field.type === 'checkbox' ? String(field.checked) : field.value;
}

export function startPreferences() {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  form.addEventListener('input', () => {
    outcome.textContent = '';
    apply();
  });
  session.addEventListener('read', ({ detail }) => take(detail.snapshot.metadata ?? {}));
  session.addEventListener('ended', () => {
    saved = { ...DEFAULTS };
    NAMES.forEach(fill);
    outcome.textContent = '';
    apply();
  });
}

// What the server holds replaces the form, except where the visitor is in the middle of a change.
function take(metadata) {
  for (const name of NAMES) {
    const untouched = chosen(name) === saved[name];
    saved[name] = text(metadata[`pref.${name}`]) ?? text(metadata[name]) ?? DEFAULTS[name];
    if (untouched) {
      fill(name);
    }
  }

  apply();
}

async function save() {
  const changes = NAMES.map((name) => [name, chosen(name)]).filter(([name, value]) => value !== saved[name]);
  if (changes.length === 0) {
    outcome.textContent = 'Everything is saved already';
    return;
  }

  button.disabled = true;
  const answers = await Promise.all(changes.map(([name, value]) => put(name, value)));
  button.disabled = false;
  const failed = answers.find((answer) => !answer.ok);
  if (failed === undefined) {
    showVersion(Math.max(...answers.map((answer) => Number(answer.data?.version) || 0)));
    outcome.textContent = changes.length === 1 ? 'Saved' : `${changes.length} changes saved`;
  } else if (failed.status !== 401) {
    outcome.textContent = 'Not everything was saved';
    toast(failed.problem);
  }
}

async function put(name, value) {
  const answer = await ask('PUT', '/api/session/prefs', { key: name, value });
  if (answer.ok) {
    saved[name] = value;
  }

  return answer;
}

function fill(name) {
  const field = form.elements[name];
  if (field.type === 'checkbox') {
    field.checked = saved[name] === 'true';
  } else {
    field.value = saved[name];
    // A select that does not offer what the session holds shows its default rather than nothing.
    if (field.selectedIndex === -1) {
      field.value = DEFAULTS[name];
    }
  }

  // What the form made of it (line ends, an unknown choice) is where the visitor starts from.
  saved[name] = chosen(name);
}

function apply() {
  const theme = chosen('theme');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
    remember('theme', theme);
  } else {
    delete document.documentElement.dataset.theme;
    remember('theme', null);
  }

  length.textContent = `${chosen('note').length} of ${form.elements.note.maxLength}`;
  preferences.dispatchEvent(new Event('changed'));
}
