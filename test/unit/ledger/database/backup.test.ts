import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { backUp, backupsOf, removeBackups } from '../../../../src/ledger/database/backup.ts';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { requestFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const nowMs = Date.parse('2026-11-29T08:00:00Z');

function ledgerWith(...ids: readonly string[]) {
  const file = temporaryLedgerFile();
  const { database } = openDatabase(file);
  for (const requestId of ids) recordRequest(database, requestFact({ requestId }));
  return { file, database };
}

function requestsIn(file: string): readonly unknown[] {
  const { database } = openDatabase(file);
  const found = database.prepare('SELECT request_id AS id FROM request ORDER BY seq').all();
  database.close();
  return found.map(({ id }) => id);
}

test('a day has one backup at most, an unchanged ledger none, and two are kept', async () => {
  const { file, database } = ledgerWith('one');
  expect(await backUp(file, nowMs)).toBe(true);
  recordRequest(database, requestFact({ requestId: 'two' }));
  expect(await backUp(file, nowMs + dayMs - 1)).toBe(false);
  expect(await backUp(file, nowMs + dayMs)).toBe(true);
  expect(await backUp(file, nowMs + 3 * dayMs)).toBe(false);
  recordRequest(database, requestFact({ requestId: 'three' }));
  expect(await backUp(file, nowMs + 4 * dayMs)).toBe(true);
  expect(backupsOf(file).map(({ atMs }) => (atMs - nowMs) / dayMs)).toEqual([4, 1]);
  expect(readdirSync(dirname(file)).filter((name) => name.includes('.part'))).toEqual([]);
});

test('while a ledger is backed up, it is written', async () => {
  const { file, database } = ledgerWith(...Array.from({ length: 3000 }, (_, at) => `r${at}`));
  const copying = backUp(file, nowMs);
  for (let at = 0; at < 50; at++) recordRequest(database, requestFact({ requestId: `later${at}` }));
  expect(await copying).toBe(true);
  const [made] = backupsOf(file);
  expect(requestsIn(made!.path).length).toBeGreaterThanOrEqual(3000);
});

test('the newest whole backup takes the place of a damaged ledger', async () => {
  const { file, database } = ledgerWith('one');
  await backUp(file, nowMs);
  recordRequest(database, requestFact({ requestId: 'two' }));
  await backUp(file, nowMs + dayMs);
  recordRequest(database, requestFact({ requestId: 'lost' }));
  database.close();
  writeFileSync(file, readFileSync(file).fill(0xa5));
  const opened = openDatabase(file);
  opened.database.close();
  expect(opened.movedAside?.restoredFromMs).toBe(nowMs + dayMs);
  expect(existsSync(opened.movedAside!.to)).toBe(true);
  expect(requestsIn(file)).toEqual(['one', 'two']);

  const [newest] = backupsOf(file);
  writeFileSync(newest!.path, readFileSync(newest!.path).fill(0xa5, 4096));
  writeFileSync(file, readFileSync(file).fill(0xa5));
  const again = openDatabase(file);
  again.database.close();
  expect(again.movedAside?.restoredFromMs).toBe(nowMs);
  expect(requestsIn(file)).toEqual(['one']);
});

test('without a backup a new ledger is begun, and removed backups are gone', async () => {
  const { file, database } = ledgerWith('one');
  await backUp(file, nowMs);
  removeBackups(file);
  expect(backupsOf(file)).toEqual([]);
  database.close();
  writeFileSync(file, readFileSync(file).fill(0xa5));
  const opened = openDatabase(file);
  opened.database.close();
  expect(opened.movedAside?.restoredFromMs).toBeUndefined();
  expect(requestsIn(file)).toEqual([]);
  writeFileSync(`${file}.backup-soon`, 'no backup');
  expect(backupsOf(file)).toEqual([]);
  expect(readdirSync(dirname(file))).toContain(basename(`${file}.backup-soon`));
});
