import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import type { Limit } from '../../../src/ledger/facts.ts';
import { type KnownSums, standings } from '../../../src/ledger/write/budgetStandings.ts';
import { settleOrphans } from '../../../src/ledger/write/leases.ts';
import { recordRequest, settle } from '../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../src/ledger/write/reserve.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

const limit: Limit = { budgetId: 'day', capNanoUsd: 10_000, span: { fromMs: 0 } };
const limits = [limit];

function newLedger(): DatabaseSync {
  const { database } = openDatabase(temporaryLedgerFile());
  onTestFinished(() => database.close());
  recordRequest(database, requestFact());
  return database;
}

const call = (attemptId: string, simulated: boolean, worstCaseNanoUsd: number) =>
  reservationFact({ attemptId, simulated, worstCaseNanoUsd });

test.each([
  ['practice', 'real', true],
  ['real', 'practice', false],
])('what %s calls use up of a budget leaves all of it to %s calls', (_, __, simulated) => {
  const database = newLedger();
  const known: KnownSums = new Map();
  expect(reserve(database, call('first', simulated, 10_000), { limits, known })).toBeUndefined();
  expect(reserve(database, call('more', simulated, 1), { limits, known })).toEqual({
    limit,
    spentNanoUsd: 10_000,
    worstCaseNanoUsd: 1,
    ...(simulated && { simulated: true }),
  });
  const other = reserve(database, call('other', !simulated, 10_000), { limits, known });
  expect(other).toBeUndefined();
  expect(reserve(database, call('too much', !simulated, 1), { limits, known })).toMatchObject({
    spentNanoUsd: 10_000,
  });
});

test('a budget stands for each kind of money, however its calls end', () => {
  const database = newLedger();
  const known: KnownSums = new Map();
  const now = () => {
    const [grown] = standings(database, limits, known);
    expect([grown]).toEqual(standings(database, limits));
    return grown;
  };
  const lease = { windowId: 'dead', untilMs: 1 };
  reserve(database, call('real', false, 900), { lease });
  reserve(database, call('practice', true, 5_000), { lease });
  const { worstCaseNanoUsd: _, ...unpriced } = call('unpriced', true, 0);
  reserve(database, unpriced, { lease });
  expect(now()).toEqual({
    spentNanoUsd: 900,
    unknownAttempts: 0,
    practice: { spentNanoUsd: 5_000, unknownAttempts: 1 },
  });
  settle(
    database,
    settlementFact({ attemptId: 'real', cost: { source: 'reported', nanoUsd: 70 } }),
  );
  settleOrphans(database, { windowId: 'alive', untilMs: 1e10 }, 1e9);
  const cost = { source: 'reported', nanoUsd: 4_000 } as const;
  settle(database, settlementFact({ attemptId: 'practice', cost }));
  expect(now()).toEqual({
    spentNanoUsd: 70,
    unknownAttempts: 0,
    practice: { spentNanoUsd: 4_000, unknownAttempts: 1 },
  });
});
