import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { sumUpPast } from '../../../../src/ledger/rollups/rollUp.ts';
import { deleteHistory } from '../../../../src/ledger/write/deleteHistory.ts';
import { giveUpLease, settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { watchOthers } from '../../../../src/ledger/write/othersFacts.ts';
import {
  recordChosen,
  recordEvidenceReset,
  recordOutcome,
  recordRequest,
  recordStatement,
  recordTurnOutcome,
  recordVerdict,
  settle,
} from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const nowMs = 40 * 86_400_000;
const longLease = { windowId: 'other', untilMs: nowMs + 1 };

/** Two connections to one ledger, which holds a request with an open call; `own` is watched. */
function twoWindows() {
  const file = temporaryLedgerFile();
  const [own, other] = [open(file), open(file)] as const;
  recordRequest(other, requestFact());
  reserve(other, reservationFact({ attemptId: 'open' }), { lease: longLease });
  const isNews = watchOthers(own);
  const atFirst = isNews();
  return { file, own, other, isNews, atFirst };
}

function open(file: string): DatabaseSync {
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

const orphan = { attemptId: 'orphan', outcome: 'cancelled' } as const;

/** One fact of each kind, each after the facts that it needs. */
const facts: readonly (readonly [string, (database: DatabaseSync) => unknown])[] = [
  ['a request', (to) => recordRequest(to, requestFact({ requestId: 'second' }))],
  ['a reservation', (to) => reserve(to, reservationFact())],
  ['a settlement', (to) => settle(to, settlementFact())],
  ['a verdict', (to) => recordVerdict(to, { ...ofAttempt, gate: 'syntax', verdict: 'pass' })],
  ['a choice', (to) => recordChosen(to, { requestId: 'request-1', ...ofAttempt })],
  ['a statement', (to) => recordStatement(to, { ...ofAttempt, percent: 5 })],
  ['an outcome', (to) => recordOutcome(to, { requestId: 'request-1', atMs: 5, outcome: 'shown' })],
  ['what became of a turn', (to) => recordTurnOutcome(to, { ...ofTurn, outcome: 'worked' })],
  ['a reset of what was learnt', (to) => recordEvidenceReset(to, { atMs: 5 })],
];
const ofTurn = { requestId: 'request-1', atMs: 5 };
const ofAttempt = { attemptId: 'attempt-1', atMs: 5 };

test('the first call returns true, and each fact of another window counts once', () => {
  const { other, isNews, atFirst } = twoWindows();
  expect([atFirst, isNews()]).toEqual([true, false]);
  for (const [name, record] of facts) {
    record(other);
    expect([name, isNews(), isNews()]).toEqual([name, true, false]);
  }
});

test('facts of this window do not count, and hide none of another', () => {
  const { own, other, isNews } = twoWindows();
  for (const [name, record] of facts) {
    record(own);
    expect([name, isNews()]).toEqual([name, false]);
  }
  recordRequest(own, requestFact({ requestId: 'third' }));
  recordRequest(other, requestFact({ requestId: 'fourth' }));
  expect(isNews()).toBe(true);
});

test('a fact that this window could not record hides none of another', () => {
  const { own, other, isNews } = twoWindows();
  expect(() => settle(own, settlementFact({ attemptId: 'never reserved' }))).toThrow(/FOREIGN KEY/);
  recordRequest(own, requestFact());
  expect(isNews()).toBe(false);
  recordRequest(other, requestFact({ requestId: 'second' }));
  expect(isNews()).toBe(true);
});

const sumUp = (database: DatabaseSync, timeZone: string) => {
  for (const _ of sumUpPast(database, timeZone, nowMs));
};

test.each<[string, (database: DatabaseSync) => void]>([
  [
    'a lease that is renewed',
    (other) => settleOrphans(other, { ...longLease, untilMs: nowMs + 2 }, nowMs),
  ],
  ['a lease that is given up', (other) => giveUpLease(other, 'other')],
  ['the past that is summed up', (other) => sumUp(other, 'UTC')],
])('%s does not count, whatever this window has written meanwhile', (_, keepHouse) => {
  const { own, other, isNews } = twoWindows();
  const version = own.prepare('PRAGMA data_version');
  const before = version.get();
  keepHouse(other);
  // The file has changed all the same.
  expect(version.get()).not.toEqual(before);
  expect(isNews()).toBe(false);
  recordRequest(own, requestFact({ requestId: 'second' }));
  keepHouse(other);
  expect(isNews()).toBe(false);
});

test('a checkpoint or another connection does not count', () => {
  const { file, other, isNews } = twoWindows();
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  open(file);
  expect(isNews()).toBe(false);
});

test("settling another window's call as an orphan counts for all windows, and so does its correction", () => {
  const { own, other, isNews } = twoWindows();
  const isNewsToOther = watchOthers(other);
  isNewsToOther();
  reserve(other, reservationFact(orphan), { lease: { windowId: 'dead', untilMs: 1 } });
  isNews();
  settleOrphans(own, { windowId: 'own', untilMs: nowMs + 1 }, nowMs);
  expect([isNews(), isNewsToOther()]).toEqual([true, true]);
  settle(other, settlementFact(orphan));
  expect([isNews(), isNewsToOther()]).toEqual([true, false]);
});

test('deleted history counts, even when only old requests were deleted', () => {
  const { own, other, isNews } = twoWindows();
  const later = { requestId: 'later', attemptId: 'later', atMs: 5000 };
  settle(own, settlementFact({ attemptId: 'open' }));
  recordRequest(own, requestFact(later));
  reserve(own, reservationFact(later));
  settle(own, settlementFact(later));
  expect(isNews()).toBe(false);
  expect(deleteHistory(other, 3000)).toMatchObject({ requests: 1 });
  expect([isNews(), isNews()]).toEqual([true, false]);
  deleteHistory(other);
  expect([isNews(), isNews()]).toEqual([true, false]);
  recordRequest(other, requestFact());
  expect(isNews()).toBe(true);
});
