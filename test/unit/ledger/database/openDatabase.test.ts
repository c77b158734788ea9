import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  isWalSafe,
  journalFor,
  openDatabase,
} from '../../../../src/ledger/database/openDatabase.ts';
import { inWriteTransaction } from '../../../../src/ledger/sql/statements.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

test.each([
  ['3.44.5', false],
  ['3.44.6', true],
  ['3.45.0', false],
  ['3.50.4', false],
  ['3.50.7', true],
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.53.4', true],
  ['4.0.0', true],
])('a write-ahead log with SQLite %s: %s', (version, expected) => {
  expect(isWalSafe(version)).toBe(expected);
  expect(journalFor(version)).toBe(expected ? 'WAL' : 'DELETE');
});

test('a new ledger uses the journal that its SQLite can be trusted with', () => {
  const { database } = openDatabase(temporaryLedgerFile());
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() ?? {};
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({
    journal_mode: isWalSafe(String(version)) ? 'wal' : 'delete',
  });
});

test('a write begins by keeping other windows from writing', () => {
  const file = temporaryLedgerFile();
  const [one, other] = [openDatabase(file).database, openDatabase(file).database];
  other.exec('PRAGMA busy_timeout = 0');
  inWriteTransaction(one, () => {
    // Nothing is written yet: what is read here must hold until it is.
    one.prepare('SELECT count(*) FROM request').get();
    expect(() => recordRequest(other, requestFact())).toThrow(/locked/);
  });
  recordRequest(other, requestFact());
});

test('a large file is checked only when SQLite has met damage in it', () => {
  const file = temporaryLedgerFile();
  const { database } = openDatabase(file);
  database.exec('CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(33 * 1024 * 1024))');
  for (let i = 0; i < 200; i++) recordRequest(database, requestFact({ requestId: `r${i}` }));
  const page = Number(
    database.prepare("SELECT rootpage AS page FROM sqlite_master WHERE name = 'request'").get()
      ?.page,
  );
  database.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, (page - 1) * 4096 + 100, page * 4096));
  const unasked = openDatabase(file);
  expect(unasked.movedAside).toBeUndefined();
  unasked.database.close();
  expect(openDatabase(file, true).movedAside).toBeDefined();
});

test('opening again keeps what was written', () => {
  const file = temporaryLedgerFile();
  const first = openDatabase(file);
  recordRequest(first.database, requestFact());
  first.database.close();
  const again = openDatabase(file);
  expect(again.movedAside).toBeUndefined();
  expect(again.database.prepare('SELECT request_id FROM request').all()).toEqual([
    { request_id: 'request-1' },
  ]);
});

test.each(['wal', 'delete'])('a %s file from the future is refused and left alone', (journal) => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const future = new DatabaseSync(file);
  future.exec(`PRAGMA journal_mode = ${journal}; CREATE TABLE later (x); PRAGMA user_version = 99`);
  future.close();
  const before = readFileSync(file);
  expect(() => openDatabase(file)).toThrow(
    expect.objectContaining({
      kind: 'fromTheFuture',
      message: expect.stringContaining('Update Tierwise'),
    }),
  );
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(dirname(file))).toEqual([basename(file), `${basename(file)}.lock`]);
});

function damage(file: string, how: (bytes: Buffer) => Buffer): Buffer {
  const { database } = openDatabase(file);
  for (let i = 0; i < 200; i++) recordRequest(database, requestFact({ requestId: `r${i}` }));
  database.close();
  const damaged = how(readFileSync(file));
  writeFileSync(file, damaged);
  return damaged;
}

test.each<[string, (bytes: Buffer) => Buffer]>([
  [
    'is no database',
    () => Buffer.from('not a database, but long enough to have a header'.repeat(9)),
  ],
  ['has garbage in a page', (bytes) => bytes.fill(0xa5, 3 * 4096, 5 * 4096)],
  ['was cut off', (bytes) => bytes.subarray(0, bytes.length - 3 * 4096)],
])('a file that %s is moved aside and a new one begun', (_, how) => {
  const file = temporaryLedgerFile();
  const damaged = damage(file, how);
  const { database, movedAside } = openDatabase(file);
  const movedAsideTo = movedAside?.to;
  expect(basename(movedAsideTo ?? '')).toMatch(/^ledger\.sqlite\.corrupt-\d{4}-/);
  expect(readFileSync(movedAsideTo ?? '').equals(damaged)).toBe(true);
  recordRequest(database, requestFact());
  expect(database.prepare('SELECT count(*) AS n FROM request').get()).toEqual({ n: 1 });
});

test('the log of a damaged file that another process still has open goes aside with it', () => {
  const file = temporaryLedgerFile();
  const { database: other } = openDatabase(file);
  recordRequest(other, requestFact());
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(file);
  recordRequest(other, requestFact({ requestId: 'only in the log' }));
  writeFileSync(file, bytes.fill(0xa5));
  const log = readFileSync(`${file}-wal`);

  const { database, movedAside } = openDatabase(file);
  const movedAsideTo = movedAside?.to;
  expect(readFileSync(`${movedAsideTo}-wal`).equals(log)).toBe(true);
  recordRequest(database, requestFact());
  other.close();
  expect(database.prepare('SELECT count(*) AS n FROM request').get()).toEqual({ n: 1 });
});

test('only one process opens and checks the file at a time', () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const other = new DatabaseSync(`${file}.lock`);
  other.exec('BEGIN EXCLUSIVE');
  expect(() => openDatabase(file)).toThrow('database is locked');
  expect(existsSync(file)).toBe(false);
  other.close();
  expect(openDatabase(file).movedAside).toBeUndefined();
});

test('an empty file is a new ledger', () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  writeFileSync(file, '');
  const { database, movedAside } = openDatabase(file);
  const movedAsideTo = movedAside?.to;
  expect(movedAsideTo).toBeUndefined();
  recordRequest(database, requestFact());
});
