import { expect, test } from 'vitest';
import { expectationsOf, expectedPlanCost } from '../../../../src/routing/planner/expectation.ts';
import { sequencesOver } from '../../../../src/routing/planner/planSpace.ts';
import { logit } from '../../../../src/routing/planner/prior.ts';
import { rungCosts } from '../../../../src/routing/planner/rungCosts.ts';

/** Sure that all tasks are alike, that small solves a half and large eight tenths of them. */
const certain = {
  ladder: ['p/small', 'p/large'],
  weights: Float64Array.of(1),
  numbers: Float64Array.of(0, logit(0.8), -50, logit(0.9), logit(0.2), 0),
};
const [small, large, cascade] = expectationsOf(certain, sequencesOver(2));

test('a certain belief expects what can be worked out by hand', () => {
  expect(small!.quality).toBeCloseTo(0.5 / 0.8, 10);
  expect(small!.loss).toBeCloseTo(0.3 / 0.8, 10);
  expect(large!.quality).toBeCloseTo(1, 10);
  // Passes: 0.5 × 0.9 good ones and 0.5 × 0.2 bad ones; the rest is climbed from.
  expect(cascade!.reach[1]).toBeCloseTo(0.45, 10);
  expect(cascade!.quality).toBeCloseTo((0.45 + 0.45 * 0.8) / 0.8, 10);
  expect(cascade!.loss).toBe(0);
});

test('a cascade costs its first rung, and the next as often as it is reached', () => {
  const costs = [
    { first: 1, climb: 2 },
    { first: 10, climb: 20 },
  ];
  expect(expectedPlanCost(cascade!, costs)).toBeCloseTo(1 + 0.45 * 20, 10);
});

const measured: [string, Parameters<typeof rungCosts>[1], first: number, climb: number][] = [
  ['nothing was measured', undefined, 8, 10],
  ['one answer was', { firstCost: { mean: 10, weight: 1 } }, 9, 11.25],
  ['many were', { firstCost: { mean: 10, weight: 1e9 } }, 10, 12.5],
  ['many climbs were', { climbCost: { mean: 25, weight: 1e9 } }, (8 + 4 * 20) / 5, 25],
];
test.each(measured)('the cost of a rung when %s', (_, figures, first, climb) => {
  const costs = rungCosts(8, figures);
  expect(costs.first).toBeCloseTo(first, 5);
  expect(costs.climb).toBeCloseTo(climb, 5);
});
