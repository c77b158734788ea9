import { expect, test } from 'vitest';
import {
  type Criterion,
  criteriaOf,
  startingProgress,
  valueFor,
  withValue,
} from '../../../../src/evaluation/finder/criteria.ts';
import type { Thresholds } from '../../../../src/evaluation/thresholds.ts';
import type { Trial } from '../../../../src/evaluation/trial.ts';
import { candidateOf, fixturesOf, outcome, stuck, trialOf } from '../../../support/trials.ts';

const errors = { passError: 0.05, failError: 0.05 };
const fixtures = fixturesOf(100, (place) => ({ label: place < 40 ? 'bug' : 'question' }));
const criterion = (thresholds: Thresholds): Criterion =>
  criteriaOf(thresholds, fixtures, errors)[0]!;
const fast = candidateOf('fast', 1);

test('recall is about the fixtures of its class', () => {
  const bugs = criterion({ minRecall: { bug: 0.8 } });
  expect(bugs).toMatchObject({ kind: 'recall', label: 'bug', planned: 40, provable: true });
  const named = (label: string | undefined, place: number) =>
    valueFor(
      bugs,
      trialOf(fast, fixtures[place]!, outcome(true, { ...(label && { label }) })),
      fixtures[place]!,
    );
  expect(named('bug', 0)).toBe(1);
  expect(named('question', 0)).toBe(0);
  expect(named(undefined, 0)).toBe(0);
  expect(named('question', 50)).toBeUndefined();
});

test('a class without a fixture cannot be proven', () => {
  expect(criterion({ minRecall: { idea: 0.5 } })).toMatchObject({ planned: 0, provable: false });
});

const values: [string, Thresholds, Partial<Trial>, number | undefined][] = [
  ['quick enough', { maxLatencyMs: 200 }, { latencyMs: 200 }, 1],
  ['too slow', { maxLatencyMs: 200 }, { latencyMs: 201 }, 0],
  ['an unknown cost says nothing', { maxCostUsd: 1 }, { cost: { source: 'unknown' } }, undefined],
  ['free', { maxCostUsd: 1 }, { cost: { source: 'reported', nanoUsd: 0 } }, 1],
  ['at the threshold', { maxCostUsd: 1 }, { cost: { source: 'reported', nanoUsd: 1e9 } }, 2 / 3],
  ['far above it', { maxCostUsd: 1 }, { cost: { source: 'reported', nanoUsd: 9e9 } }, 0],
  ['the score', { minScore: 0.5 }, { outcome: outcome(true, { score: 0.7 }) }, 0.7],
  ['a trial that could not run', { minPassRate: 0.5 }, { outcome: stuck }, undefined],
];
test.each(values)('%s', (_, thresholds, more, value) => {
  const trial = trialOf(fast, fixtures[0]!, outcome(true), more);
  const found = valueFor(criterion(thresholds), trial, fixtures[0]!);
  expect(found === undefined ? found : Number(found.toFixed(10))).toBe(
    value === undefined ? value : Number(value.toFixed(10)),
  );
});

test('a latency that is unknown says nothing', () => {
  const { latencyMs: _, ...trial } = trialOf(fast, fixtures[0]!, outcome(true));
  expect(valueFor(criterion({ maxLatencyMs: 200 }), trial, fixtures[0]!)).toBeUndefined();
});

/** The verdict after so many of one value. */
function verdictAfter(thresholds: Thresholds, value: number, count: number): string {
  const each = criterion(thresholds);
  let progress = startingProgress;
  for (let time = 0; time < count; time += 1) progress = withValue(each, progress, value);
  return progress.verdict;
}

test.each<[string, Thresholds, number, number, string]>([
  ['all pass', { minPassRate: 0.9 }, 1, 60, 'passes'],
  ['few passes prove nothing', { minPassRate: 0.9 }, 1, 10, 'open'],
  ['with a tolerance fewer do', { minPassRate: 0.9, tolerance: 0.2 }, 1, 20, 'passes'],
  ['none pass', { minPassRate: 0.9 }, 0, 10, 'fails'],
  ['high scores', { minScore: 0.5 }, 0.9, 40, 'passes'],
  ['low scores', { minScore: 0.5 }, 0.1, 40, 'fails'],
  ['scores at the threshold', { minScore: 0.5 }, 0.5, 99, 'hopeless'],
  ['cheap tasks', { maxCostUsd: 1 }, 0.9, 60, 'passes'],
  ['dear tasks', { maxCostUsd: 1 }, 0, 10, 'fails'],
  ['no share proves 100 %', { minPassRate: 1 }, 1, 100, 'open'],
  ['any share is above 0', { minPassRate: 0 }, 0, 1, 'passes'],
])('%s', (_, thresholds, value, count, verdict) => {
  expect(verdictAfter(thresholds, value, count)).toBe(verdict);
});

test('no threshold is proven by fixtures that say nothing of it', () => {
  expect(criteriaOf({ minAccuracy: 0.5 }, fixturesOf(100), errors)[0]).toMatchObject({
    planned: 0,
    provable: false,
  });
});
