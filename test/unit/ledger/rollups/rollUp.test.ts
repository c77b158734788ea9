import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import {
  gapsBetween,
  rollUpZone,
  rolledUpWithin,
  sumUpPast,
} from '../../../../src/ledger/rollups/rollUp.ts';
import { recordRequest, settle } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const ever = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
/** Noon of a day of 2026, UTC. */
const at = (month: number, day: number) => Date.UTC(2026, month - 1, day, 12);
const startOf = (month: number) => Date.UTC(2026, month - 1, 1);

function connect(file: string): DatabaseSync {
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

/** A ledger with a call of 5000 nano-dollars at each of these instants. */
function ledgerWithCallsAt(...times: number[]) {
  const file = temporaryLedgerFile();
  const database = connect(file);
  times.forEach((atMs, index) => recordCall(database, `${index}`, atMs));
  return { file, database };
}

function recordCall(database: DatabaseSync, id: string, atMs: number): void {
  recordRequest(database, requestFact({ requestId: id, atMs }));
  reserve(database, reservationFact({ attemptId: id, requestId: id, atMs }));
  settle(database, settlementFact({ attemptId: id }));
}

function sumUp(database: DatabaseSync, nowMs: number, fromMs?: number): number {
  return [...sumUpPast(database, 'UTC', nowMs, fromMs)].length;
}

const summed = (database: DatabaseSync, period: 'day' | 'month') =>
  rolledUpWithin(database, period, ever);
const startsOf = (database: DatabaseSync, period: 'day' | 'month') =>
  summed(database, period).map(({ fromMs }) => fromMs);
const total = (database: DatabaseSync, nowMs: number) =>
  makeReport(database, { span: { fromMs: 0 }, timeZone: 'UTC' }, nowMs).total.nanoUsd;

/** How many rows a connection changes while it does something. */
function changesBy(database: DatabaseSync, work: () => void): number {
  const changes = database.prepare('SELECT total_changes() AS n');
  const before = Number(changes.get()?.n);
  work();
  return Number(changes.get()?.n) - before;
}

test.each([
  ['no periods', [], [[0, 30]]],
  [
    'periods that touch each other and the ends',
    [
      [0, 10],
      [10, 30],
    ],
    [],
  ],
  [
    'a period in the middle',
    [[10, 20]],
    [
      [0, 10],
      [20, 30],
    ],
  ],
  [
    'periods apart',
    [
      [0, 5],
      [6, 29],
    ],
    [
      [5, 6],
      [29, 30],
    ],
  ],
])('the gaps between %s are what they leave of a span', (_, periods, gaps) => {
  const spans = (pairs: readonly number[][]) =>
    pairs.map(([fromMs, untilMs]) => ({ fromMs: fromMs!, untilMs: untilMs! }));
  expect(gapsBetween(spans(periods), { fromMs: 0, untilMs: 30 })).toEqual(spans(gaps));
});

test('days and months are rolled up once: without new facts there is nothing to do', () => {
  const { database } = ledgerWithCallsAt(at(1, 30), at(1, 31), at(2, 1), at(4, 3));
  sumUp(database, at(4, 20));
  expect(startsOf(database, 'month')).toEqual([startOf(1), startOf(2)]);
  expect(summed(database, 'day')).toHaveLength(4);
  const steps: number[] = [];
  expect(changesBy(database, () => steps.push(sumUp(database, at(4, 21))))).toBe(0);
  expect(steps).toEqual([0]);
  expect(database.prepare(`SELECT count(*) AS n FROM summed WHERE period = 'begun'`).get()).toEqual(
    { n: 0 },
  );
});

test('after a late fact only its day and its month are rolled up again', () => {
  const { database } = ledgerWithCallsAt(at(1, 30), at(1, 31), at(2, 2), at(3, 3));
  sumUp(database, at(4, 20));
  const before = [...summed(database, 'day'), ...summed(database, 'month')];
  reserve(database, reservationFact({ attemptId: 'late', requestId: '2' }));
  settle(database, settlementFact({ attemptId: 'late' }));
  sumUp(database, at(4, 20));
  const after = [...summed(database, 'day'), ...summed(database, 'month')];
  const tokens = new Set(before.map(({ token }) => token));
  expect(after.map(({ fromMs }) => fromMs)).toEqual(before.map(({ fromMs }) => fromMs));
  const again = after.filter(({ token }) => !tokens.has(token));
  expect(again.map(({ fromMs }) => fromMs)).toEqual([at(2, 2) - 43_200_000, startOf(2)]);
  expect(total(database, at(4, 20))).toBe(5 * 5000);
});

test('a chart of all years begins with the first day, also when only later ones are rolled up', () => {
  const { database } = ledgerWithCallsAt(at(1, 5), at(1, 7));
  sumUp(database, at(3, 1));
  recordCall(database, 'late', at(1, 5));
  const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
  const { overTime } = makeReport(database, query, at(3, 1));
  expect(overTime.map(({ fromMs, attempts }) => [fromMs + 43_200_000, attempts])).toEqual([
    [at(1, 5), 2],
    [at(1, 6), 0],
    [at(1, 7), 1],
  ]);
});

test.each([
  ['is over at this very moment', startOf(2), [startOf(1)]],
  ['ends in a millisecond', startOf(2) - 1, []],
])('a month that %s', (_, nowMs, months) => {
  const { database } = ledgerWithCallsAt(at(1, 5), at(1, 6));
  sumUp(database, nowMs);
  expect(startsOf(database, 'month')).toEqual(months);
  expect(summed(database, 'day')).toHaveLength(2);
});

test('neither today nor days before `fromMs` are rolled up', () => {
  const { database } = ledgerWithCallsAt(at(1, 5), at(1, 30), at(2, 2), at(3, 3));
  sumUp(database, at(3, 3), at(1, 30));
  expect(startsOf(database, 'day')).toEqual([at(1, 30), at(2, 2)].map((ms) => ms - 43_200_000));
  // A day of January is missing, so its sum would be wrong.
  expect(startsOf(database, 'month')).toEqual([startOf(2)]);
  sumUp(database, at(3, 3));
  expect(startsOf(database, 'month')).toEqual([startOf(1), startOf(2)]);
  expect(total(database, at(3, 3))).toBe(4 * 5000);
});

test('a step finishes one day or month at most, and others may write after each', () => {
  const { file, database } = ledgerWithCallsAt(at(1, 5), at(1, 6), at(2, 2), at(3, 3));
  const other = connect(file);
  const finished = () => summed(database, 'day').length + summed(database, 'month').length;
  let known = 0;
  let steps = 0;
  for (const _ of sumUpPast(database, 'UTC', at(4, 20))) {
    expect(finished() - known).toBeLessThanOrEqual(1);
    known = finished();
    steps += 1;
    recordRequest(other, requestFact({ requestId: `step ${steps}`, atMs: at(4, 20) }));
  }
  expect(known).toBe(7);
  expect(finished()).toBe(7);
});

test('a fact that comes in while its day is rolled up is in the sums', () => {
  const { file, database } = ledgerWithCallsAt(at(1, 5));
  const other = connect(file);
  const steps = sumUpPast(database, 'UTC', at(1, 20));
  steps.next();
  recordCall(other, 'between', at(1, 5));
  for (const _ of steps);
  expect(summed(database, 'day')).toHaveLength(1);
  expect(total(database, at(1, 20))).toBe(2 * 5000);
});

test('when two windows roll up the same day, the slower one changes nothing', () => {
  const { file, database } = ledgerWithCallsAt(at(1, 5), at(2, 2), at(3, 3));
  const other = connect(file);
  const slow = sumUpPast(database, 'UTC', at(3, 20));
  slow.next();
  sumUp(other, at(3, 20));
  const before = [...summed(other, 'day'), ...summed(other, 'month')];
  expect(before).toHaveLength(5);
  for (const _ of slow);
  expect([...summed(other, 'day'), ...summed(other, 'month')]).toEqual(before);
});

test('two windows that roll up months at once store each month once', () => {
  const { file, database } = ledgerWithCallsAt(at(1, 5), at(2, 2), at(3, 3));
  const other = connect(file);
  const slow = sumUpPast(database, 'UTC', at(4, 20));
  while (summed(database, 'month').length === 0) slow.next();
  sumUp(other, at(4, 20));
  for (const _ of slow);
  expect(startsOf(database, 'month')).toEqual([startOf(1), startOf(2), startOf(3)]);
  expect(total(database, at(4, 20))).toBe(3 * 5000);
});

test('another time zone drops all roll-ups, and the file has the days of one zone', () => {
  const { database } = ledgerWithCallsAt(at(1, 5), at(2, 2));
  expect(rollUpZone(database)).toBeUndefined();
  sumUp(database, at(3, 20));
  expect(rollUpZone(database)).toBe('UTC');
  for (const _ of sumUpPast(database, 'Asia/Tokyo', at(3, 20)));
  const ninths = [at(1, 5), at(2, 2)].map((ms) => ms - 21 * 3_600_000);
  expect(startsOf(database, 'day')).toEqual(ninths);
  expect(database.prepare('SELECT time_zone FROM summed_zone').all()).toEqual([
    { time_zone: 'Asia/Tokyo' },
  ]);
});

test.each([
  ['when days are left', 1, 1],
  ['when months are left', 5, 10],
])('a window stops %s and another one asks for another time zone', (_, steps, othersSteps) => {
  const { file, database } = ledgerWithCallsAt(at(1, 5), at(2, 2));
  const other = connect(file);
  const stopped = sumUpPast(database, 'UTC', at(3, 20));
  for (let step = 0; step < steps; step += 1) stopped.next();
  const others = sumUpPast(other, 'Asia/Tokyo', at(3, 20));
  for (let step = 0; step < othersSteps; step += 1) others.next();
  const kept = database.prepare('SELECT * FROM summed');
  const before = kept.all();
  expect(before.length).toBeGreaterThan(0);
  for (const _ of stopped);
  expect(kept.all()).toEqual(before);
});
