import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import type { SettlementFact } from '../../../../src/ledger/facts.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import { toLedgerError } from '../../../../src/ledger/sql/sqliteError.ts';
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

function openWithReservation(): DatabaseSync {
  const { database } = openDatabase(temporaryLedgerFile());
  recordRequest(database, requestFact());
  reserve(database, reservationFact());
  return database;
}

function rows(database: DatabaseSync, table: string) {
  return database.prepare(`SELECT * FROM ${table}`).all();
}

function kindThrown(work: () => void): string {
  try {
    work();
  } catch (error) {
    return error instanceof LedgerError ? error.kind : `not a LedgerError: ${error}`;
  }
  return 'nothing thrown';
}

test('records every figure of a call', () => {
  const database = openWithReservation();
  settle(
    database,
    settlementFact({
      outcome: 'failed',
      errorKind: 'rateLimited',
      usage: {
        inputTokens: 6,
        cacheReadTokens: 1,
        cacheWriteTokens: 2,
        cacheWriteLongTokens: 3,
        outputTokens: 5,
        reasoningTokens: 4,
      },
    }),
  );
  expect(rows(database, 'settlement')).toEqual([
    {
      seq: 1,
      attempt_id: 'attempt-1',
      at_ms: 1900,
      outcome: 'failed',
      error_kind: 'rateLimited',
      input_tokens: 6,
      cache_read_tokens: 1,
      cache_write_tokens: 2,
      cache_write_long_tokens: 3,
      output_tokens: 5,
      reasoning_tokens: 4,
      cost_source: 'reported',
      cost_nano_usd: 5000,
      baseline_name: 'Practice Large',
      baseline_nano_usd: 20_000,
      first_text_ms: 300,
      latency_ms: 900,
    },
  ]);
});

test('an unknown cost is recorded as NULL with its source, never as zero', () => {
  const database = openWithReservation();
  settle(database, {
    attemptId: 'attempt-1',
    atMs: 1,
    outcome: 'cutOff',
    cost: { source: 'unknown' },
    latencyMs: 1,
  });
  expect(rows(database, 'settlement')).toMatchObject([
    { cost_source: 'unknown', cost_nano_usd: null, input_tokens: null, baseline_nano_usd: null },
  ]);
});

test.each<[string, Partial<SettlementFact>, string]>([
  ['the same again', {}, 'nothing thrown'],
  ['the same, reported later', { atMs: 2500, latencyMs: 950 }, 'nothing thrown'],
  ['another cost', { cost: { source: 'reported', nanoUsd: 5001 } }, 'conflict'],
  ['another source', { cost: { source: 'computed', nanoUsd: 5000 } }, 'conflict'],
  ['a cost that became unknown', { cost: { source: 'unknown' } }, 'conflict'],
  ['other tokens', { usage: { inputTokens: 100, outputTokens: 21 } }, 'conflict'],
  ['another outcome', { outcome: 'cancelled' }, 'conflict'],
])('settling twice with %s', (_, fields, expected) => {
  const database = openWithReservation();
  settle(database, settlementFact());
  const kept = rows(database, 'settlement');
  expect(kindThrown(() => settle(database, settlementFact(fields)))).toBe(expected);
  expect(rows(database, 'settlement')).toEqual(kept);
});

test('repeating a request, a reservation or an outcome adds nothing', () => {
  const database = openWithReservation();
  const outcome = { requestId: 'request-1', atMs: 5, outcome: 'accepted' } as const;
  recordOutcome(database, outcome);
  recordRequest(database, requestFact());
  reserve(database, reservationFact());
  recordOutcome(database, outcome);
  for (const table of ['request', 'reservation', 'outcome']) {
    expect(rows(database, table)).toHaveLength(1);
  }
  expect(kindThrown(() => reserve(database, reservationFact({ tier: 'fast' })))).toBe('conflict');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 2 ** 53])(
  'refuses %d as money, tokens or time',
  (value) => {
    const database = openWithReservation();
    const bad: Partial<SettlementFact>[] = [
      { cost: { source: 'computed', nanoUsd: value } },
      { usage: { inputTokens: value, outputTokens: 1 } },
      { baseline: { modelName: 'Large', nanoUsd: value } },
      { latencyMs: value },
      { atMs: value },
    ];
    for (const fields of bad) {
      expect(kindThrown(() => settle(database, settlementFact(fields)))).toBe('broken');
    }
    expect(rows(database, 'settlement')).toEqual([]);
  },
);

