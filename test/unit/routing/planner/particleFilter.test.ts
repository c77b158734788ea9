import { expect, test } from 'vitest';
import type { Tally } from '../../../../src/routing/evidence/evidence.ts';
import { expectationsOf } from '../../../../src/routing/planner/expectation.ts';
import { numbersOf } from '../../../../src/routing/planner/hypothesis.ts';
import { update, createFilter } from '../../../../src/routing/planner/particleFilter.ts';
import { sequencesOver } from '../../../../src/routing/planner/planSpace.ts';
import { logPrior, shippedPrior } from '../../../../src/routing/planner/prior.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

const ladder = ['p/small', 'p/large'];
const sequences = sequencesOver(2);

/** What is expected of small alone, large alone and the cascade, after these tallies. */
function expected(tallies: readonly Tally[]) {
  const filter = createFilter(ladder, shippedPrior('debug', [1, 10]), randomFrom(1));
  update(filter, tallies);
  const [small, large, cascade] = expectationsOf(filter.posterior, sequences);
  return { small: small!, large: large!, cascade: cascade! };
}

function tally(weight: number, verdicts: Record<string, boolean>, wrong = false): Tally {
  const answers = Object.entries(verdicts).map(([rung, passed]) => ({ rung, passed }));
  return { answers, taken: answers.length - 1, wrong, weight };
}

test('the plans are every rung alone and every cascade, upwards', () => {
  expect(sequencesOver(3)).toEqual([[0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]]);
});

test('asking the strongest is as good as asking the strongest', () => {
  const { large } = expected([]);
  expect(large.quality).toBeCloseTo(1, 10);
  expect(large.standardDeviation).toBeCloseTo(0, 6);
  expect(large.loss).toBeCloseTo(0, 10);
});

test('a cheap rung that nearly always passes is nearly as good, and rarely climbed from', () => {
  const { small, cascade } = expected([
    tally(95, { 'p/small': true }),
    tally(5, { 'p/small': false }),
  ]);
  expect(small.quality).toBeGreaterThan(0.9);
  expect(cascade.reach[1]).toBeLessThan(0.15);
});

test('a cheap rung that nearly always fails is no good', () => {
  const { small, cascade } = expected([
    tally(40, { 'p/small': false, 'p/large': true }),
    tally(5, { 'p/small': true }),
  ]);
  expect(small.quality).toBeLessThan(0.35);
  expect(cascade.reach[1]).toBeGreaterThan(0.7);
});

test('wrong accepts tell against a cascade', () => {
  const seen = (wrong: number) => [
    tally(60 - wrong, { 'p/small': true }),
    tally(wrong, { 'p/small': true }, true),
    tally(40, { 'p/small': false, 'p/large': true }),
  ];
  const [none, some, many] = [0, 5, 12].map((wrong) => expected(seen(wrong)).cascade.quality);
  expect(none).toBeGreaterThan(some! + 0.02);
  expect(some).toBeGreaterThan(many! + 0.02);
});

test('a cheap rung that passes where the strongest fails makes a cascade better than the strongest', () => {
  const { cascade } = expected([
    tally(60, { 'p/small': true }),
    tally(40, { 'p/small': false, 'p/large': false }),
    tally(50, { 'p/large': false }),
    tally(50, { 'p/large': true }),
  ]);
  expect(cascade.quality).toBeGreaterThan(1.05);
});

test('what a rung is worth bears on those beside it, not on the strongest far above', () => {
  const prior = shippedPrior('debug', [1, 5, 30, 100]);
  const likely = (...abilities: number[]) => logPrior(prior, numbersWith(abilities), 0);
  // How much likelier a strong model is than a weaker one, with a model at the bottom that can nothing.
  const [good, usual] = [-9, -1].map((tiny) => likely(tiny, 0, 2, 3) - likely(tiny, 0, 2, 1));
  expect(good).toBeCloseTo(usual!, 10);
  expect(likely(-1, 0, 2, 3)).toBeGreaterThan(likely(-9, 0, 2, 3));
});

/** A hypothesis with these abilities and whatever else. */
function numbersWith(abilities: readonly number[]): Float64Array {
  const numbers = new Float64Array(numbersOf(abilities.length));
  numbers.set(abilities);
  return numbers;
}

test('more evidence leaves less doubt', () => {
  const seen = (times: number) => [
    tally(6 * times, { 'p/small': true }),
    tally(4 * times, { 'p/small': false, 'p/large': true }),
    tally(8 * times, { 'p/large': true }),
  ];
  expect(expected(seen(30)).cascade.standardDeviation).toBeLessThan(
    expected(seen(1)).cascade.standardDeviation / 2,
  );
});

test('answers of models that are not in the ladder say nothing', () => {
  expect(expected([tally(100, { 'p/gone': false })])).toEqual(expected([]));
});

test('learning all at once ends where learning step by step does', () => {
  const seen = (times: number) => [
    tally(3 * times, { 'p/small': true }),
    tally(2 * times, { 'p/small': false, 'p/large': true }),
  ];
  const filter = createFilter(ladder, shippedPrior('debug', [1, 10]), randomFrom(2));
  for (let times = 1; times <= 40; times += 1) update(filter, seen(times));
  const slowly = expectationsOf(filter.posterior, sequences)[2]!;
  const { cascade } = expected(seen(40));
  expect(slowly.quality).toBeCloseTo(cascade.quality, 1);
  expect(slowly.reach[1]).toBeCloseTo(cascade.reach[1]!, 1);
});
