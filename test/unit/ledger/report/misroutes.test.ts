import { expect, test } from 'vitest';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import type { Misroutes, ReportQuery } from '../../../../src/ledger/reports.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { type Attempt, ledgerWith, recordAll, type Request } from '../recordedRequests.ts';

const nowMs = 100 * dayMs;
const all: ReportQuery = { span: { fromMs: 0 }, timeZone: 'UTC' };
const costing = (nanoUsd: number, fields: Attempt = {}): Attempt => ({
  cost: { source: 'reported', nanoUsd },
  ...fields,
});
const small = costing(100);
const strongest = costing(900, { modelName: 'Practice Large', tier: 'reasoning' });
const passing = { syntax: 'pass' } as const;

function found(requests: readonly Request[], query: Partial<ReportQuery> = {}): Misroutes {
  return makeReport(ledgerWith(...requests), { ...all, ...query }, nowMs).misroutes;
}
const sharesOf = ({ tooLow, tooHigh, unjudged }: Misroutes) => [
  `${tooLow.hits} of ${tooLow.cases}`,
  `${tooHigh.hits} of ${tooHigh.cases}`,
  unjudged,
];

test.each<[string, Omit<Request, 'id'>, string, number]>([
  ['an accepted answer', { attempts: [small], outcomes: ['shown', 'accepted'] }, '0 of 1', 0],
  ['a rejected one', { attempts: [small], outcomes: ['rejected'] }, '1 of 1', 0],
  ['a wrong accept', { attempts: [small], outcomes: ['accepted', 'undone'] }, '1 of 1', 0],
  [
    'an undo that was redone',
    { attempts: [small], outcomes: ['accepted', 'undone', 'accepted'] },
    '0 of 1',
    0,
  ],
  ['an escalated one', { attempts: [small], outcomes: ['escalated'] }, '1 of 1', 0],
  ['one that was only shown', { attempts: [small], outcomes: ['shown'] }, '0 of 1', 1],
  ['one of the strongest', { attempts: [strongest], outcomes: ['rejected'] }, '0 of 1', 0],
  [
    'one beside which nothing says which model is the strongest',
    { attempts: [{ ...small, baseline: undefined }], outcomes: ['rejected'] },
    '0 of 1',
    0,
  ],
  ['an open call', { attempts: [{}] }, '0 of 0', 0],
  ['a failed call', { attempts: [{ ...small, outcome: 'failed' }] }, '0 of 0', 0],
  ['a judge alone', { attempts: [{ ...small, purpose: 'judge' }] }, '0 of 0', 0],
])('counts %s', (_, request, tooLow, unjudged) => {
  expect(sharesOf(found([{ id: 'a', ...request }]))).toEqual([tooLow, '0 of 0', unjudged]);
});

test('an escalation counts for the request that was escalated, not for itself', () => {
  const requests: Request[] = [
    { id: 'a', attempts: [small] },
    { id: 'b', attempts: [strongest], escalatedFrom: 'a', outcomes: ['rejected'] },
  ];
  expect(sharesOf(found(requests))).toEqual(['1 of 1', '0 of 0', 0]);
});

test.each<[string, Attempt, string]>([
  ['passed', { verdicts: passing }, '1 of 1'],
  ['failed one of two gates', { verdicts: { ...passing, command: 'fail' } }, '0 of 1'],
  ['could not be checked', { verdicts: { command: 'couldNotRun' } }, '0 of 0'],
  ['was not checked', {}, '0 of 0'],
  ['did not end whole', { verdicts: passing, outcome: 'truncated' }, '0 of 0'],
  ['has an unknown cost', { verdicts: passing, cost: { source: 'unknown' } }, '0 of 0'],
  ['is dearer', { verdicts: passing, cost: { source: 'reported', nanoUsd: 901 } }, '0 of 0'],
  ['is of a judge', { verdicts: passing, purpose: 'judge' }, '0 of 0'],
])('an answer was too high where a cheaper one %s: %o', (_, fields, tooHigh) => {
  const attempts = [{ ...small, ...fields }, strongest];
  const request: Request = { id: 'a', attempts, chosen: 1, outcomes: ['accepted'] };
  expect(sharesOf(found([request]))).toEqual(['0 of 1', tooHigh, 0]);
});

test('has an exact interval, which says nothing without cases', () => {
  const request = (id: number): Request => ({
    id: `r${id}`,
    attempts: [small],
    outcomes: [id < 6 ? 'rejected' : 'accepted'],
  });
  const { tooLow, tooHigh } = found(Array.from({ length: 84 }, (_, id) => request(id)));
  // The ends are where the binomial distribution leaves 2.5 % beyond 6 of 84, found by summing it.
  expect([tooLow.hits, tooLow.cases]).toEqual([6, 84]);
  expect(tooLow.low).toBeCloseTo(0.0267, 3);
  expect(tooLow.high).toBeCloseTo(0.149, 3);
  expect(tooHigh).toEqual({ hits: 0, cases: 0, low: 0, high: 1 });
});

test('counts by week from Monday and by task type, within the query', () => {
  const database = ledgerWith();
  // 1970-01-05 was a Monday.
  const monday = 4 * dayMs;
  const record = (id: string, atMs: number, fields: Partial<Request> = {}) =>
    recordAll(database, { id, attempts: [small], outcomes: ['accepted'], ...fields }, atMs);
  record('a', monday - 1, { outcomes: ['rejected'] });
  record('b', monday);
  record('c', monday + 7 * dayMs - 1, { taskType: 'docs', outcomes: ['rejected'] });
  record('d', monday + 21 * dayMs);
  const { misroutes } = makeReport(database, all, nowMs);
  const low = (each: { tooLow: { hits: number; cases: number } }) =>
    `${each.tooLow.hits} of ${each.tooLow.cases}`;
  expect(misroutes.byWeek.map((week) => [week.fromMs / dayMs, low(week)])).toEqual([
    [-3, '1 of 1'],
    [4, '1 of 2'],
    [25, '0 of 1'],
  ]);
  expect(misroutes.byTaskType.map((row) => [row.taskType, low(row)])).toEqual([
    ['refactor', '1 of 3'],
    ['docs', '1 of 1'],
  ]);
  const docs = makeReport(database, { ...all, taskType: 'docs' }, nowMs).misroutes;
  expect(sharesOf(docs)).toEqual(['1 of 1', '0 of 0', 0]);
  const late = makeReport(database, { ...all, span: { fromMs: monday } }, nowMs).misroutes;
  expect(sharesOf(late)).toEqual(['1 of 3', '0 of 0', 0]);
});

test('real and practice money are not counted together', () => {
  const practice: Attempt = { ...small, simulated: true };
  const requests: Request[] = [
    { id: 'a', attempts: [practice], outcomes: ['rejected'] },
    { id: 'b', attempts: [small], outcomes: ['accepted'] },
  ];
  expect(sharesOf(found(requests))).toEqual(['0 of 1', '0 of 0', 0]);
  expect(sharesOf(found(requests.slice(0, 1)))).toEqual(['1 of 1', '0 of 0', 0]);
});
