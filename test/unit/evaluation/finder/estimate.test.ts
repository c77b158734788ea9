import { expect, test } from 'vitest';
import { estimateFinder } from '../../../../src/evaluation/finder/estimate.ts';
import { candidateOf, finderInput, fixturesOf } from '../../../support/trials.ts';

test('an estimate has its least, its mean and its most', () => {
  const { low, expected, high, provable } = estimateFinder(
    finderInput({ fixtures: fixturesOf(100) }),
  );
  expect(provable).toBe(true);
  expect(high).toStrictEqual({ calls: 300, nanoUsd: 100 * (2 + 20 + 200) });
  expect(low.calls).toBeGreaterThan(20);
  expect(low.nanoUsd).toBe(low.calls);
  expect(expected.calls).toBeGreaterThan(low.calls);
  expect(expected.calls).toBeLessThan(high.calls / 2);
});

test('candidates that are expected to fail make dearer ones likely', () => {
  const nanoUsdAt = (expectedPassRate: number) =>
    estimateFinder(
      finderInput({
        candidates: [candidateOf('fast', 1, { expectedPassRate }), candidateOf('strong', 100)],
        thresholds: { minPassRate: 0.7 },
      }),
    ).expected.nanoUsd!;
  expect(nanoUsdAt(0.2)).toBeGreaterThan(2 * nanoUsdAt(0.98));
});

test('an unknown cost makes the amount unknown, not zero', () => {
  const { worstCaseNanoUsd: _, ...unknown } = candidateOf('new', 1, {
    taskCost: { source: 'unknown' },
  });
  const { low, high } = estimateFinder(
    finderInput({ candidates: [candidateOf('fast', 1), unknown] }),
  );
  expect(low.nanoUsd).toBeGreaterThan(0);
  expect(high).toStrictEqual({ calls: 120 });
});

test('a whole grid takes all calls', () => {
  const { low, expected, high } = estimateFinder(finderInput({ wholeGrid: true }));
  expect([low.calls, expected.calls, high.calls]).toStrictEqual([180, 180, 180]);
});

test('too few fixtures are said before the start', () => {
  expect(estimateFinder(finderInput({ fixtures: fixturesOf(20) })).provable).toBe(false);
});

test('what costs less in this run is estimated so, and tried in the same order', () => {
  const candidates = [candidateOf('fast', 10), candidateOf('strong', 15)];
  const usual = estimateFinder(finderInput({ candidates }));
  const shares = new Map([['strong', 0.5]]);
  const { low, expected, high } = estimateFinder(finderInput({ candidates }), shares);
  expect(low).toEqual(usual.low);
  expect(expected.calls).toBe(usual.expected.calls);
  expect(expected.nanoUsd).toBeLessThan(usual.expected.nanoUsd!);
  expect(high).toEqual(usual.high);
});
