import { expect, test } from 'vitest';
import type { AttemptOutcome, RequestOutcome } from '../../../src/ledger/facts.ts';
import type { Cost } from '../../../src/routing/models/money.ts';
import { sessionReport } from '../../support/sessionReport.ts';
import { ledgerWith } from './recordedRequests.ts';
import type { Attempt, Request } from './recordedRequests.ts';

const reported = (nanoUsd: number): Cost => ({ source: 'reported', nanoUsd });
const unknown: Cost = { source: 'unknown' };

function sessionOf(...requests: readonly Request[]) {
  return sessionReport(ledgerWith(...requests), 'session-1');
}

test('an empty session has spent nothing and has no saving', () => {
  const report = sessionOf();
  expect(report.saving).toBeUndefined();
  expect(report).toMatchObject({
    total: {
      label: 'session',
      requests: 0,
      attempts: 0,
      nanoUsd: 0,
      estimatedNanoUsd: 0,
      unknownAttempts: 0,
      simulated: false,
    },
    byTaskType: [],
    byTier: [],
    byModel: [],
    requests: [],
    insurance: { attempts: 0, nanoUsd: 0, estimatedNanoUsd: 0, unknownAttempts: 0 },
    wrongAccepts: 0,
  });
});

test('sums by task type, tier and model, dearest first', () => {
  const summary = sessionOf(
    { id: 'a', taskType: 'docs', attempts: [{ cost: reported(5) }] },
    {
      id: 'b',
      attempts: [
        { cost: { source: 'estimated', nanoUsd: 7 } },
        { tier: 'reasoning', modelName: 'Large', cost: reported(100) },
      ],
    },
  );
  expect(summary.total).toMatchObject({
    requests: 2,
    attempts: 3,
    nanoUsd: 112,
    estimatedNanoUsd: 7,
    unknownAttempts: 0,
  });
  const pick = (rows: typeof summary.byTier) =>
    rows.map((row) => [row.label, row.requests, row.attempts, row.nanoUsd]);
  expect(pick(summary.byTaskType)).toEqual([
    ['refactor', 1, 2, 107],
    ['docs', 1, 1, 5],
  ]);
  expect(pick(summary.byTier)).toEqual([
    ['reasoning', 1, 1, 100],
    ['fast', 2, 2, 12],
  ]);
  expect(pick(summary.byModel)).toEqual([
    ['Large', 1, 1, 100],
    ['Small', 2, 2, 12],
  ]);
});

test('other sessions do not count', () => {
  const database = ledgerWith({ id: 'a', attempts: [{ cost: reported(5) }] });
  expect(sessionReport(database, 'session-2').total.nanoUsd).toBe(0);
});

test('a call of unknown cost or without an end is counted apart from the sum', () => {
  const { total, requests } = sessionOf({
    id: 'a',
    attempts: [{ cost: reported(5) }, { cost: unknown, outcome: 'cutOff' }, {}],
  });
  expect(total).toMatchObject({ attempts: 3, nanoUsd: 5, estimatedNanoUsd: 0, unknownAttempts: 2 });
  expect(requests[0]).toMatchObject({ nanoUsd: 5, costSource: 'unknown', outcome: 'open' });
});

test('a request of wholly unknown cost has no amount', () => {
  const [request] = sessionOf({ id: 'a', attempts: [{ cost: unknown }] }).requests;
  expect(request).not.toHaveProperty('nanoUsd');
  expect(request?.costSource).toBe('unknown');
});

test('a free failure beside a call of unknown cost makes no request of zero', () => {
  const refused = { cost: { source: 'computed', nanoUsd: 0 }, outcome: 'failed' } as const;
  const [request] = sessionOf({ id: 'a', attempts: [refused, { cost: unknown }] }).requests;
  expect(request).not.toHaveProperty('nanoUsd');
  expect(request?.costSource).toBe('unknown');
});

test.each<[Cost['source'][], Cost['source']]>([
  [['reported', 'reported'], 'reported'],
  [['computed', 'reported'], 'computed'],
  [['reported', 'estimated', 'computed'], 'estimated'],
  [['estimated', 'unknown', 'reported'], 'unknown'],
])('attempts that are %j make a request that is %s', (sources, expected) => {
  const attempts = sources.map((source) => ({
    cost: source === 'unknown' ? unknown : { source, nanoUsd: 1 },
  }));
  expect(sessionOf({ id: 'a', attempts }).requests[0]?.costSource).toBe(expected);
});

test.each<[string, RequestOutcome[], AttemptOutcome, string]>([
  ['the call, when nothing more is known', [], 'truncated', 'truncated'],
  ['the call, when the answer was only shown', ['shown'], 'complete', 'complete'],
  ['what the developer did', ['shown', 'accepted'], 'complete', 'accepted'],
  ['what the developer did last', ['accepted', 'undone'], 'complete', 'undone'],
  ['what the developer did, though shown again', ['accepted', 'shown'], 'complete', 'accepted'],
])('the outcome of a request is that of %s', (_, outcomes, outcome, expected) => {
  const request = { id: 'a', attempts: [{ cost: reported(1), outcome }], outcomes };
  expect(sessionOf(request).requests[0]?.outcome).toBe(expected);
});

