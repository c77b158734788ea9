import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { requestFact, reservationFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const version4 = readFileSync(new URL('version4.sql', import.meta.url), 'utf8');

function openOldLedger(): DatabaseSync {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const old = new DatabaseSync(file);
  old.exec(version4);
  old.close();
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

test('a ledger of schema 4 keeps its rows and what each call was for', () => {
  const database = openOldLedger();
  expect(
    database.prepare('SELECT attempt_id, purpose FROM reservation ORDER BY seq').all(),
  ).toEqual([
    { attempt_id: 'old/0', purpose: 'answer' },
    { attempt_id: 'old/1', purpose: 'judge' },
    { attempt_id: 'old/2', purpose: 'answer' },
  ]);
  const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
  expect(makeReport(database, query, 5000)).toMatchObject({
    total: { requests: 1, attempts: 3, nanoUsd: 78, unknownAttempts: 0 },
    failedTries: { attempts: 1, nanoUsd: 5 },
    judges: { attempts: 1, nanoUsd: 3 },
    escalation: { requests: 1, escalated: 1 },
    saving: { baselineName: 'Large', baselineNanoUsd: 50, spentNanoUsd: 78 },
  });
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
});

test('its calls may classify now, and nothing else that is new', () => {
  const database = openOldLedger();
  reserve(database, reservationFact({ requestId: 'old', purpose: 'classify' }));
  const insert = `INSERT INTO reservation (attempt_id, request_id, at_ms, tier, model, model_name,
    simulated, purpose) VALUES ('x', 'old', 1, '', '', '', 0, ?)`;
  expect(() => database.prepare(insert).run('guess')).toThrow('CHECK constraint failed');
  expect(() => database.exec(`UPDATE reservation SET purpose = 'judge'`)).toThrow('never changed');
});

test('its requests may name a language', () => {
  const database = openOldLedger();
  recordRequest(database, requestFact({ language: 'python' }));
  expect(database.prepare('SELECT language FROM request ORDER BY seq').all()).toEqual([
    { language: null },
    { language: 'python' },
  ]);
});
