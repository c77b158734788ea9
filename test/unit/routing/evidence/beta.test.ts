import { expect, test } from 'vitest';
import { betaBelow, betaQuantile, shareOf } from '../../../../src/routing/evidence/beta.ts';

// From closed forms: Beta(1, 1) is uniform, Beta(a, 1) has the distribution x ** a, and so on.
const below: [x: number, a: number, b: number, probability: number][] = [
  [0.3, 1, 1, 0.3],
  [0.5, 3, 1, 0.125],
  [0.5, 1, 3, 0.875],
  [0.5, 7, 7, 0.5],
  [0.25, 0.5, 0.5, 1 / 3],
  [0.1, 2, 3, 0.0523],
  [0, 2, 3, 0],
  [1, 2, 3, 1],
];
test.each(below)('below %d lies Beta(%d, %d) with probability %d', (x, a, b, probability) => {
  expect(betaBelow(x, a, b)).toBeCloseTo(probability, 10);
});

test.each([
  [0.025, 44, 12],
  [0.5, 0.5, 30],
  [0.975, 2000, 3],
])('the %d quantile of Beta(%d, %d) has that much below it', (probability, a, b) => {
  expect(betaBelow(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 9);
});

const shares: [hits: number, tries: number, low: number, high: number][] = [
  [0, 0, 0.025, 0.975],
  [5, 5, 0.54, 0.996],
  [35, 43, 0.674, 0.901],
];
test.each(shares)('%d of %d lies between %d and %d', (hits, tries, low, high) => {
  const share = shareOf(hits, tries);
  expect(share.low).toBeCloseTo(low, 2);
  expect(share.high).toBeCloseTo(high, 2);
  expect(share.mean).toBe((hits + 1) / (tries + 2));
});
