import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { recordChosen, recordStatement } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { sessionReport } from '../../../support/sessionReport.ts';
import { reservationFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const version2 = readFileSync(new URL('version2.sql', import.meta.url), 'utf8');

function openOldLedger(more = ''): DatabaseSync {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const old = new DatabaseSync(file);
  old.exec(version2 + more);
  old.close();
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

/** What the tables and triggers say, however they came to be. */
function shapeOf(database: DatabaseSync) {
  const tables = database.prepare('SELECT name, strict FROM pragma_table_list ORDER BY name').all();
  const columns = database
    .prepare(
      `SELECT main.name AS owner, part.* FROM sqlite_master AS main, pragma_table_info(main.name) AS part
       WHERE main.type = 'table' ORDER BY owner, cid`,
    )
    .all();
  const others = database
    .prepare(`SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' ORDER BY name`)
    .all();
  const squeezed = others.map((row) => ({ ...row, sql: String(row.sql).replaceAll(/\s+/g, ' ') }));
  return { tables, columns, squeezed };
}

test('an old ledger keeps its rows, and its calls were all to answer', () => {
  const database = openOldLedger();
  expect(database.prepare('SELECT attempt_id, purpose FROM reservation').all()).toEqual([
    { attempt_id: 'old/0', purpose: 'answer' },
    { attempt_id: 'old/1', purpose: 'answer' },
  ]);
  expect(sessionReport(database, 'session-1')).toMatchObject({
    total: { requests: 1, attempts: 2, nanoUsd: 75 },
    requests: [{ requestId: 'old', modelName: 'Medium', outcome: 'accepted', nanoUsd: 75 }],
    saving: { baselineNanoUsd: 50, spentNanoUsd: 75, withoutBaseline: 0 },
    insurance: { attempts: 0 },
    wrongAccepts: 0,
  });
});

test('an old ledger ends up like a new one and takes the new facts', () => {
  const database = openOldLedger();
  const { database: fresh } = openDatabase(temporaryLedgerFile());
  expect(shapeOf(database)).toEqual(shapeOf(fresh));
  fresh.close();
  reserve(database, reservationFact({ attemptId: 'new', requestId: 'old', purpose: 'judge' }));
  recordChosen(database, { requestId: 'old', attemptId: 'old/0', atMs: 1 });
  recordStatement(database, { attemptId: 'old/0', atMs: 1, percent: 70 });
  expect(sessionReport(database, 'session-1').requests).toMatchObject([{ modelName: 'Small' }]);
});

test('a call that an older Tierwise left open is settled as an orphan', () => {
  const database = openOldLedger(`
    INSERT INTO reservation VALUES (3, 'open', 'old', 1, 'fast', 'practice/small', 'S', NULL, 0, 7)`);
  settleOrphans(database, { windowId: 'mine', untilMs: 1e10 }, 1e9);
  expect(sessionReport(database, 'session-1').total).toMatchObject({
    nanoUsd: 82,
    estimatedNanoUsd: 7,
  });
});

test.each([
  `UPDATE reservation SET purpose = 'judge'`,
  'DELETE FROM reservation',
  `UPDATE chosen SET attempt_id = 'old/1'`,
  'DELETE FROM chosen',
  'UPDATE statement SET percent = 1',
  'DELETE FROM statement',
])('facts of an old ledger cannot be changed either: %s', (sql) => {
  const database = openOldLedger();
  recordChosen(database, { requestId: 'old', attemptId: 'old/0', atMs: 1 });
  recordStatement(database, { attemptId: 'old/0', atMs: 1, percent: 70 });
  expect(() => database.exec(sql)).toThrow('facts in the ledger are never changed');
});
