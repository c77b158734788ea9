import { expect, test } from 'vitest';
import {
  describeStale,
  newestWhole,
  staleness,
} from '../../../../src/evaluation/watching/staleness.ts';
import type { Fingerprint } from '../../../../src/evaluation/fingerprint.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { fingerprint, reportWith } from '../../../support/reports.ts';

const report = { fingerprint, endedAtMs: 0 };

test('a result stands while nothing that it depends on has changed', () => {
  expect(staleness(report, fingerprint, 90 * dayMs - 1)).toEqual([]);
});

test.each([
  ['fixtures', 'the fixtures have changed'],
  ['scorers', 'the scorers have changed'],
  ['thresholds', 'the thresholds have changed'],
  ['prompts', 'the prompts have changed'],
  ['models', 'the candidates stand for other models now'],
  ['prices', 'the prices have changed'],
] as const)('a change of the %s makes it stale, in words', (part, words) => {
  const now: Fingerprint = { ...fingerprint, [part]: 'another' };
  const reasons = staleness(report, now, 0);
  expect(reasons).toEqual([{ kind: part }]);
  expect(describeStale('triage', reasons)).toBe(`The result of triage is stale: ${words}.`);
});

test('age makes it stale as well, and all reasons are named', () => {
  const now = { ...fingerprint, prices: 'another', prompts: 'another' };
  const reasons = staleness(report, now, 30 * dayMs, 30);
  expect(describeStale('triage', reasons)).toBe(
    'The result of triage is stale: the prompts have changed, the prices have changed and it is 30 days old.',
  );
});

const evaluation = {
  candidates: ['fast', 'balanced'].map((id) => ({
    id,
    name: id,
    subject: { kind: 'tier', tier: id } as const,
  })),
};
const both = { fast: [40, 50], balanced: [50, 50] } as const;

test('the result is read from the newest run of every candidate that came to its end', () => {
  const first = reportWith({ runId: 'first', endedAtMs: 1, passes: both });
  const watch = reportWith({ runId: 'watch', endedAtMs: 2, passes: { fast: [50, 50] } });
  const capped = reportWith({ runId: 'capped', endedAtMs: 3, passes: both, end: 'moneyCap' });
  const few = reportWith({ runId: 'few', endedAtMs: 4, passes: both, fixtures: 10 });
  expect(newestWhole([first, watch, capped, few], evaluation)?.runId).toBe('first');
  const changed = { fixtures: 'fewer fixtures' };
  const fewer = reportWith({
    runId: 'fewer',
    endedAtMs: 5,
    passes: both,
    fixtures: 10,
    fingerprint: changed,
  });
  expect(newestWhole([first, fewer], evaluation)?.runId).toBe('fewer');
  expect(newestWhole([watch], evaluation)).toBeUndefined();
});
