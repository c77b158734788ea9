import { expect, test } from 'vitest';
import { exportRows } from '../../../src/ledger/export/exportRows.ts';
import { makeReport } from '../../../src/ledger/report/makeReport.ts';
import { requestStory } from '../../../src/ledger/report/requestStory.ts';
import { sumUpPast } from '../../../src/ledger/rollups/rollUp.ts';
import { sessionReport } from '../../support/sessionReport.ts';
import { type Attempt, ledgerWith, recordAll, type Request } from './recordedRequests.ts';

const dayMs = 86_400_000;
const costs = (nanoUsd: number) => ({ cost: { source: 'reported', nanoUsd } as const });
const large = (nanoUsd: number) => ({ baseline: { modelName: 'Large', nanoUsd } });
const real = (nanoUsd: number, more: Attempt = {}): Attempt => ({
  model: 'p/small',
  modelName: 'Small',
  ...costs(nanoUsd),
  ...large(100),
  ...more,
});
const practice = (nanoUsd: number, more: Attempt = {}): Attempt => ({
  model: 'practice/small',
  modelName: 'Practice Small',
  simulated: true,
  ...costs(nanoUsd),
  ...large(9_000),
  latencyMs: 5,
  ...more,
});

const paid: Request = {
  id: 'paid',
  attempts: [real(20, { verdicts: { syntax: 'pass' } }), real(7, { purpose: 'judge' })],
  chosen: 0,
};
const practised: Request = {
  id: 'practised',
  taskType: 'docs',
  attempts: [
    practice(1_000, { verdicts: { syntax: 'fail' } }),
    practice(2_000, { purpose: 'judge' }),
    practice(4_000, { tier: 'reasoning' }),
  ],
  outcomes: ['accepted', 'undone'],
};

test.each([
  ['real work first', [paid, practised]],
  ['practice first', [practised, paid]],
])('no figure of real money holds practice money: %s', (_, requests) => {
  const { total, ...report } = sessionReport(ledgerWith(...requests), 'session-1');
  expect(total).toMatchObject({ requests: 1, attempts: 2, nanoUsd: 27, simulated: false });
  expect(total.practice).toEqual({
    label: 'practice',
    requests: 1,
    attempts: 3,
    nanoUsd: 7_000,
    estimatedNanoUsd: 0,
    unknownAttempts: 0,
    simulated: true,
  });
  const sums = [report.byTaskType, report.byTier, report.byModel, report.byWorkspace].map((rows) =>
    rows.map(({ label, nanoUsd, simulated }) => [label, nanoUsd, simulated]),
  );
  expect(sums).toEqual([
    [['refactor', 27, false]],
    [['fast', 27, false]],
    [['Small', 27, false]],
    [['shop', 27, false]],
  ]);
  expect(report.overTime.map(({ nanoUsd }) => nanoUsd).reduce((sum, each) => sum + each)).toBe(27);
  expect(report).toMatchObject({
    saving: { baselineName: 'Large', baselineNanoUsd: 100, spentNanoUsd: 27, withoutBaseline: 0 },
    standingUsage: { attempts: 1, models: ['p/small'] },
    judges: { attempts: 1, nanoUsd: 7 },
    failedTries: { attempts: 0 },
    wrongAccepts: 0,
    escalation: { requests: 1, escalated: 0 },
    gates: [{ gate: 'syntax', pass: 1, fail: 0 }],
    latency: { answers: 1, medianMs: 900 },
    tried: [{ model: 'p/small', nanoUsd: 20 }],
  });
  expect(report.requests.map(({ requestId, simulated }) => [requestId, simulated])).toEqual(
    requests.toReversed().map(({ id }) => [id, id === 'practised']),
  );
  expect(report.choices.models).toEqual(['p/small', 'practice/small']);
});

test('when there are only practice calls, all figures are practice money and say so', () => {
  const report = sessionReport(ledgerWith(practised), 'session-1');
  expect(report.total).toMatchObject({ requests: 1, attempts: 3, nanoUsd: 7_000, simulated: true });
  expect(report.total).not.toHaveProperty('practice');
  expect(report.byTier.map(({ label, simulated }) => [label, simulated])).toEqual([
    ['reasoning', true],
    ['fast', true],
  ]);
  expect(report).toMatchObject({
    saving: { baselineNanoUsd: 9_000, spentNanoUsd: 7_000 },
    failedTries: { attempts: 1, nanoUsd: 1_000 },
    wrongAccepts: 1,
  });
});

test('a filter that leaves only practice calls shows their figures', () => {
  const database = ledgerWith(paid, practised);
  const query = { span: { fromMs: 0 }, timeZone: 'UTC', model: 'practice/small' } as const;
  expect(makeReport(database, query, 5000).total).toMatchObject({
    nanoUsd: 7_000,
    simulated: true,
  });
});

