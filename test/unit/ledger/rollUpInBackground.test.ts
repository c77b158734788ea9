import { type DatabaseSync, DatabaseSync as Sqlite } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { createRollUp } from '../../../src/ledger/rollUpInBackground.ts';
import { noKnownCells } from '../../../src/ledger/rollups/cellCache.ts';
import { recordRequest } from '../../../src/ledger/write/recordFacts.ts';
import { requestFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

function rollUpOf(database: () => DatabaseSync) {
  const failures: unknown[] = [];
  let queue: Promise<void> = Promise.resolve();
  const rollUp = createRollUp({
    open: database,
    opened: () => ({ database: database(), cache: noKnownCells() }),
    onFailure: (thrown) => failures.push(thrown),
    inTurn: (work) => (queue = queue.then(work)),
  });
  return { rollUp, failures };
}

/** A ledger of many days that has no roll-ups yet. */
function ledgerOfDays(file = temporaryLedgerFile()) {
  const { database } = openDatabase(file);
  onTestFinished(() => void (database.isOpen && database.close()));
  for (let day = 1; day <= 5; day += 1) {
    recordRequest(database, requestFact({ requestId: `r${day}`, atMs: day * 86_400_000 }));
  }
  return { file, database };
}

const summedDays = (database: DatabaseSync) =>
  database.prepare(`SELECT count(*) AS n FROM summed WHERE period = 'day'`).get()?.n;

test('a step that fails is reported, and the next maintenance of the file tries again', async () => {
  const { database } = ledgerOfDays();
  const bug = new TypeError('x is undefined');
  let isBroken = true;
  const broken = {
    prepare() {
      throw bug;
    },
  } as unknown as DatabaseSync;
  const { rollUp, failures } = rollUpOf(() => (isBroken ? broken : database));
  await rollUp.whileIdle();
  expect(failures).toEqual([bug]);
  isBroken = false;
  await rollUp.whileIdle();
  expect(failures).toEqual([bug]);
  expect(summedDays(database)).toBe(5);
});

test('before a report, a step that fails is reported, and the report is made all the same', async () => {
  const bug = new TypeError('x is undefined');
  const { rollUp, failures } = rollUpOf(() => {
    throw bug;
  });
  const done: string[] = [];
  await rollUp.beforeReport({ timeZone: 'UTC', fromMs: 0 }, async () => void done.push('report'));
  expect({ failures, done }).toEqual({ failures: [bug], done: ['report'] });
});

test('a file that is opened again in between is no failure: it begins again', async () => {
  const { file, database } = ledgerOfDays();
  const again = new Sqlite(file);
  onTestFinished(() => again.close());
  let asked = 0;
  const { rollUp, failures } = rollUpOf(() => {
    asked += 1;
    if (asked === 3) database.close();
    return asked < 3 ? database : again;
  });
  await rollUp.whileIdle();
  expect(failures).toEqual([]);
  expect(summedDays(again)).toBe(5);
});