test('a request row is about its last attempt and adds up all of them', () => {
  const [request] = sessionOf({
    id: 'a',
    attempts: [
      { cost: reported(3), outcome: 'failed' },
      { tier: 'reasoning', modelName: 'Large', cost: reported(4) },
    ],
  }).requests;
  expect(request).toEqual({
    requestId: 'a',
    atMs: 1000,
    subject: 'src/cart.ts:10-24',
    taskType: 'refactor',
    tier: 'reasoning',
    modelName: 'Large',
    reason: 'Rule 2 sends refactor to balanced.',
    outcome: 'complete',
    nanoUsd: 7,
    costSource: 'reported',
    inputTokens: 200,
    outputTokens: 40,
    latencyMs: 899,
    simulated: false,
  });
});

test('a request that never called a model cost nothing', () => {
  const { requests, total } = sessionOf({ id: 'a', attempts: [] });
  expect(requests).toMatchObject([{ outcome: 'noCall', nanoUsd: 0, costSource: 'computed' }]);
  expect(total.attempts).toBe(0);
});

test('lists the newest 200 requests, newest first, and still sums all', () => {
  const many = Array.from({ length: 205 }, (_, i) => ({
    id: `r${i}`,
    attempts: [{ cost: reported(1) }],
  }));
  const { requests, total } = sessionOf(...many);
  expect(requests).toHaveLength(200);
  expect([requests[0]?.requestId, requests[199]?.requestId]).toEqual(['r204', 'r5']);
  expect(total.nanoUsd).toBe(205);
});

const large = (nanoUsd: number) => ({ modelName: 'Large', nanoUsd });

test('the saving compares only calls whose cost and baseline are both known', () => {
  const attempts: Attempt[] = [
    { cost: reported(10), baseline: large(40) },
    { cost: reported(20), baseline: large(50) },
    { cost: reported(5), baseline: { modelName: 'Another', nanoUsd: 6 } },
    { cost: reported(1000), baseline: undefined },
    { cost: unknown, baseline: large(1000) },
    {},
  ];
  const { saving } = sessionOf(
    ...attempts.map((attempt, index) => ({ id: `request ${index}`, attempts: [attempt] })),
  );
  expect(saving).toEqual({
    baselineName: 'Large',
    baselineNanoUsd: 96,
    spentNanoUsd: 35,
    withoutBaseline: 3,
  });
});

test.each<[string, Attempt, number]>([
  [
    'that a server refused',
    {
      cost: { source: 'computed', nanoUsd: 0 },
      outcome: 'failed',
      baseline: undefined,
      hasNoUsage: true,
    },
    0,
  ],
  [
    'that a plan includes, with tokens that nobody told',
    { cost: { source: 'estimated', nanoUsd: 0 }, baseline: undefined, hasNoUsage: true },
    1,
  ],
  [
    'of a free model, whose tokens nothing can price',
    { cost: { source: 'computed', nanoUsd: 0 }, baseline: undefined },
    1,
  ],
])('a call %s', (_, attempt, withoutBaseline) => {
  const compared = { id: 'a', attempts: [{ cost: reported(10), baseline: large(40) }] };
  const { saving } = sessionOf(compared, { id: 'b', attempts: [attempt] });
  expect(saving).toMatchObject({ baselineNanoUsd: 40, spentNanoUsd: 10, withoutBaseline });
});

test('a failed try is spent, and the strongest model is counted once for its request', () => {
  const { saving } = sessionOf(
    {
      id: 'cascade',
      attempts: [
        { cost: reported(1), baseline: large(40) },
        { cost: reported(50), baseline: large(50) },
      ],
    },
    { id: 'first', attempts: [{ cost: reported(2), baseline: large(60) }] },
    {
      id: 'escalated',
      escalatedFrom: 'first',
      attempts: [{ cost: reported(70), baseline: large(70) }],
    },
  );
  expect(saving).toEqual({
    baselineName: 'Large',
    baselineNanoUsd: 120,
    spentNanoUsd: 123,
    withoutBaseline: 0,
  });
});

test('there is no saving when nothing can be compared', () => {
  const summary = sessionOf({ id: 'a', attempts: [{ cost: reported(1), baseline: undefined }] });
  expect(summary).not.toHaveProperty('saving');
});

test('checks of tool calls are counted as gates, and judge no model’s work', () => {
  const attempts = [
    { cost: reported(5), verdicts: { arguments: 'pass', editApplies: 'fail' } },
    { cost: reported(7), verdicts: { arguments: 'pass', editApplies: 'pass' } },
  ] as const;
  const database = ledgerWith({ id: 'a', turn: 'edit', attempts, chosen: 1 });
  const { gates, tried, failedTries } = sessionReport(database, 'session-1');
  expect(gates.map(({ gate, pass, fail }) => [gate, pass, fail])).toEqual([
    ['arguments', 2, 0],
    ['editApplies', 1, 1],
  ]);
  expect(tried).toMatchObject([{ answers: 2, judged: 0, passed: 0 }]);
  expect(failedTries).toMatchObject({ attempts: 1, nanoUsd: 5 });
});
