import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { exportRows } from '../../../../src/ledger/export/exportRows.ts';
import type { Limit } from '../../../../src/ledger/facts.ts';
import { type KnownSums, standings } from '../../../../src/ledger/write/budgetStandings.ts';
import { settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { recordRequest, settle } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import type { Cost } from '../../../../src/routing/models/money.ts';
import { costOf, type Price } from '../../../../src/routing/models/price.ts';
import { inSession, sessionReport } from '../../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

/* Budgets, reports and exports under each kind of cost: reported, computed, estimated and unknown. */

const all: Limit = { budgetId: 'all', capNanoUsd: 10_000, span: { fromMs: 0 } };

function opened(file = temporaryLedgerFile()): DatabaseSync {
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

/** A ledger with one open call that may cost 9000. */
function withOpenCall(file?: string): DatabaseSync {
  const database = opened(file);
  recordRequest(database, requestFact());
  reserve(database, reservationFact());
  return database;
}

const unknown: Cost = { source: 'unknown' };
/** The highest rate that settings take: 1000 USD per million tokens. */
const dearest: Price = { from: '2026-01-01', source: 'test', input: 1e12, output: 1e12 };

test('a priced call that ends at an unknown cost keeps its worst case in the budgets, and is no amount elsewhere', () => {
  const database = withOpenCall();
  const known: KnownSums = new Map();
  expect(standings(database, [all], known)).toMatchObject([{ spentNanoUsd: 9000 }]);
  settle(database, settlementFact({ cost: unknown }));
  const standing = { spentNanoUsd: 9000, unknownAttempts: 1 };
  expect(standings(database, [all], known)).toMatchObject([standing]);
  expect(standings(database, [all])).toMatchObject([standing]);
  const next = reservationFact({ attemptId: 'next', worstCaseNanoUsd: 1001 });
  expect(reserve(database, next, { limits: [all] })).toMatchObject({ spentNanoUsd: 9000 });
  expect(reserve(database, { ...next, worstCaseNanoUsd: 1000 }, { limits: [all] })).toBeUndefined();
  expect(sessionReport(database, 'session-1').total).toMatchObject({ nanoUsd: 0, attempts: 2 });
  const [row] = exportRows(database, inSession('session-1'), 0, 10).rows;
  expect(row).toMatchObject({ costSource: 'unknown', usd: null, nanoUsd: null });
});

test('a call that was allowed to cost anything counts as unknown, before and after its end', () => {
  const database = opened();
  recordRequest(database, requestFact());
  const { worstCaseNanoUsd: _, ...unpriced } = reservationFact({ mayCostAnything: true });
  expect(reserve(database, unpriced, { limits: [all] })).toBeUndefined();
  const standing = { spentNanoUsd: 0, unknownAttempts: 1 };
  expect(standings(database, [all])).toMatchObject([standing]);
  settle(database, settlementFact({ cost: unknown }));
  expect(standings(database, [all])).toMatchObject([standing]);
});

test.each([
  ['reported', 4000],
  ['computed', 4000],
  ['estimated', 12_000],
] as const)(
  'a cost that is %s late counts in the period in which its call began',
  (source, nanoUsd) => {
    const database = withOpenCall();
    const first = { ...all, span: { fromMs: 0, untilMs: 2000 } };
    const second = { ...all, span: { fromMs: 2000 } };
    settle(database, settlementFact({ atMs: 5000, cost: { source, nanoUsd } }));
    expect(standings(database, [first, second])).toMatchObject([
      { spentNanoUsd: nanoUsd },
      { spentNanoUsd: 0 },
    ]);
  },
);

test.each([
  ['downwards', { source: 'reported', nanoUsd: 200 }, 200, 0],
  ['upwards', { source: 'computed', nanoUsd: 9500 }, 9500, 0],
  ['to unknown', unknown, 9000, 1],
] as const)(
  'a correction %s reaches a window that has summed already',
  (_, cost, spentNanoUsd, unknownAttempts) => {
    const file = temporaryLedgerFile();
    const dying = opened(file);
    recordRequest(dying, requestFact());
    reserve(dying, reservationFact(), { lease: { windowId: 'dying', untilMs: 2000 } });
    const other = opened(file);
    const known: KnownSums = new Map();
    settleOrphans(other, { windowId: 'other', untilMs: 90_000 }, 3000);
    expect(standings(other, [all], known)).toMatchObject([
      { spentNanoUsd: 9000, unknownAttempts: 0 },
    ]);
    settle(dying, settlementFact({ cost }));
    const standing = { spentNanoUsd, unknownAttempts };
    expect(standings(other, [all], known)).toMatchObject([standing]);
    expect(standings(dying, [all])).toMatchObject([standing]);
  },
);

test('an export adds up to the report, kind by kind and each money apart', () => {
  const database = opened();
  recordRequest(database, requestFact());
  const ends: readonly [Cost, simulated?: boolean][] = [
    [{ source: 'reported', nanoUsd: 1 }],
    [{ source: 'computed', nanoUsd: 123_456_789_012 }],
    [{ source: 'estimated', nanoUsd: 7_000 }],
    [unknown],
    [{ source: 'reported', nanoUsd: 500 }, true],
  ];
  for (const [index, [cost, simulated = false]] of ends.entries()) {
    const attemptId = `a${index}`;
    reserve(database, reservationFact({ attemptId, simulated }));
    settle(database, settlementFact({ attemptId, cost }));
  }
  reserve(database, reservationFact({ attemptId: 'open' }));
  const { rows } = exportRows(database, inSession('session-1'), 0, 10);
  const { total } = sessionReport(database, 'session-1');
  const sum = (amounts: readonly (number | null)[]) =>
    amounts.reduce<number>((a, b) => a + (b ?? 0), 0);
  expect(sum(rows.map(({ nanoUsd }) => nanoUsd))).toBe(total.nanoUsd);
  expect(sum(rows.map(({ usd }) => Number(usd?.replace('.', '') ?? 0)))).toBe(total.nanoUsd);
  expect(sum(rows.map(({ practiceNanoUsd }) => practiceNanoUsd))).toBe(total.practice?.nanoUsd);
  const estimates = rows.filter(({ costSource }) => costSource === 'estimated');
  expect(sum(estimates.map(({ nanoUsd }) => nanoUsd))).toBe(total.estimatedNanoUsd);
  expect(rows.filter((row) => row.costSource === 'unknown')).toHaveLength(total.unknownAttempts);
});

test('a ledger holds hundreds of calls that cost as much as one can', () => {
  const database = opened();
  recordRequest(database, requestFact());
  const most = costOf({ inputTokens: 10_000_000, outputTokens: 0 }, dearest, 'computed');
  expect(most).toEqual({ source: 'computed', nanoUsd: 1e13 });
  for (let call = 0; call < 300; call++) {
    const attemptId = `a${call}`;
    reserve(database, reservationFact({ attemptId }));
    settle(database, settlementFact({ attemptId, cost: most }));
  }
  expect(standings(database, [all])).toMatchObject([{ spentNanoUsd: 3e15 }]);
  expect(sessionReport(database, 'session-1').total.nanoUsd).toBe(3e15);
  const more = costOf({ inputTokens: 10_000_001, outputTokens: 0 }, dearest, 'computed');
  expect(more).toEqual(unknown);
});
