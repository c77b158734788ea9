import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookLabel, isIsbn } from '../src/book.ts';
import { addLine, cartTotal, removeLine, type Cart } from '../src/cart.ts';
import { placeOrder, spentBy, type Order } from '../src/orders.ts';
import { bestVoucher, discounted } from '../src/prices.ts';
import { formatReceipt } from '../src/receipt.ts';

const emma = { isbn: '9780141439587', title: 'Emma', price: 850, quantity: 2 };
const dune = { isbn: '9780441172719', title: 'Dune', price: 1199, quantity: 1 };

function cartOf(...lines: Cart['lines']): Cart {
  return { customerId: 'ada', lines };
}

function memoryOrders() {
  const saved: Order[] = [];
  return {
    saved,
    async save(order: Order) {
      saved.push(order);
    },
    async ofCustomer(customerId: string) {
      return saved.filter((order) => order.customerId === customerId);
    },
  };
}

test('an equal book raises the quantity', () => {
  const cart = addLine(addLine(cartOf(), emma), { ...emma, quantity: 1 });
  assert.equal(cart.lines.length, 1);
  assert.equal(cartTotal(cart), 2550);
  assert.deepEqual(removeLine(cart, emma.isbn).lines, []);
});

test('an order is charged and saved', async () => {
  const orders = memoryOrders();
  const payments = { charge: async () => 'pay-1' };
  const order = await placeOrder(cartOf(emma, dune), orders, payments, new Date(0));
  assert.equal(order.total, 2899);
  assert.equal(order.paymentId, 'pay-1');
  assert.equal(await spentBy('ada', orders), 2899);
});

test('a receipt lists every book', async () => {
  const order = {
    customerId: 'ada',
    lines: [emma, dune],
    total: 2899,
    paymentId: 'pay-1',
    placedAt: '2026-11-02T10:00:00.000Z',
  };
  const rows = formatReceipt(order).split('\n');
  assert.equal(rows[0], 'Bookshop                      2026-11-02');
  assert.equal(rows[2], '2 x Emma                       17.00 EUR');
  assert.equal(rows.at(-2), 'Total                          28.99 EUR');
  assert.equal(rows.at(-1), 'Paid: pay-1');
});

test('the best valid voucher counts', () => {
  const summer = { code: 'SUMMER', percent: 20, validUntil: '2026-08-31' };
  const autumn = { code: 'AUTUMN', percent: 10, validUntil: '2026-11-30' };
  assert.equal(bestVoucher([summer, autumn], '2026-11-02')?.code, 'AUTUMN');
  assert.equal(discounted(1999, 10), 1799);
});

test('books have a valid ISBN and a label', () => {
  assert.equal(isIsbn('978-0-441-17271-9'), true);
  assert.equal(isIsbn('978-0-441-17271-8'), false);
  const book = { isbn: dune.isbn, title: 'Dune', author: 'Frank Herbert', price: 1199, pages: 688 };
  assert.equal(bookLabel({ ...book, tags: [], publishedOn: '1965-08-01' }), 'Dune (1965)');
});
