import { expect, test } from 'vitest';
import type { AttemptOutcome, RequestOutcome } from '../../../src/ledger/facts.ts';
import type { Cost } from '../../../src/routing/models/money.ts';
import { sessionReport } from '../../support/sessionReport.ts';
import { ledgerWith } from './recordedRequests.ts';
import type { Attempt, Request } from './recordedRequests.ts';

const reported = (nanoUsd: number): Cost => ({ source: 'reported', nanoUsd });
const unknown: Cost = { source: 'unknown' };
const large = (nanoUsd: number) => ({ modelName: 'Large', nanoUsd });

function sessionOf(...requests: readonly Request[]) {
  return sessionReport(ledgerWith(...requests), 'session-1');
}

const judge: Attempt = {
  purpose: 'judge',
  tier: 'reasoning',
  modelName: 'Judge',
  cost: reported(30),
  outcome: 'failed',
  baseline: large(900),
};

test('a judge costs money, but neither stands for the request nor counts for the baseline', () => {
  const { total, byTier, byModel, requests, saving, insurance } = sessionOf({
    id: 'a',
    attempts: [{ cost: reported(2), baseline: large(60) }, judge],
  });
  expect(total).toMatchObject({ requests: 1, attempts: 2, nanoUsd: 32 });
  const pick = (rows: typeof byTier) => rows.map((row) => [row.label, row.nanoUsd]);
  expect(pick(byTier)).toEqual([
    ['reasoning', 30],
    ['fast', 2],
  ]);
  expect(pick(byModel)).toEqual([
    ['Judge', 30],
    ['Small', 2],
  ]);
  expect(requests).toMatchObject([
    { tier: 'fast', modelName: 'Small', outcome: 'complete', nanoUsd: 32 },
  ]);
  expect(saving).toMatchObject({ baselineNanoUsd: 60, spentNanoUsd: 32, withoutBaseline: 0 });
  expect(insurance.attempts).toBe(0);
});

test.each<[string, number | undefined, object, object]>([
  [
    'the chosen one',
    0,
    { tier: 'fast', modelName: 'Small', outcome: 'complete' },
    { baselineNanoUsd: 40, spentNanoUsd: 60 },
  ],
  [
    'the newest that answered, while none is chosen',
    undefined,
    { tier: 'reasoning', modelName: 'Large', outcome: 'cancelled' },
    { baselineNanoUsd: 50, spentNanoUsd: 60 },
  ],
])('the attempt that stands for a request is %s', (_, chosen, row, saved) => {
  const { requests, saving } = sessionOf({
    id: 'a',
    attempts: [
      { cost: reported(10), baseline: large(40) },
      {
        tier: 'reasoning',
        modelName: 'Large',
        cost: reported(20),
        baseline: large(50),
        outcome: 'cancelled',
      },
      judge,
    ],
    ...(chosen !== undefined && { chosen }),
  });
  expect(requests).toMatchObject([row]);
  expect(saving).toMatchObject(saved);
});

test('a request that was escalated by hand has no baseline, whichever answer was chosen', () => {
  const { saving } = sessionOf(
    {
      id: 'first',
      attempts: [
        { cost: reported(1), baseline: large(40) },
        { cost: reported(2), baseline: large(50) },
      ],
      chosen: 0,
    },
    {
      id: 'second',
      escalatedFrom: 'first',
      attempts: [{ cost: reported(70), baseline: large(70) }],
    },
  );
  expect(saving).toMatchObject({ baselineNanoUsd: 70, spentNanoUsd: 73, withoutBaseline: 0 });
});

const winner: Attempt = { cost: reported(9) };
const none = { attempts: 0, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 0 };
const one = { attempts: 1, nanoUsd: 5, estimatedNanoUsd: 0, unknownAttempts: 0 };

