import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { sumUpPast } from '../../../../src/ledger/rollups/rollUp.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { requestFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

test('sums of schema 8, with another meaning of a measure, are made again', () => {
  const file = temporaryLedgerFile();
  const { database: old } = openDatabase(file);
  recordRequest(old, requestFact());
  for (const _ of sumUpPast(old, 'UTC', 400_000_000));
  const summed = 'SELECT count(*) AS n FROM summed';
  expect(old.prepare(summed).get()).not.toEqual({ n: 0 });
  old.exec('PRAGMA user_version = 8');
  old.close();

  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  expect(database.prepare(summed).get()).toEqual({ n: 0 });
  expect(database.prepare('SELECT count(*) AS n FROM request').get()).toEqual({ n: 1 });
});
