// Everything that arrives is untrusted: each function takes whatever came and gives back something that can be shown.

const whole = new Intl.NumberFormat('en');
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

// A counter may arrive as a number or as text; whatever cannot be read as a whole number counts as none.
export function count(value) {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : 0;
}

export function text(value) {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function integer(value) {
  return whole.format(count(value));
}

export function instant(value) {
  const date = new Date(value ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? '–' : moment.format(date);
}

// Prices are whole minor units, so that a total is a sum of integers.
export function money(minor, currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100);
}
