// What the shop sells. Prices are minor units (cents, pence), set per currency as a shop would.

export const CURRENCIES = Object.freeze(['EUR', 'USD', 'GBP']);

export const PRODUCTS = Object.freeze([
  { sku: 'mug', name: 'Enamel mug', note: 'Survives the drop, and the galley', price: { EUR: 1400, USD: 1500, GBP: 1200 } },
  { sku: 'lantern', name: 'Storm lantern', note: 'Stays lit when everything moves', price: { EUR: 4900, USD: 5400, GBP: 4200 } },
  { sku: 'rope', name: 'Mooring rope, 10\u00a0m', note: 'Three strands, spliced by hand', price: { EUR: 2650, USD: 2900, GBP: 2300 } },
  { sku: 'beanie', name: 'Wool beanie', note: 'For the early watch', price: { EUR: 2200, USD: 2400, GBP: 1900 } },
  { sku: 'logbook', name: 'Log book', note: 'Every entry in ink, in order', price: { EUR: 1850, USD: 1990, GBP: 1600 } },
  { sku: 'compass', name: 'Brass compass', note: 'Points the same way every time', price: { EUR: 6400, USD: 6900, GBP: 5500 } },
].map(Object.freeze));
