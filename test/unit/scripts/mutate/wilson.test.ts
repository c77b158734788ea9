import { expect, test } from 'vitest';
import { wilson } from '../../../../scripts/mutate/wilson.ts';

// Wilson's interval as published by statistics packages (95 %, without continuity correction).
test.each([
  [0, 10, 0, 0.2775],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
  [46, 60, 0.6456, 0.8556],
])('%i of %i', (hits, count, low, high) => {
  const interval = wilson(hits, count);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

test('of nothing, nothing is known', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
