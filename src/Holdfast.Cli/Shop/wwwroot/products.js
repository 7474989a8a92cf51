import { CURRENCIES, PRODUCTS } from './catalogue.js';
import { amount, cartLines, change } from './cartlines.js';
import { money } from './format.js';
import { chosen, preferences } from './preferences.js';
import { announce } from './notices.js';
import { isSignedIn } from './session.js';

const grid = document.getElementById('products');
const card = document.getElementById('product-card');
const cards = new Map();

// The shelf: one card per product. Visitors may look; the cart belongs to a session, so adding asks for a sign-in first.
export function startProducts() {
  for (const product of PRODUCTS) {
    const view = build(product);
    cards.set(product.sku, view);
    grid.append(view.root);
  }

  cartLines.addEventListener('changed', draw);
  preferences.addEventListener('changed', draw);
  draw();
}

function build(product) {
  const root = card.content.firstElementChild.cloneNode(true);
  const part = (name) => root.querySelector(`.${name}`);
  const view = { root, price: part('price'), stepper: part('stepper'), amount: part('amount'), add: part('add'), remove: part('remove') };
  root.dataset.testid = `product-${product.sku}`;
  view.stepper.setAttribute('aria-label', product.name);
  part('picture').src = `products/${product.sku}.svg`;
  part('name').textContent = product.name;
  part('note').textContent = product.note;
  view.add.dataset.testid = `add-${product.sku}`;
  view.add.addEventListener('click', () => add(product));
  view.remove.dataset.testid = `remove-${product.sku}`;
  view.remove.setAttribute('aria-label', `Remove one ${product.name}`);
  view.remove.addEventListener('click', () => remove(product, view));
  return view;
}

function add(product) {
  if (!isSignedIn()) {
    announce('Sign in first: the cart belongs to your session.');
    document.getElementById('username').focus();
    return;
  }

  change(product.sku, 1);
  announce(`${product.name}: ${amount(product.sku)} in the cart`);
}

function remove(product, view) {
  change(product.sku, -1);
  announce(`${product.name}: ${amount(product.sku)} in the cart`);
  // The button for the last one goes away under the finger; focus must not fall off the page.
  if (amount(product.sku) === 0) {
    view.add.focus();
  }
}

function draw() {
  const currency = CURRENCIES.includes(chosen('currency')) ? chosen('currency') : CURRENCIES[0];
  for (const { sku, name, price } of PRODUCTS) {
    const view = cards.get(sku);
    const inCart = amount(sku);
    view.price.textContent = money(price[currency], currency);
    view.amount.textContent = String(inCart);
    view.stepper.dataset.empty = String(inCart === 0);
    view.add.setAttribute('aria-label', inCart === 0 ? `Add to cart: ${name}` : `Add one ${name}`);
    view.remove.hidden = inCart === 0;
    view.amount.hidden = inCart === 0;
  }
}