test.each<[string, Attempt, typeof none]>([
  ['cancelled', { cost: reported(5), outcome: 'cancelled' }, one],
  [
    'cancelled at an unknown cost',
    { cost: unknown, outcome: 'cancelled' },
    { attempts: 1, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 1 },
  ],
  [
    'cancelled at an estimated cost',
    { cost: { source: 'estimated', nanoUsd: 5 }, outcome: 'cancelled' },
    { ...one, estimatedNanoUsd: 5 },
  ],
  ['complete and not judged', { cost: reported(5) }, one],
  ['complete and passed', { cost: reported(5), verdicts: { syntax: 'pass' } }, one],
  [
    'complete, a gate could not run',
    { cost: reported(5), verdicts: { syntax: 'couldNotRun' } },
    one,
  ],
  [
    'complete and failed by a gate',
    { cost: reported(5), verdicts: { complete: 'pass', syntax: 'fail' } },
    none,
  ],
  ['failed', { cost: reported(5), outcome: 'failed' }, none],
  ['truncated', { cost: reported(5), outcome: 'truncated' }, none],
  ['not ended', {}, none],
  ['a cancelled judge', { cost: reported(5), outcome: 'cancelled', purpose: 'judge' }, none],
])('another attempt that is %s as insurance', (_, loser, expected) => {
  const request = { id: 'a', attempts: [loser, winner], chosen: 1 };
  expect(sessionOf(request).insurance).toEqual(expected);
});

test.each<[string, Attempt[], number | undefined]>([
  ['nothing chosen', [{ cost: reported(5), outcome: 'cancelled' }, winner], undefined],
  [
    'been cancelled by the developer',
    [
      { cost: reported(5), outcome: 'cancelled' },
      { cost: reported(6), outcome: 'cancelled' },
      { cost: reported(7) },
    ],
    1,
  ],
  ['one attempt only', [winner], 0],
])('there is no insurance in a request that has %s', (_, attempts, chosen) => {
  const request = { id: 'a', attempts, ...(chosen !== undefined && { chosen }) };
  expect(sessionOf(request).insurance).toEqual(none);
});

test('insurance adds up over the requests of its own session', () => {
  const raced = (id: string, sessionId: string, outcome: AttemptOutcome, cost: Cost): Request => ({
    id,
    sessionId,
    attempts: [winner, { cost, outcome }],
    chosen: 0,
  });
  const { insurance, total } = sessionOf(
    raced('a', 'session-1', 'cancelled', reported(5)),
    raced('b', 'session-1', 'complete', reported(6)),
    raced('c', 'session-1', 'cancelled', unknown),
    raced('d', 'session-2', 'cancelled', reported(100)),
  );
  expect(insurance).toEqual({ attempts: 3, nanoUsd: 11, estimatedNanoUsd: 0, unknownAttempts: 1 });
  expect(total.nanoUsd).toBe(3 * 9 + 11);
});

test.each<[RequestOutcome[], number]>([
  [['shown', 'accepted'], 0],
  [['accepted', 'undone'], 1],
  [['accepted', 'escalated'], 1],
  [['accepted', 'undone', 'accepted', 'undone', 'escalated'], 1],
  [['accepted', 'undone', 'accepted'], 0],
  [['accepted', 'undone', 'accepted', 'undone'], 1],
  [['escalated', 'accepted'], 0],
  [['undone', 'accepted'], 0],
  [['rejected', 'escalated'], 0],
  [['accepted', 'dismissed'], 0],
])('outcomes %j are %d wrong accepts', (outcomes, expected) => {
  expect(sessionOf({ id: 'a', attempts: [winner], outcomes }).wrongAccepts).toBe(expected);
});

test('wrong accepts are those of the session', () => {
  const outcomes = ['accepted', 'undone'] as const;
  const wrong = (id: string, sessionId: string): Request => ({
    id,
    sessionId,
    attempts: [],
    outcomes,
  });
  const { wrongAccepts } = sessionOf(
    wrong('a', 'session-1'),
    wrong('b', 'session-1'),
    wrong('c', 'session-2'),
  );
  expect(wrongAccepts).toBe(2);
});
