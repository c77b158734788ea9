import { type DatabaseSync, DatabaseSync as Sqlite } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { createRollUp } from '../../../src/ledger/rollUpInBackground.ts';
import { noKnownCells } from '../../../src/ledger/rollups/cellCache.ts';
import { recordRequest } from '../../../src/ledger/write/recordFacts.ts';
import { requestFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

function summingUpOf(database: () => DatabaseSync) {
  const failures: unknown[] = [];
  let queue: Promise<void> = Promise.resolve();
  const summingUp = createRollUp({
    open: database,
    opened: () => ({ database: database(), knownCells: noKnownCells() }),
    onFailure: (thrown) => failures.push(thrown),
    inTurn: (work) => (queue = queue.then(work)),
  });
  return { summingUp, failures };
}

/** A ledger of many days that nobody has summed up. */
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

test('a step that fails is told, and the next look at the file tries again', async () => {
  const { database } = ledgerOfDays();
  const bug = new TypeError('x is undefined');
  let isBroken = true;
  const broken = {
    prepare() {
      throw bug;
    },
  } as unknown as DatabaseSync;
  const { summingUp, failures } = summingUpOf(() => (isBroken ? broken : database));
  await summingUp.behind();
  expect(failures).toEqual([bug]);
  isBroken = false;
  await summingUp.behind();
  expect(failures).toEqual([bug]);
  expect(summedDays(database)).toBe(5);
});

test('before a report, a step that fails is told, and the report is made all the same', async () => {
  const bug = new TypeError('x is undefined');
  const { summingUp, failures } = summingUpOf(() => {
    throw bug;
  });
  const done: string[] = [];
  await summingUp.before({ timeZone: 'UTC', fromMs: 0 }, async () => void done.push('report'));
  expect({ failures, done }).toEqual({ failures: [bug], done: ['report'] });
});

test('a file that is opened again in between is no failure: it begins again', async () => {
  const { file, database } = ledgerOfDays();
  const again = new Sqlite(file);
  onTestFinished(() => again.close());
  let asked = 0;
  const { summingUp, failures } = summingUpOf(() => {
    asked += 1;
    if (asked === 3) database.close();
    return asked < 3 ? database : again;
  });
  await summingUp.behind();
  expect(failures).toEqual([]);
  expect(summedDays(again)).toBe(5);
});
