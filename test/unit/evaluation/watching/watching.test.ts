import { expect, test } from 'vitest';
import {
  simulateDrift,
  simulateSplit,
  splitSettings,
} from '../../../../bench/evaluation/watchGrid.ts';
import {
  type DriftState,
  referenceOf,
  startDrift,
  withResult,
} from '../../../../src/evaluation/watching/drift.ts';
import {
  assignNext,
  splitDifference,
  startSplit,
  withOutcome,
  withPair,
} from '../../../../src/evaluation/watching/liveSplit.ts';

const referenceAt = (passed: number, cases: number) =>
  referenceOf(Array.from({ length: cases }, (_, place) => (place < passed ? 1 : 0)));

test('a fall of 15 points is found within 60 results in most runs, with few false alarms', () => {
  const figures = simulateDrift({ rate: 0.9, referenceCases: 100 }, 300);
  expect(figures.medianDelay).toBeLessThan(60);
  expect(figures.falseAlarms).toBeLessThan(1.1);
  expect(
    simulateDrift({ rate: 0.9, referenceCases: 100, scores: true }, 200).medianDelay,
  ).toBeLessThan(60);
});

test('too few reference runs tell nothing', () => {
  expect(startDrift(referenceAt(49, 49))).toBe('tooFewReferenceCases');
  expect(startDrift(referenceAt(50, 50))).toMatchObject({ verdict: 'steady' });
});

test('an alarm stays, whatever comes after it', () => {
  let state = startDrift(referenceAt(95, 100)) as DriftState;
  for (let time = 0; time < 30; time += 1) state = withResult(state, 0);
  expect(state.verdict).toBe('fallen');
  for (let time = 0; time < 100; time += 1) state = withResult(state, 1);
  expect(state).toMatchObject({ verdict: 'fallen', cases: 130, sum: 100 });
});

test('one bad result after a perfect reference is no alarm', () => {
  expect(withResult(startDrift(referenceAt(200, 200)) as DriftState, 0)).toMatchObject({
    verdict: 'steady',
  });
});

test('evidence stays finite and above zero for any results', () => {
  let state = startDrift(referenceAt(50, 100)) as DriftState;
  for (const value of [1, 1, 1, 0, 0.5, 1]) {
    state = withResult(state, value);
    expect(state.evidence).toBeGreaterThan(0);
  }
});

test.each(splitSettings.slice(0, 6))(
  'plans at $current and $other with a margin of $margin: few are wrong',
  (setting) => {
    const { wrong } = simulateSplit({ ...setting, mostPairs: 200 }, 250);
    expect(wrong.value).toBeLessThan(0.05);
  },
);

test('a plan that is clearly better is found long before the pairs run out', () => {
  const figures = simulateSplit({ current: 0.6, other: 0.9, mostPairs: 500 }, 200);
  expect(figures.verdicts.otherBetter.value).toBeGreaterThan(0.95);
  expect(figures.medianTasks).toBeLessThan(200);
});

test('tasks are split evenly, in an order that the seed draws', () => {
  const armsOf = (seed: number) => {
    let state = startSplit({ seed, mostPairs: 10 });
    return Array.from({ length: 40 }, () => {
      const next = assignNext(state);
      state = next.state;
      return next.arm;
    });
  };
  const arms = armsOf(1);
  for (let pair = 0; pair < 20; pair += 1) {
    expect(new Set(arms.slice(2 * pair, 2 * pair + 2)).size).toBe(2);
  }
  expect(arms.filter((arm, place) => place % 2 === 0 && arm === 'other').length).toBeGreaterThan(4);
  expect(armsOf(1)).toStrictEqual(arms);
  expect(armsOf(2)).not.toStrictEqual(arms);
});

test('outcomes are paired as they come in, and the missing ones are left out', () => {
  let state = startSplit({ seed: 1, mostPairs: 2 });
  state = withOutcome(state, 'current', 1);
  state = withOutcome(state, 'current', 0);
  expect(state.differences).toStrictEqual([]);
  state = withOutcome(state, 'other', 1);
  expect(state).toMatchObject({ differences: [0], waiting: { current: [0], other: [] } });
  state = withPair(state, { current: 0, other: 1 });
  expect(state).toMatchObject({ differences: [0, 1], verdict: 'undecided' });
  expect(splitDifference(state)).toMatchObject({ value: 0.5, cases: 2 });
});
