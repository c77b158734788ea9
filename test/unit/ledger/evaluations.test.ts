import { expect, test } from 'vitest';
import { exportRows } from '../../../src/ledger/export/exportRows.ts';
import { settledSince } from '../../../src/ledger/export/settledSince.ts';
import { statements } from '../../../src/ledger/learning/confidenceStatements.ts';
import { experiences } from '../../../src/ledger/learning/experiences.ts';
import { pastWork } from '../../../src/ledger/learning/pastWork.ts';
import { latencies } from '../../../src/ledger/report/latency.ts';
import { requestStory } from '../../../src/ledger/report/requestStory.ts';
import { sumUpPast } from '../../../src/ledger/rollups/rollUp.ts';
import { makeReport } from '../../../src/ledger/report/makeReport.ts';
import { standings } from '../../../src/ledger/write/budgetStandings.ts';
import { inSession, sessionReport } from '../../support/sessionReport.ts';
import { type Attempt, ledgerWith, type Request } from './recordedRequests.ts';

const paid = (nanoUsd: number) => ({ source: 'computed', nanoUsd }) as const;
const everything = { budgetId: 'all', capNanoUsd: 1e12, span: { fromMs: 0 } };

const answered: Attempt = { cost: paid(100), latencyMs: 1_000, verdicts: { syntax: 'pass' } };
/** What the developer asked for: an answer that was accepted. */
const work: Request = { id: 'work', attempts: [answered], chosen: 0, outcomes: ['accepted'] };

/** An evaluated cascade, with everything that could be taken for the developer's work. */
const evaluation: Request = {
  id: 'measured',
  attempts: [
    {
      purpose: 'evaluate',
      cost: paid(7),
      latencyMs: 60_000,
      verdicts: { syntax: 'fail', judge: 'fail' },
      percent: 90,
    },
    { purpose: 'judge', cost: paid(3) },
    {
      purpose: 'evaluate',
      tier: 'reasoning',
      modelName: 'Large',
      cost: paid(40),
      latencyMs: 60_000,
      verdicts: { syntax: 'pass' },
    },
  ],
  chosen: 2,
};

const alone = () => sessionReport(ledgerWith(work), 'session-1');
const together = () => sessionReport(ledgerWith(work, evaluation), 'session-1');

test('the calls of an evaluation count in what was spent, and are a line of their own', () => {
  const report = together();
  expect(report.total).toMatchObject({ requests: 2, attempts: 4, nanoUsd: 150 });
  expect(report.byTier.map(({ label, nanoUsd }) => [label, nanoUsd])).toEqual([
    ['fast', 110],
    ['reasoning', 40],
  ]);
  expect(report.evaluation).toEqual({
    requests: 1,
    attempts: 3,
    nanoUsd: 50,
    estimatedNanoUsd: 0,
    unknownAttempts: 0,
  });
  expect(alone().evaluation).toMatchObject({ requests: 0, attempts: 0, nanoUsd: 0 });
});

test('they count in budgets', () => {
  const [balance] = standings(ledgerWith(work, evaluation), [everything]);
  expect(balance).toMatchObject({ spentNanoUsd: 150 });
});

test.each([
  'saving',
  'standingUsage',
  'insurance',
  'failedTries',
  'wrongAccepts',
  'escalation',
  'gates',
  'misroutes',
  'classifier',
  'judges',
  'latency',
  'tried',
  'requests',
] as const)('no other figure knows them: %s', (name) => {
  expect(together()[name]).toEqual(alone()[name]);
});

test('the chart tells them from what a baseline compares with', () => {
  const rows = together().overTime.filter(({ attempts }) => attempts > 0);
  expect(rows).toMatchObject([
    { nanoUsd: 150, evaluationNanoUsd: 50, baselineNanoUsd: 20_000, attempts: 4 },
  ]);
});

test('sums of past days say the same as their rows', () => {
  const database = ledgerWith(work, evaluation);
  const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
  const nowMs = 400_000_000;
  const before = makeReport(database, query, nowMs);
  for (const _ of sumUpPast(database, 'UTC', nowMs));
  expect(database.prepare('SELECT count(*) AS n FROM summed').get()).not.toEqual({ n: 0 });
  expect(makeReport(database, query, nowMs)).toEqual(before);
  expect(before.evaluation).toMatchObject({ requests: 1, nanoUsd: 50 });
});

test('nothing is learned from them', () => {
  const [own, both] = [ledgerWith(work), ledgerWith(work, evaluation)];
  expect(experiences(both)).toEqual(experiences(own));
  expect(pastWork(both, 0)).toEqual(pastWork(own, 0));
  expect(latencies(both)).toEqual(latencies(own));
  expect(latencies(both)).toEqual(
    new Map([
      ['practice/small', { total: { ms: 1_000, answers: 1 }, firstToken: { ms: 300, answers: 1 } }],
    ]),
  );
  expect(statements(both, 'practice/small')).toEqual([]);
});

test('an evaluation of thousands of calls pushes no work out of what is learned', () => {
  const database = ledgerWith(work);
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)';
  database.exec(`
    ${numbers} INSERT INTO request
      (request_id, session_id, at_ms, workspace, subject, task_type, reason)
      SELECT 'measured ' || i, 'session-1', 2000 + i, 'shop', 'case', 'refactor', '' FROM n;
    ${numbers} INSERT INTO reservation
      (attempt_id, request_id, at_ms, tier, model, model_name, simulated, purpose)
      SELECT i, 'measured ' || i, 2000 + i, 'fast', 'p/m', 'M', 0, 'evaluate' FROM n;`);
  expect(experiences(database)).toHaveLength(1);
  expect(experiences(database)[0]).toMatchObject({ taken: 0, answers: [{ passed: true }] });
  const { requests } = sessionReport(database, 'session-1');
  expect(requests.map(({ requestId }) => requestId)).toEqual(['work']);
});

test('exports name them, and none of them was taken', () => {
  const { rows } = exportRows(ledgerWith(work, evaluation), inSession('session-1'), 0, 100);
  expect(rows.map(({ purpose, taken, nanoUsd }) => [purpose, taken, nanoUsd])).toEqual([
    ['answer', true, 100],
    ['evaluate', false, 7],
    ['judge', false, 3],
    ['evaluate', false, 40],
  ]);
  const beginning = { settlement: 0, correction: 0 };
  const { attempts } = settledSince(ledgerWith(evaluation), beginning, 10);
  expect(attempts.map(({ purpose }) => purpose)).toEqual(['evaluate', 'judge', 'evaluate']);
});

test('what is recorded of one can still be read', () => {
  const story = requestStory(ledgerWith(evaluation), 'measured');
  expect(story).toMatchObject({
    request: { tier: 'reasoning', modelName: 'Large', outcome: 'complete', nanoUsd: 50 },
    attempts: [{ isTaken: false }, { isTaken: false }, { isTaken: false }],
  });
});

test('a call that only found the task type stands for no request either', () => {
  const classified: Request = {
    id: 'type',
    taskType: 'other',
    attempts: [{ purpose: 'classify', cost: paid(2) }],
    chosen: 0,
  };
  const report = sessionReport(ledgerWith(work, classified), 'session-1');
  expect(report.escalation).toEqual({ requests: 1, escalated: 0 });
  expect(report.misroutes.tooLow.cases).toBe(1);
  expect(report.saving).toMatchObject({ baselineNanoUsd: 20_000, spentNanoUsd: 102 });
  expect(report.requests).toMatchObject([
    { requestId: 'type', tier: 'fast', outcome: 'complete' },
    { requestId: 'work' },
  ]);
});
