import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { emptySumTables } from '../../../../src/ledger/rollups/sumTables.ts';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { recordChosen } from '../../../../src/ledger/write/recordFacts.ts';
import { reservationFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

// Schema 6 differs from schema 5 in the columns of the sums alone, which no fact depends on.
const version6 = `
  ${readFileSync(new URL('version5.sql', import.meta.url), 'utf8')}
  ${emptySumTables}
  INSERT INTO reservation VALUES
    (3, 'real/1', 'real', 1002, 'balanced', 'p/medium', 'Medium', NULL, 0, 700, 'w', 'judge'),
    (4, 'practice/1', 'practice', 90000001, 'fast', 'p/small', 'Small', NULL, 1, 5, 'w', 'classify');
  PRAGMA user_version = 6;
`;

const query = { span: { fromMs: 0 }, timeZone: 'UTC' };

function openOldLedger(): DatabaseSync {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const old = new DatabaseSync(file);
  old.exec(version6);
  old.close();
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

test('a ledger of schema 6 keeps its rows and what each call was for', () => {
  const database = openOldLedger();
  expect(
    database.prepare('SELECT attempt_id, window_id, purpose FROM reservation ORDER BY seq').all(),
  ).toEqual([
    { attempt_id: 'real/0', window_id: '', purpose: 'answer' },
    { attempt_id: 'practice/0', window_id: '', purpose: 'answer' },
    { attempt_id: 'real/1', window_id: 'w', purpose: 'judge' },
    { attempt_id: 'practice/1', window_id: 'w', purpose: 'classify' },
  ]);
  expect(makeReport(database, query, 400_000_000)).toMatchObject({
    total: { requests: 1, attempts: 2, nanoUsd: 5, unknownAttempts: 1 },
    judges: { attempts: 1 },
    evaluation: { requests: 0, attempts: 0 },
  });
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
});

test('its calls may measure models now, and nothing else that is new', () => {
  const database = openOldLedger();
  reserve(database, reservationFact({ requestId: 'real', purpose: 'evaluate' }));
  const insert = `INSERT INTO reservation (attempt_id, request_id, at_ms, tier, model, model_name,
    simulated, purpose) VALUES ('x', 'real', 1, '', '', '', 0, ?)`;
  expect(() => database.prepare(insert).run('guess')).toThrow('CHECK constraint failed');
  expect(() => database.exec(`UPDATE reservation SET purpose = 'judge'`)).toThrow('never changed');
  expect(() => database.exec('DELETE FROM reservation')).toThrow('never changed');
});

test('its facts still belong to each other', () => {
  const database = openOldLedger();
  recordChosen(database, { requestId: 'real', attemptId: 'real/0', atMs: 1 });
  expect(() =>
    recordChosen(database, { requestId: 'practice', attemptId: 'real/0', atMs: 1 }),
  ).toThrow('FOREIGN KEY');
});
