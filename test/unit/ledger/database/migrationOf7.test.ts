import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { openReadOnly } from '../../../../src/ledger/database/openReadOnly.ts';
import { experiences } from '../../../../src/ledger/learning/experiences.ts';
import { turnRecords } from '../../../../src/ledger/learning/turnRecords.ts';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import { sumUpPast } from '../../../../src/ledger/rollups/rollUp.ts';
import { recordTurnOutcome } from '../../../../src/ledger/write/recordFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const version7 = readFileSync(new URL('version7.sql', import.meta.url), 'utf8');
const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
const nowMs = 400_000_000;

function oldFile(): string {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const old = new DatabaseSync(file);
  old.exec(version7);
  old.close();
  return file;
}

function openOldLedger(): DatabaseSync {
  const { database } = openDatabase(oldFile());
  onTestFinished(() => database.close());
  return database;
}

test('a ledger of schema 7 keeps its rows, which are no turns', () => {
  const database = openOldLedger();
  expect(database.prepare('SELECT request_id, turn FROM request ORDER BY seq').all()).toEqual([
    { request_id: 'real', turn: null },
    { request_id: 'practice', turn: null },
  ]);
  expect(makeReport(database, query, nowMs)).toMatchObject({
    total: { requests: 1, attempts: 1, nanoUsd: 5, practice: { nanoUsd: 9_000 } },
    byTurn: [],
  });
  expect(turnRecords(database)).toEqual([]);
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
});

test('its sums are made again, and a turn’s late outcome forgets those of its day', () => {
  const database = openOldLedger();
  const days = () =>
    database.prepare(`SELECT count(*) AS n FROM summed WHERE period = 'day'`).get();
  expect(days()).toEqual({ n: 0 });
  for (const _ of sumUpPast(database, 'UTC', nowMs));
  expect(days()).toEqual({ n: 2 });
  recordTurnOutcome(database, { requestId: 'real', atMs: 5, outcome: 'worked' });
  expect(days()).toEqual({ n: 1 });
});

test('its resets still forget evidence of tasks', () => {
  const database = openOldLedger();
  expect(experiences(database).map(({ taskType }) => taskType)).toEqual(['docs']);
});

test('the command line does not bring an old file up to date', () => {
  expect(() => openReadOnly(oldFile())).toThrow(
    'older Tierwise (schema 7; this Tierwise reads schema 9)',
  );
});
