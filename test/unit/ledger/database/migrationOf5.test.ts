import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { makeReport } from '../../../../src/ledger/report/makeReport.ts';
import { sumUpPast } from '../../../../src/ledger/rollups/rollUp.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const version5 = readFileSync(new URL('version5.sql', import.meta.url), 'utf8');

test('sums of schema 5, which held both kinds of money together, are made again', () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const old = new DatabaseSync(file);
  old.exec(version5);
  old.close();
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());

  const nowMs = 400_000_000;
  const figures = () => makeReport(database, { span: { fromMs: 0 }, timeZone: 'UTC' }, nowMs).total;
  const apart = {
    requests: 1,
    attempts: 1,
    nanoUsd: 5,
    simulated: false,
    practice: { requests: 1, attempts: 1, nanoUsd: 9_000, simulated: true },
  };
  expect(figures()).toMatchObject(apart);
  for (const _ of sumUpPast(database, 'UTC', nowMs));
  const kept = database.prepare(`SELECT count(*) AS n FROM summed WHERE period = 'day'`).get();
  expect(kept).toEqual({ n: 2 });
  expect(figures()).toMatchObject(apart);
});