test('a request with both kinds of calls counts once for each, and shows both sums', () => {
  const both: Request = {
    id: 'both',
    attempts: [practice(3_000), real(50, { tier: 'reasoning' }), real(4, { tier: 'reasoning' })],
  };
  const database = ledgerWith(both);
  const { total, byTier, requests, saving } = sessionReport(database, 'session-1');
  expect(total).toMatchObject({
    requests: 1,
    attempts: 2,
    nanoUsd: 54,
    simulated: false,
    practice: { requests: 1, attempts: 1, nanoUsd: 3_000, simulated: true },
  });
  expect(byTier).toMatchObject([{ label: 'reasoning', requests: 1, nanoUsd: 54 }]);
  expect(saving).toMatchObject({ baselineNanoUsd: 100, spentNanoUsd: 54 });
  const sums = { nanoUsd: 54, practice: { nanoUsd: 3_000, costSource: 'reported' } };
  expect(requests).toMatchObject([{ ...sums, simulated: false }]);
  expect(requestStory(database, 'both')?.request).toMatchObject(sums);
});

test('a practice call of unknown cost leaves the real sum certain', () => {
  const { total } = sessionReport(
    ledgerWith(paid, { id: 'b', attempts: [{ ...practice(0), cost: { source: 'unknown' } }] }),
    'session-1',
  );
  expect(total).toMatchObject({
    nanoUsd: 27,
    unknownAttempts: 0,
    practice: { unknownAttempts: 1 },
  });
});

test('roll-ups of days and months keep both kinds of money apart', () => {
  const database = ledgerWith();
  const fromMs = Date.UTC(2026, 0, 1);
  const spentOn = (day: number): Attempt[] => {
    if (day % 3 === 0) return [real(1 + day)];
    return day % 3 === 1 ? [practice(1_000 * (1 + day))] : [practice(500_000), real(30)];
  };
  for (let day = 0; day < 40; day++) {
    recordAll(database, { id: `${day}`, attempts: spentOn(day) }, fromMs + day * dayMs + 5);
  }
  const sumOf = (isWanted: (attempt: Attempt) => boolean, days = 40) =>
    Array.from({ length: days }, (_, day) => spentOn(day))
      .flat()
      .filter(isWanted)
      .reduce((sum, { cost }) => sum + cost!.nanoUsd!, 0);
  const isPractice = ({ simulated = false }: Attempt) => simulated;
  const isReal = (attempt: Attempt) => !isPractice(attempt);
  const query = { span: { fromMs }, timeZone: 'UTC' };
  const nowMs = fromMs + 45 * dayMs;
  const fromRows = makeReport(database, query, nowMs);
  for (const _ of sumUpPast(database, 'UTC', nowMs));
  const periods = database.prepare('SELECT DISTINCT period FROM summed ORDER BY period').all();
  expect(periods).toEqual([{ period: 'day' }, { period: 'month' }]);

  const report = makeReport(database, query, nowMs);
  expect(report).toEqual(fromRows);
  expect(report.total).toMatchObject({
    nanoUsd: sumOf(isReal),
    simulated: false,
    practice: { nanoUsd: sumOf(isPractice), simulated: true },
  });
  expect(report.overTime.slice(0, 40).map(({ nanoUsd }) => nanoUsd)).toEqual(
    Array.from({ length: 40 }, (_, day) => (day % 3 === 0 ? 1 + day : day % 3 === 1 ? 0 : 30)),
  );
  expect(report.requests).toHaveLength(40);
  const ofPractice = makeReport(database, { ...query, model: 'practice/small' }, nowMs);
  expect(ofPractice.total).toMatchObject({ nanoUsd: sumOf(isPractice), simulated: true });
});

test('no column of an export holds both kinds of money', () => {
  const database = ledgerWith({ id: 'a', attempts: [practice(3_000), real(50)] });
  const { rows } = exportRows(database, { span: { fromMs: 0 }, timeZone: 'UTC' }, 0, 9);
  const none = { usd: null, nanoUsd: null, baselineNanoUsd: null };
  const noPractice = { practiceUsd: null, practiceNanoUsd: null, practiceBaselineNanoUsd: null };
  expect(rows).toMatchObject([
    {
      simulated: true,
      ...none,
      practiceUsd: '0.000003000',
      practiceNanoUsd: 3_000,
      practiceBaselineNanoUsd: 9_000,
    },
    {
      simulated: false,
      ...noPractice,
      usd: '0.000000050',
      nanoUsd: 50,
      baselineNanoUsd: 100,
    },
  ]);
});
