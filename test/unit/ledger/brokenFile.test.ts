import { existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { type LedgerOptions, openLedger } from '../../../src/ledger/openLedger.ts';
import { toLedgerError } from '../../../src/ledger/sql/sqliteError.ts';
import { reserve } from '../../../src/ledger/write/reserve.ts';
import { inSession } from '../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

function open(file: string, options: Partial<LedgerOptions> = {}): Ledger {
  const workerUrl = new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledger = openLedger({ file, workerUrl, ...options });
  onTestFinished(() => ledger.close());
  return ledger;
}

async function recordCall(ledger: Ledger, id: string): Promise<void> {
  await ledger.recordRequest(requestFact({ requestId: id }));
  await ledger.reserve(reservationFact({ attemptId: id, requestId: id }));
  await ledger.settle(settlementFact({ attemptId: id }));
}

const attemptsIn = async (ledger: Ledger) =>
  (await ledger.report(inSession('session-1'))).total.attempts;

test.each<[string, (file: string) => void]>([
  ['the file', (file) => rmSync(file)],
  [
    'the file with its log',
    (file) => ['', '-wal', '-shm'].forEach((end) => rmSync(file + end, { force: true })),
  ],
  ['the whole folder', (file) => rmSync(dirname(file), { recursive: true })],
])('nothing is lost when %s is deleted while windows run', async (_, remove) => {
  const file = temporaryLedgerFile();
  const moved: string[] = [];
  const watched = () => open(file, { onMovedAside: (to) => moved.push(to) });
  const windows = [watched(), watched()] as const;
  await recordCall(windows[0], 'before');
  await recordCall(windows[1], 'other window');
  remove(file);
  await Promise.all(windows.map((window, index) => recordCall(window, `after ${index}`)));
  await recordCall(windows[0], 'later');
  expect(await Promise.all(windows.map(attemptsIn))).toEqual([5, 5]);
  await Promise.all(windows.map((window) => window.close()));
  expect(await attemptsIn(open(file))).toBe(5);
  // Nobody is bothered.
  expect(moved).toEqual([]);
});

test('a window that closes puts back what was deleted', async () => {
  const file = temporaryLedgerFile();
  const ledger = open(file);
  await recordCall(ledger, 'before');
  rmSync(file);
  await ledger.close();
  expect(await attemptsIn(open(file))).toBe(1);
});

test('a ledger that replaces the open file is used from then on', async () => {
  const file = temporaryLedgerFile();
  const backup = `${file}.backup`;
  const ledger = open(file);
  await recordCall(ledger, 'first');
  const copying = new DatabaseSync(file);
  copying.prepare('VACUUM INTO ?').run(backup);
  copying.close();
  await recordCall(ledger, 'after the backup');
  for (const end of ['-wal', '-shm']) rmSync(file + end);
  renameSync(backup, file);
  expect(await attemptsIn(ledger)).toBe(1);
  await recordCall(ledger, 'second');
  expect(await attemptsIn(ledger)).toBe(2);
});

test('a limit that was summed up before the file was deleted still holds', async () => {
  const file = temporaryLedgerFile();
  const ledger = open(file);
  const limit = { budgetId: 'all', capNanoUsd: 14_000, span: { fromMs: 0 } };
  await recordCall(ledger, 'first');
  expect(await ledger.standings([limit])).toMatchObject([
    { spentNanoUsd: 5000, unknownAttempts: 0 },
  ]);
  rmSync(file);
  await ledger.recordRequest(requestFact({ requestId: 'second' }));
  const fits = reservationFact({ attemptId: 'second', requestId: 'second' });
  expect(await ledger.reserve(fits, [limit])).toBeUndefined();
  expect(await ledger.reserve({ ...fits, attemptId: 'third' }, [limit])).toMatchObject({
    spentNanoUsd: 14_000,
  });
});

/** A page that no call reads before a session is summed up. */
function damage(file: string): void {
  const { database } = openDatabase(file);
  const { page } = database
    .prepare(`SELECT rootpage AS page FROM sqlite_master WHERE name = 'request_of_session'`)
    .get()!;
  database.close();
  writeFileSync(
    file,
    readFileSync(file).fill(0xa5, (Number(page) - 1) * 4096, Number(page) * 4096),
  );
}

test('damage in a large file is reported when a call meets it, and the next call begins a new file', async () => {
  const file = temporaryLedgerFile();
  damage(file);
  truncateSync(file, 40 * 1024 * 1024);
  const moved: string[] = [];
  const ledger = open(file, { onMovedAside: (to) => moved.push(to) });
  await expect(ledger.report(inSession('session-1'))).rejects.toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('Try again'),
  });
  expect(moved).toEqual([]);
  await recordCall(ledger, 'first');
  expect(await attemptsIn(ledger)).toBe(1);
  expect(moved).toHaveLength(1);
  expect(existsSync(moved[0]!)).toBe(true);
});

test('a read-only file is reported as such, and keeps what it has', () => {
  const file = temporaryLedgerFile();
  openDatabase(file).database.close();
  const database = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => database.close());
  let caught: unknown;
  try {
    reserve(database, reservationFact());
  } catch (error) {
    caught = error;
  }
  expect(toLedgerError(caught, file)).toMatchObject({
    kind: 'readOnly',
    message: expect.stringContaining('Make the file and its folder writable'),
  });
});

test('calls of a window that died are settled by the others once its lease is over', async () => {
  const file = temporaryLedgerFile();
  const alive = open(file, { leaseMs: 60 });
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  await alive.recordRequest(requestFact());
  const lease = { windowId: 'dead', untilMs: Date.now() + 100 };
  reserve(database, reservationFact({ attemptId: 'dead' }), { lease });
  await alive.reserve(reservationFact({ attemptId: 'alive' }));
  const outcomes = () => database.prepare('SELECT attempt_id AS id, outcome FROM attempt').all();
  await vi.waitFor(
    () => expect(outcomes()).toContainEqual({ id: 'dead', outcome: 'orphaned' }),
    5000,
  );
  expect(outcomes()).toContainEqual({ id: 'alive', outcome: null });
  await alive.close();
  // A closed window holds no lease any more.
  const later = open(file);
  await later.latencies();
  await vi.waitFor(
    () => expect(outcomes()).toContainEqual({ id: 'alive', outcome: 'orphaned' }),
    5000,
  );
});
