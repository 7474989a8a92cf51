import { CURRENCIES, PRODUCTS } from './catalogue.js';
import { amount, cartLines, change, empty, forget, load } from './cartlines.js';
import { integer, money } from './format.js';
import { announce, toast } from './notices.js';
import { chosen, preferences } from './preferences.js';
import { session } from './session.js';

const list = document.getElementById('cart-lines');
const nothing = document.getElementById('cart-nothing');
const clear = document.getElementById('cart-clear');
const title = document.getElementById('cart-title');
const template = document.getElementById('cart-line');
const views = new Map();

// The cart beside the shelf, and its short form in the header.
export function startCart() {
  for (const product of PRODUCTS) {
    const view = build(product);
    views.set(product.sku, view);
    list.append(view.root);
  }

  clear.addEventListener('click', () => {
    empty();
    title.focus();
    announce('The cart is empty');
  });
  session.addEventListener('read', ({ detail }) => load(detail.snapshot.metadata ?? {}, detail.asked));
  session.addEventListener('ended', forget);
  cartLines.addEventListener('changed', draw);
  cartLines.addEventListener('refused', ({ detail }) => refused(detail));
  preferences.addEventListener('changed', draw);
  draw();
}

function refused(answer) {
  // A 401 has already changed the whole view and said why.
  if (answer.status !== 401) {
    toast(answer.problem);
  }
}

function build(product) {
  const root = template.content.firstElementChild.cloneNode(true);
  const part = (name) => root.querySelector(`.${name}`);
  root.dataset.testid = `cart-line-${product.sku}`;
  part('picture').src = `products/${product.sku}.svg`;
  part('name').textContent = product.name;
  part('stepper').setAttribute('aria-label', product.name);
  const count = part('amount');
  count.dataset.testid = `cart-count-${product.sku}`;
  stepper(part('less'), product, -1, 'Remove');
  stepper(part('more'), product, 1, 'Add');
  return { root, count, sum: part('sum') };
}

function stepper(button, product, by, verb) {
  button.dataset.testid = `cart-${verb.toLowerCase()}-${product.sku}`;
  button.setAttribute('aria-label', `${verb} one ${product.name}`);
  button.addEventListener('click', () => {
    change(product.sku, by);
    announce(`${product.name}: ${amount(product.sku)} in the cart`);
    if (amount(product.sku) === 0) {
      title.focus();
    }
  });
}

function draw() {
  const currency = CURRENCIES.includes(chosen('currency')) ? chosen('currency') : CURRENCIES[0];
  let pieces = 0;
  let total = 0;
  for (const { sku, price } of PRODUCTS) {
    const view = views.get(sku);
    const inCart = amount(sku);
    pieces += inCart;
    total += inCart * price[currency];
    view.root.hidden = inCart === 0;
    view.count.textContent = integer(inCart);
    view.sum.textContent = money(inCart * price[currency], currency);
  }

  nothing.hidden = pieces > 0;
  clear.hidden = pieces === 0;
  document.getElementById('cart-total').textContent = money(total, currency);
  document.getElementById('cart-pieces').textContent = integer(pieces);
  const note = chosen('note');
  document.getElementById('cart-note').hidden = note === '' || pieces === 0;
  document.getElementById('cart-note-text').textContent = note;
}