const ofRequest = { requestId: 'request-1', attemptId: 'attempt-1' };
test.each<[string, (database: DatabaseSync, atMs: number) => unknown]>([
  ['request', (to, atMs) => recordRequest(to, requestFact({ requestId: 'second', atMs }))],
  ['reservation', (to, atMs) => reserve(to, reservationFact({ attemptId: 'second', atMs }))],
  [
    'verdict',
    (to, atMs) => recordVerdict(to, { ...ofRequest, atMs, gate: 'syntax', verdict: 'fail' }),
  ],
  ['chosen', (to, atMs) => recordChosen(to, { ...ofRequest, atMs })],
  ['statement', (to, atMs) => recordStatement(to, { ...ofRequest, atMs, percent: 5 })],
  ['outcome', (to, atMs) => recordOutcome(to, { ...ofRequest, atMs, outcome: 'shown' })],
  ['turn_outcome', (to, atMs) => recordTurnOutcome(to, { ...ofRequest, atMs, outcome: 'failed' })],
  ['evidence_reset', (to, atMs) => recordEvidenceReset(to, { atMs })],
])('a %s at no possible time is refused', (table, record) => {
  const database = openWithReservation();
  const before = rows(database, table);
  for (const atMs of [-1, 0.5, Number.NaN, 2 ** 53]) {
    expect(kindThrown(() => record(database, atMs))).toBe('broken');
  }
  expect(rows(database, table)).toEqual(before);
  expect(kindThrown(() => record(database, 5))).toBe('nothing thrown');
});

test('a chosen attempt and a statement are recorded once', () => {
  const database = openWithReservation();
  reserve(database, reservationFact({ attemptId: 'attempt-2', purpose: 'judge' }));
  const chosen = { requestId: 'request-1', attemptId: 'attempt-1', atMs: 5 };
  const statement = { attemptId: 'attempt-1', atMs: 5, percent: 0 };
  for (const atMs of [5, 7]) {
    recordChosen(database, { ...chosen, atMs });
    recordStatement(database, { ...statement, atMs });
  }
  const others = [
    () => recordChosen(database, { ...chosen, attemptId: 'attempt-2' }),
    () => recordStatement(database, { ...statement, percent: 1 }),
    () => reserve(database, reservationFact({ purpose: 'judge' })),
  ];
  expect(others.map(kindThrown)).toEqual(['conflict', 'conflict', 'conflict']);
  expect(rows(database, 'chosen')).toEqual([
    { seq: 1, request_id: 'request-1', attempt_id: 'attempt-1', at_ms: 5 },
  ]);
  expect(rows(database, 'statement')).toEqual([
    { seq: 1, attempt_id: 'attempt-1', at_ms: 5, percent: 0 },
  ]);
  expect(rows(database, 'reservation')).toMatchObject([
    { purpose: 'answer' },
    { purpose: 'judge' },
  ]);
});

test('an attempt can only be chosen for its own request', () => {
  const database = openWithReservation();
  recordRequest(database, requestFact({ requestId: 'request-2' }));
  const choose = (requestId: string, attemptId: string) => () =>
    recordChosen(database, { requestId, attemptId, atMs: 1 });
  expect(choose('request-2', 'attempt-1')).toThrow(/FOREIGN KEY/);
  expect(choose('request-1', 'never reserved')).toThrow(/FOREIGN KEY/);
  expect(rows(database, 'chosen')).toEqual([]);
});

test.each([-1, 0.5, 101, Number.NaN])('a statement of %d per cent is refused', (percent) => {
  const database = openWithReservation();
  const work = () => recordStatement(database, { attemptId: 'attempt-1', atMs: 1, percent });
  expect(work).toThrow(/percent/);
  expect(rows(database, 'statement')).toEqual([]);
});

test('a settlement without its reservation is refused', () => {
  const database = openWithReservation();
  const work = () => settle(database, settlementFact({ attemptId: 'attempt-2' }));
  expect(work).toThrow(/FOREIGN KEY/);
});

test.each(['UPDATE settlement SET cost_nano_usd = 1', 'DELETE FROM settlement'])(
  'kept facts cannot be changed: %s',
  (sql) => {
    const database = openWithReservation();
    settle(database, settlementFact());
    expect(() => database.exec(sql)).toThrow('facts in the ledger are never changed');
  },
);

test('a full disk is reported as such and leaves the ledger whole', () => {
  const database = openWithReservation();
  const pages = database.prepare('PRAGMA page_count').get()?.page_count;
  database.exec(`PRAGMA max_page_count = ${pages}`);
  const write = () =>
    recordRequest(database, requestFact({ requestId: 'big', reason: 'x'.repeat(100_000) }));
  let caught: unknown;
  try {
    write();
  } catch (error) {
    caught = error;
  }
  expect(toLedgerError(caught, 'ledger.sqlite')).toMatchObject({
    kind: 'full',
    message: expect.stringContaining('Free some disk space'),
  });
  expect(rows(database, 'request')).toHaveLength(1);
  recordOutcome(database, { requestId: 'request-1', atMs: 1, outcome: 'shown' });
});
