import { expect, test } from 'vitest';
import { startFinder, withTrial } from '../../../src/evaluation/finder/finder.ts';
import { canonicalJson, hashOf, trialKey } from '../../../src/evaluation/hash.ts';
import { reportOf } from '../../../src/evaluation/report.ts';
import {
  movedAfter,
  thresholdProblems,
  type Thresholds,
  thresholdsHash,
} from '../../../src/evaluation/thresholds.ts';
import { finderInput, fixturesOf, outcome, trialOf } from '../../support/trials.ts';

test('the hash is of what thresholds say, not of how they are written', () => {
  const hash = thresholdsHash({ minPassRate: 0.9, maxLatencyMs: 100 });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(thresholdsHash({ maxLatencyMs: 100, minPassRate: 0.9 })).toBe(hash);
  expect(
    thresholdsHash({ minPassRate: 0.9, maxLatencyMs: 100, latencyPercentile: 90, tolerance: 0 }),
  ).toBe(hash);
});

test.each<Thresholds>([
  { minPassRate: 0.91, maxLatencyMs: 100 },
  { minPassRate: 0.9, maxLatencyMs: 101 },
  { minPassRate: 0.9, maxLatencyMs: 100, latencyPercentile: 50 },
  { minPassRate: 0.9, maxLatencyMs: 100, tolerance: 0.01 },
  { minPassRate: 0.9, maxLatencyMs: 100, minRecall: { bug: 0.5 } },
  { minAccuracy: 0.9, maxLatencyMs: 100 },
])('%j has another hash', (thresholds) => {
  expect(thresholdsHash(thresholds)).not.toBe(
    thresholdsHash({ minPassRate: 0.9, maxLatencyMs: 100 }),
  );
});

test('data has one canonical form', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: null })).toBe(
    '{"a":null,"b":[1,{"d":1}]}',
  );
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
});

const parts = {
  model: 'openai/gpt',
  effort: 'low',
  promptHash: 'p',
  settingsHash: 's',
  fixtureHash: 'f',
  scorerHash: 'c',
};
test('the key of a trial changes with each of its parts', () => {
  const changed = Object.keys(parts).map((part) => trialKey({ ...parts, [part]: 'other' }));
  const keys = [trialKey(parts), trialKey({ ...parts, repeat: 1 }), ...changed];
  expect(new Set(keys).size).toBe(8);
  expect(trialKey({ ...parts, repeat: 0 })).toBe(trialKey(parts));
});

test.each<[Thresholds, RegExp]>([
  [{}, /No threshold is set/],
  [{ latencyPercentile: 50, tolerance: 0.1 }, /No threshold is set/],
  [{ minPassRate: 90 }, /minPassRate is 90.*0\.9 for 90 %/],
  [{ minRecall: { bug: -1 } }, /minRecall of bug is -1/],
  [{ maxLatencyMs: 0 }, /maxLatencyMs is 0/],
  [{ maxLatencyMs: 10, latencyPercentile: 100 }, /latencyPercentile is 100/],
  [{ maxCostUsd: Number.NaN }, /maxCostUsd is NaN/],
])('%j is refused, and the problem says what to write', (thresholds, problem) => {
  expect(thresholdProblems(thresholds)).toStrictEqual([expect.stringMatching(problem)]);
});

test('good thresholds have no problem', () => {
  const all = {
    minAccuracy: 0.9,
    minRecall: { bug: 1 },
    minPassRate: 0,
    minScore: 0.5,
    maxLatencyMs: 5,
    maxCostUsd: 0.01,
  };
  expect(thresholdProblems(all)).toStrictEqual([]);
});

const earlier = { subjectHash: 's', thresholdsHash: 't', firstResultAtMs: 100 };
test.each([
  ['other thresholds after its result', {}, true],
  ['at the same moment', { sinceMs: 100 }, true],
  ['the same thresholds', { thresholdsHash: 't' }, false],
  ['thresholds from before its result', { sinceMs: 99 }, false],
  ['another step', { subjectHash: 'other' }, false],
])('an earlier run and %s', (_, now, isMoved) => {
  const found = movedAfter([earlier], {
    subjectHash: 's',
    thresholdsHash: 'new',
    sinceMs: 200,
    ...now,
  });
  expect(found).toStrictEqual(isMoved ? [earlier] : []);
});

test('a run without a result leaves the thresholds free', () => {
  const { firstResultAtMs: _, ...without } = earlier;
  expect(
    movedAfter([without], { subjectHash: 's', thresholdsHash: 'new', sinceMs: 200 }),
  ).toStrictEqual([]);
});

test('a report says that its thresholds were moved, also when a fixture was added meanwhile', () => {
  const facts = {
    evaluation: 'triage',
    fingerprint: { fixtures: '', scorers: '', thresholds: '', prompts: '', models: '', prices: '' },
    startedAtMs: 0,
    endedAtMs: 50,
    end: 'decided' as const,
    earlier: [],
  };
  const input = finderInput();
  const trial = trialOf(input.candidates[1]!, input.fixtures[0]!, outcome(false), { atMs: 10 });
  const first = reportOf(withTrial(startFinder(input), trial), { ...facts, runId: 'one' });
  expect(first).toMatchObject({ movedAfterRuns: [], firstResultAtMs: 10 });
  const later = { ...facts, runId: 'two', startedAtMs: 60, earlier: [first] };
  const again = finderInput({ fixtures: fixturesOf(61) });
  expect(reportOf(startFinder(again), later).movedAfterRuns).toStrictEqual([]);
  const lower = finderInput({ fixtures: fixturesOf(61), thresholds: { minPassRate: 0.5 } });
  const moved = reportOf(startFinder(lower), later);
  expect(moved.movedAfterRuns).toStrictEqual(['one']);
  expect(moved.explanation).toContain('The thresholds were moved after the run.');
});
