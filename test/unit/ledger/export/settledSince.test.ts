import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { settledSince } from '../../../../src/ledger/export/settledSince.ts';
import { settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { recordRequest, settle } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const start = { settlement: 0, correction: 0 };

function ledgerWith(...ids: string[]) {
  const { database } = openDatabase(temporaryLedgerFile());
  recordRequest(database, requestFact());
  for (const attemptId of ids) reserve(database, reservationFact({ attemptId }));
  return database;
}

test('each settlement comes once, in batches, until none is left', () => {
  const database = ledgerWith('a', 'b', 'c', 'open');
  for (const attemptId of ['b', 'a', 'c']) settle(database, settlementFact({ attemptId }));
  const first = settledSince(database, start, 2);
  expect(first.attempts.map(({ attemptId }) => attemptId)).toEqual(['b', 'a']);
  const second = settledSince(database, first.cursor, 2);
  expect(second.attempts.map(({ attemptId }) => attemptId)).toEqual(['c']);
  expect(settledSince(database, second.cursor, 2)).toEqual({ attempts: [], cursor: second.cursor });
});

test('everything known about an attempt comes, and nothing that is unknown', () => {
  const database = ledgerWith('known', 'failed');
  settle(database, settlementFact({ attemptId: 'known' }));
  settle(database, {
    attemptId: 'failed',
    atMs: 2000,
    outcome: 'failed',
    errorKind: 'timeout',
    cost: { source: 'unknown' },
    latencyMs: 5,
  });
  const of = { requestId: 'request-1', purpose: 'answer', tier: 'balanced', taskType: 'refactor' };
  const model = { model: 'practice/medium', simulated: false, startedAtMs: 1001 };
  expect(settledSince(database, start, 9).attempts).toEqual([
    {
      seq: 1,
      attemptId: 'known',
      endedAtMs: 1900,
      outcome: 'complete',
      ...of,
      ...model,
      usage: { inputTokens: 100, outputTokens: 20 },
      cost: { source: 'reported', nanoUsd: 5_000 },
      firstTextMs: 300,
    },
    {
      seq: 2,
      attemptId: 'failed',
      endedAtMs: 2000,
      outcome: 'failed',
      ...of,
      ...model,
      errorKind: 'timeout',
      cost: { source: 'unknown' },
    },
  ]);
});

test('an orphan comes again once it is corrected', () => {
  const database = ledgerWith('late');
  settleOrphans(database, { windowId: 'other', untilMs: 9e9 }, 8e9);
  const first = settledSince(database, start, 9);
  expect(first.attempts).toMatchObject([{ outcome: 'orphaned', cost: { nanoUsd: 9_000 } }]);
  settle(database, settlementFact({ attemptId: 'late' }));
  const { attempts, cursor } = settledSince(database, first.cursor, 9);
  expect(attempts).toMatchObject([{ outcome: 'complete', cost: { nanoUsd: 5_000 } }]);
  expect(settledSince(database, cursor, 9).attempts).toEqual([]);
});
