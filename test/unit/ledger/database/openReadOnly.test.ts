import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { openReadOnly } from '../../../../src/ledger/database/openReadOnly.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

function read(file: string): DatabaseSync {
  const database = openReadOnly(file);
  onTestFinished(() => database.close());
  return database;
}

test.each([
  ['no process has open', true],
  ['a window uses', false],
])('a ledger that %s can be read and not written', (_, isClosed) => {
  const file = temporaryLedgerFile();
  const { database: window } = openDatabase(file);
  recordRequest(window, requestFact());
  if (isClosed) window.close();
  else onTestFinished(() => window.close());
  const database = read(file);
  expect(database.prepare('SELECT request_id FROM request').all()).toEqual([
    { request_id: 'request-1' },
  ]);
  expect(() => recordRequest(database, requestFact({ requestId: 'other' }))).toThrow('readonly');
});

test('a path may hold characters that are special in a URL', () => {
  const file = `${temporaryLedgerFile()}?a=1#b %20`;
  openDatabase(file).database.close();
  expect(read(file).prepare('SELECT count(*) AS n FROM request').get()).toEqual({ n: 0 });
});
