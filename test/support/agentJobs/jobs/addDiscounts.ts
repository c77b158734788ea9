import { type Job, read } from '../job.ts';

const cart = {
  before: `export function total(lines) {
  return lines.reduce((sum, line) => sum + line.cents * line.count, 0);
}`,
  right: `export function total(lines, code) {
  const sum = lines.reduce((cents, line) => cents + line.cents * line.count, 0);
  return sum - discountOf(sum, code);
}`,
  wrong: `export function total(lines, code) {
  const sum = lines.reduce((cents, line) => cents + line.cents * line.count, 0);
  return sum - discountOf(code, sum);
}`,
};

const rule = {
  before: `export function discountOf() {
  return 0;
}`,
  // A share of an odd amount is rounded for the customer, and never above the amount itself.
  right: `export function discountOf(cents, code) {
  const found = codes[code];
  if (!found) return 0;
  const off = found.percent ? Math.ceil((cents * found.percent) / 100) : found.cents;
  return Math.min(cents, off);
}`,
  wrong: `export function discountOf(cents, code) {
  const found = codes[code];
  if (!found) return 0;
  return found.percent ? (cents * found.percent) / 100 : found.cents;
}`,
};

const receipt = {
  before: `export function receipt(lines) {
  return [...lines.map(lineText), \`Total \${money(total(lines))}\`].join('\\n');
}`,
  right: `export function receipt(lines, code) {
  const full = total(lines);
  const paid = total(lines, code);
  const off = full === paid ? [] : [\`Discount -\${money(full - paid)}\`];
  return [...lines.map(lineText), ...off, \`Total \${money(paid)}\`].join('\\n');
}`,
  wrong: `export function receipt(lines, code) {
  const paid = total(lines, code);
  return [...lines.map(lineText), \`Total \${money(paid)}\`].join('\\n');
}`,
};

const imports = {
  before: `// The cart of the shop.`,
  right: `// The cart of the shop.
import { discountOf } from './discounts.mjs';`,
  wrong: `// The cart of the shop.
import discountOf from './discounts.mjs';`,
};

const codes = {
  before: `const codes = {};`,
  right: `const codes = { SPRING: { percent: 15 }, WELCOME: { cents: 500 } };`,
  wrong: `const codes = { SPRING: { percent: 15 } };`,
};

const order = {
  before: `export function placeOrder({ lines }) {
  return { lines, cents: total(lines), text: receipt(lines) };
}`,
  right: `export function placeOrder({ lines, code }) {
  return { lines, code, cents: total(lines, code), text: receipt(lines, code) };
}`,
  wrong: `export function placeOrder({ lines, code }) {
  return { lines, code, cents: total(lines, code), text: receipt(lines) };
}`,
};

const changelog = {
  before: '# Changes\n',
  right: '# Changes\n\n- Discount codes for the cart.\n',
  wrong: '# Changes\n\n- Discounts.\n',
};

/** A feature across several files, with a plan: about thirty turns. */
export const addDiscounts: Job = {
  id: 'addDiscounts',
  words:
    'Add discount codes to the shop: SPRING takes 15 % off, WELCOME takes 5.00 off. The total, the order and the receipt must show them. Add what is missing and keep the tests green.',
  files: {
    'package.json': '{ "name": "shop", "type": "module", "private": true }\n',
    'CHANGES.md': changelog.before,
    'src/cart.mjs': `${imports.before}\n\n${cart.before}\n`,
    'src/discounts.mjs': `${codes.before}\n\n/** What a code takes off an amount, in cents. */\n${rule.before}\n`,
    'src/money.mjs': `/** 1250 is 12.50. */
export function money(cents) {
  return (cents / 100).toFixed(2);
}
`,
    'src/receipt.mjs': `import { total } from './cart.mjs';
import { money } from './money.mjs';

const lineText = ({ name, count, cents }) => \`\${count} x \${name} \${money(cents * count)}\`;

${receipt.before}
`,
    'src/order.mjs': `import { total } from './cart.mjs';
import { receipt } from './receipt.mjs';

${order.before}
`,
    'test/shop.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
import { placeOrder } from '../src/order.mjs';

const lines = [{ name: 'pen', count: 3, cents: 333 }];

test('without a code', () => assert.equal(placeOrder({ lines }).cents, 999));
test('SPRING is whole cents', () => {
  assert.equal(placeOrder({ lines, code: 'SPRING' }).cents, 849);
});
`,
  },
  hidden: {
    'hidden/shop.test.mjs': `import assert from 'node:assert/strict';
import test from 'node:test';
import { placeOrder } from '../src/order.mjs';

const pens = [{ name: 'pen', count: 3, cents: 333 }];

test('an unknown code', () => assert.equal(placeOrder({ lines: pens, code: 'NONE' }).cents, 999));
test('never below zero', () => {
  const lines = [{ name: 'clip', count: 1, cents: 300 }];
  assert.equal(placeOrder({ lines, code: 'WELCOME' }).cents, 0);
});
test('the receipt', () => {
  const { text } = placeOrder({ lines: pens, code: 'WELCOME' });
  assert.match(text, /Discount -5.00/);
  assert.match(text, /Total 4.99/);
});
`,
  },
  stages: [
    { kind: 'look', tool: 'list_dir', given: { path: '.' } },
    { kind: 'look', tool: 'grep_search', given: { query: 'total\\(', isRegexp: true } },
    read('src/cart.mjs'),
    read('src/discounts.mjs'),
    read('src/receipt.mjs'),
    read('src/order.mjs'),
    read('src/money.mjs'),
    read('test/shop.test.mjs'),
    {
      kind: 'plan',
      needs: 'subtle',
      items: ['codes', 'rule', 'import', 'total', 'order', 'receipt', 'changes'],
      forgets: ['receipt'],
    },
    { kind: 'edit', name: 'codes', needs: 'plain', path: 'src/discounts.mjs', ...codes },
    { kind: 'edit', name: 'rule', needs: 'deep', path: 'src/discounts.mjs', ...rule },
    { kind: 'look', tool: 'get_errors', given: { filePaths: ['src/discounts.mjs'] } },
    { kind: 'edit', name: 'import', needs: 'plain', path: 'src/cart.mjs', ...imports },
    { kind: 'edit', name: 'total', needs: 'plain', path: 'src/cart.mjs', ...cart },
    { kind: 'look', tool: 'grep_search', given: { query: 'receipt', isRegexp: false } },
    { kind: 'edit', name: 'order', needs: 'subtle', path: 'src/order.mjs', ...order },
    { kind: 'check', command: 'node --test --test-isolation=none test/*.test.mjs' },
    { kind: 'edit', name: 'receipt', needs: 'subtle', path: 'src/receipt.mjs', ...receipt },
    { kind: 'check', command: 'node --test --test-isolation=none test/*.test.mjs' },
    read('CHANGES.md'),
    { kind: 'edit', name: 'changes', needs: 'plain', path: 'CHANGES.md', ...changelog },
    { kind: 'look', tool: 'get_errors', given: { filePaths: ['src', 'test'] } },
  ],
  done: 'Discount codes work in the total, the order and the receipt. The tests pass.',
};
