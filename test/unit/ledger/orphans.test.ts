import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { latencies } from '../../../src/ledger/report/latency.ts';
import { standings } from '../../../src/ledger/write/budgetStandings.ts';
import { settleOrphans } from '../../../src/ledger/write/leases.ts';
import { recordChosen, recordRequest, settle } from '../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../src/ledger/write/reserve.ts';
import { sessionReport } from '../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

const hourMs = 3_600_000;
const nowMs = 10 * hourMs;
const own = { windowId: 'own', untilMs: nowMs + 60_000 };
const limits = [{ budgetId: 'all', capNanoUsd: 1e9, span: { fromMs: 0 } }];

function newLedger(): DatabaseSync {
  const { database } = openDatabase(temporaryLedgerFile());
  onTestFinished(() => database.close());
  recordRequest(database, requestFact());
  return database;
}

/** A call of a window that died and was settled at its worst case of 9000. */
function ledgerWithOrphan(): DatabaseSync {
  const database = newLedger();
  reserve(database, reservationFact(), { lease: { windowId: 'dead', untilMs: nowMs } });
  settleOrphans(database, own, nowMs);
  return database;
}

function settlements(database: DatabaseSync) {
  return database.prepare('SELECT * FROM settlement').all();
}

test.each<[string, string, number, number, boolean]>([
  ['whose lease is over', 'dead', 1, nowMs, true],
  ['whose lease is not over', 'alive', 1, nowMs + 1, false],
  ['of this window, however old its lease', 'own', 1, 5, false],
])('a call %s', (_, windowId, atMs, untilMs, settled) => {
  const database = newLedger();
  reserve(database, reservationFact({ atMs }), { lease: { windowId, untilMs } });
  settleOrphans(database, own, nowMs);
  expect(settlements(database)).toHaveLength(settled ? 1 : 0);
});

test.each([
  ['older than an hour', hourMs + 1, 1],
  ['an hour old', hourMs, 0],
])('a call without a window, %s', (_, ageMs, settled) => {
  const database = newLedger();
  reserve(database, reservationFact({ atMs: nowMs - ageMs }));
  settleOrphans(database, own, nowMs);
  expect(settlements(database)).toHaveLength(settled);
});

test('an orphan is settled once, at its worst case or as unknown, and ended leases are removed', () => {
  const database = newLedger();
  const lease = { windowId: 'dead', untilMs: 5 };
  const { worstCaseNanoUsd: _, ...unknown } = reservationFact({ attemptId: 'unknown' });
  reserve(database, reservationFact(), { lease });
  reserve(database, unknown, { lease });
  for (const later of [0, 1]) settleOrphans(database, own, nowMs + later);
  expect(settlements(database)).toMatchObject([
    {
      attempt_id: 'attempt-1',
      at_ms: nowMs,
      outcome: 'orphaned',
      cost_source: 'estimated',
      cost_nano_usd: 9000,
      latency_ms: 0,
    },
    { attempt_id: 'unknown', cost_source: 'unknown', cost_nano_usd: null },
  ]);
  expect(database.prepare('SELECT window_id FROM lease').all()).toEqual([{ window_id: 'own' }]);
});

test('a window without open calls writes nothing', () => {
  const database = newLedger();
  reserve(database, reservationFact());
  settle(database, settlementFact());
  settleOrphans(database, own, nowMs);
  expect(database.prepare('SELECT * FROM lease').all()).toEqual([]);
});

test('an orphan counts as spent at its estimate, and is no success', () => {
  const database = ledgerWithOrphan();
  const { total, requests } = sessionReport(database, 'session-1');
  expect(total).toMatchObject({ nanoUsd: 9000, estimatedNanoUsd: 9000, unknownAttempts: 0 });
  expect(requests).toMatchObject([{ outcome: 'orphaned', nanoUsd: 9000, costSource: 'estimated' }]);
  expect(requests[0]).not.toHaveProperty('latencyMs');
  expect(latencies(database).size).toBe(0);
  expect(standings(database, limits)).toMatchObject([{ spentNanoUsd: 9000, unknownAttempts: 0 }]);
});

test('the late end of an orphan corrects every figure, and the estimate stays on record', () => {
  const database = ledgerWithOrphan();
  const estimate = settlements(database);
  settle(database, settlementFact());
  settle(database, settlementFact({ atMs: 2500 }));
  expect(settlements(database)).toEqual(estimate);
  const { total, requests, saving } = sessionReport(database, 'session-1');
  expect(total).toMatchObject({ nanoUsd: 5000, estimatedNanoUsd: 0, unknownAttempts: 0 });
  expect(requests).toMatchObject([
    {
      outcome: 'complete',
      nanoUsd: 5000,
      costSource: 'reported',
      inputTokens: 100,
      latencyMs: 900,
    },
  ]);
  expect(saving).toMatchObject({ baselineNanoUsd: 20_000, spentNanoUsd: 5000, withoutBaseline: 0 });
  expect(latencies(database)).toEqual(
    new Map([['practice/medium', expect.objectContaining({ total: { ms: 900, answers: 1 } })]]),
  );
  expect(standings(database, limits)).toMatchObject([{ spentNanoUsd: 5000, unknownAttempts: 0 }]);
  const other = settlementFact({ cost: { source: 'reported', nanoUsd: 5001 } });
  expect(() => settle(database, other)).toThrow(expect.objectContaining({ kind: 'conflict' }));
});

test('a late end of unknown cost leaves no estimate behind, and its worst case in the budgets', () => {
  const database = ledgerWithOrphan();
  const { spentNanoUsd } = standings(database, limits)[0]!;
  settle(database, settlementFact({ cost: { source: 'unknown' } }));
  expect(standings(database, limits)).toMatchObject([{ spentNanoUsd, unknownAttempts: 1 }]);
  expect(spentNanoUsd).toBeGreaterThan(0);
  expect(sessionReport(database, 'session-1').total).toMatchObject({
    nanoUsd: 0,
    unknownAttempts: 1,
  });
});

test('an orphan that turns out to be cancelled is insurance at its real cost', () => {
  const database = ledgerWithOrphan();
  reserve(database, reservationFact({ attemptId: 'taken' }));
  settle(database, settlementFact({ attemptId: 'taken' }));
  recordChosen(database, { requestId: 'request-1', attemptId: 'taken', atMs: 1 });
  expect(sessionReport(database, 'session-1').insurance.attempts).toBe(0);
  settle(
    database,
    settlementFact({ outcome: 'cancelled', cost: { source: 'estimated', nanoUsd: 7 } }),
  );
  expect(sessionReport(database, 'session-1').insurance).toMatchObject({ attempts: 1, nanoUsd: 7 });
});

test.each(['UPDATE correction SET cost_nano_usd = 1', 'DELETE FROM correction'])(
  'corrections cannot be changed: %s',
  (sql) => {
    const database = ledgerWithOrphan();
    settle(database, settlementFact());
    expect(() => database.exec(sql)).toThrow('facts in the ledger are never changed');
  },
);
