import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryDays, shippingCost } from '../src/shipping.ts';

const parcel = { country: 'DE', grams: 800, express: false, orderTotal: 1500 };

const costs = [
  { name: 'a light parcel', change: {}, cost: 290 },
  { name: 'a heavy parcel', change: { grams: 1001 }, cost: 590 },
  { name: 'a large order', change: { orderTotal: 4900 }, cost: 0 },
  { name: 'express', change: { express: true, orderTotal: 4900 }, cost: 990 },
  { name: 'abroad', change: { country: 'FR', orderTotal: 4900 }, cost: 1290 },
  { name: 'express abroad', change: { country: 'FR', express: true }, cost: 2490 },
];

for (const { name, change, cost } of costs) {
  test(`shipping ${name} costs ${cost}`, () => {
    assert.equal(shippingCost({ ...parcel, ...change }), cost);
  });
}

test('a parcel weighs something', () => {
  assert.throws(() => shippingCost({ ...parcel, grams: 0 }), /more than nothing/);
});

test('parcels arrive within a week', () => {
  assert.equal(deliveryDays(parcel), 3);
  assert.equal(deliveryDays({ ...parcel, country: 'FR' }), 7);
  assert.equal(deliveryDays({ ...parcel, express: true }), 1);
});
