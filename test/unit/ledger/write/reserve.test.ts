import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom, pick } from '../../../../bench/gates/random.ts';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import type { Limit } from '../../../../src/ledger/facts.ts';
import {
  areSummed,
  type KnownSums,
  standings,
} from '../../../../src/ledger/write/budgetStandings.ts';
import { settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { recordRequest, settle } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import type { Cost } from '../../../../src/routing/models/money.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

function newLedger(file = temporaryLedgerFile()): DatabaseSync {
  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}

const nothing = { spentNanoUsd: 0, unknownAttempts: 0 };
const everything: Limit = { budgetId: 'all', capNanoUsd: 10_000, span: { fromMs: 0 } };

/** Two attempts of request-1, 4000 settled and 3000 reserved at 1001, and one of unknown price. */
function ledgerWith7000(): DatabaseSync {
  const database = newLedger();
  recordRequest(database, requestFact());
  reserve(database, reservationFact({ attemptId: 'settled', worstCaseNanoUsd: 9000 }));
  settle(
    database,
    settlementFact({ attemptId: 'settled', cost: { source: 'reported', nanoUsd: 4000 } }),
  );
  reserve(database, reservationFact({ attemptId: 'open', worstCaseNanoUsd: 3000 }));
  const { worstCaseNanoUsd: _, ...unknown } = reservationFact({ attemptId: 'unknown' });
  reserve(database, unknown);
  return database;
}

const next = (fields = {}) =>
  reservationFact({ attemptId: 'next', worstCaseNanoUsd: 3001, ...fields });

function attemptIds(database: DatabaseSync) {
  return database
    .prepare('SELECT attempt_id AS id FROM reservation ORDER BY seq')
    .all()
    .map(({ id }) => id);
}

/** Makes the end of each write fail with SQLite's code for an I/O error, before it is kept or after. */
function failToKeep(database: DatabaseSync, when: 'before' | 'after'): void {
  const run = database.exec.bind(database);
  const fail = (): never => {
    throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
  };
  let isWriting = false;
  database.exec = (sql) => {
    const isEnd = isWriting && sql === 'COMMIT';
    if (isEnd && when === 'before') fail();
    run(sql);
    isWriting = sql === 'BEGIN IMMEDIATE';
    if (isEnd) fail();
  };
}

test('a reservation that was kept counts, although the disk reports an error', () => {
  const database = ledgerWith7000();
  failToKeep(database, 'after');
  const limits = [everything];
  expect(reserve(database, next({ worstCaseNanoUsd: 3000 }), { limits })).toBeUndefined();
  expect(attemptIds(database)).toContain('next');
  // One that differs from it is refused as ever.
  const other = next({ worstCaseNanoUsd: 2000 });
  expect(() => reserve(database, other, { limits })).toThrow('already holds reservation next');
});

test('a reservation that was not kept is refused with the error of the disk', () => {
  const database = ledgerWith7000();
  failToKeep(database, 'before');
  expect(() => reserve(database, next({ worstCaseNanoUsd: 3000 }))).toThrow('disk I/O error');
  expect(attemptIds(database)).not.toContain('next');
});

test.each<[string, Partial<Limit>, number, boolean]>([
  ['exactly up to the cap', {}, 3000, true],
  ['a nano-dollar above it', {}, 3001, false],
  ['nothing of a free call', { capNanoUsd: 1 }, 0, true],
  ['a single nano-dollar', { capNanoUsd: 7000 }, 1, false],
  ['the session', { sessionId: 'session-1' }, 3001, false],
  ['another session', { sessionId: 'session-2' }, 3001, true],
  ['the workspace', { workspace: 'shop' }, 3001, false],
  ['another workspace', { workspace: 'site' }, 3001, true],
  ['the task type', { taskType: 'refactor' }, 3001, false],
  ['another task type', { taskType: 'docs' }, 3001, true],
  ['all of a scope', { workspace: 'shop', taskType: 'docs' }, 3001, true],
  ['the models of a plan', { models: 'practice/' }, 3001, false],
  ['the models of another plan', { models: 'vscode/copilot/' }, 10_001, true],
  ['a period from the very moment', { span: { fromMs: 1001 } }, 3001, false],
  ['a later period', { span: { fromMs: 1002 } }, 3001, true],
  ['a period that ended at that moment', { span: { fromMs: 0, untilMs: 1001 } }, 3001, true],
  ['a period that ended after it', { span: { fromMs: 0, untilMs: 1002 } }, 3001, false],
])('a limit counts %s', (_, fields, worstCaseNanoUsd, granted) => {
  const database = ledgerWith7000();
  const before = attemptIds(database);
  const limit = { ...everything, ...fields };
  const over = reserve(database, next({ worstCaseNanoUsd }), { limits: [limit] });
  expect(over).toEqual(granted ? undefined : { limit, spentNanoUsd: 7000, worstCaseNanoUsd });
  expect(attemptIds(database)).toEqual(granted ? [...before, 'next'] : before);
});

test('the first exceeded limit in order is returned', () => {
  const database = ledgerWith7000();
  const limits = [
    { ...everything, budgetId: 'ample', capNanoUsd: 1e9 },
    { ...everything, budgetId: 'month' },
    { ...everything, budgetId: 'day' },
  ];
  expect(reserve(database, next(), { limits })?.limit.budgetId).toBe('month');
});

const { worstCaseNanoUsd: _, ...unpriced } = next({ attemptId: 'unpriced' });
const ample = { ...everything, capNanoUsd: 1e15 };

test.each<[string, object, readonly Limit[], boolean]>([
  ['nobody allowed', {}, [ample], false],
  ['nobody allowed, under the second of two', {}, [{ ...ample, sessionId: 's' }, ample], false],
  ['somebody allowed', { mayCostAnything: true }, [ample], true],
  [
    'somebody allowed where nothing is left',
    { mayCostAnything: true },
    [everything, empty()],
    false,
  ],
  ['somebody allowed under a budget of zero', { mayCostAnything: true }, [zero()], false],
  ['no budget limits', {}, [], true],
  ['a practice model makes', { simulated: true }, [ample], true],
])('a call of unknown price that %s', (_what, fields, limits, granted) => {
  const database = ledgerWith7000();
  const before = attemptIds(database);
  const over = reserve(database, { ...unpriced, ...fields }, { limits });
  expect(over !== undefined).toBe(!granted);
  expect(over?.worstCaseNanoUsd).toBeUndefined();
  expect(attemptIds(database)).toEqual(granted ? [...before, 'unpriced'] : before);
});

function empty(): Limit {
  return { ...everything, capNanoUsd: 7000 };
}
function zero(): Limit {
  return { ...everything, capNanoUsd: 0 };
}

test.each<[string, object, boolean]>([
  ['of known price', { worstCaseNanoUsd: 1 }, false],
  ['of unknown price', { worstCaseNanoUsd: undefined }, false],
  ['that may cost anything', { worstCaseNanoUsd: undefined, mayCostAnything: true }, false],
  ['that is free', { worstCaseNanoUsd: 0 }, true],
  ['of practice money', { simulated: true }, true],
])('a limit that cannot be read, and a call %s', (_what, fields, granted) => {
  const database = ledgerWith7000();
  const faulty = { ...ample, fault: 'tierwise.budgets › 0: A budget has `usd` and `per`.' };
  for (const limits of [[faulty], [ample, faulty]]) {
    const { worstCaseNanoUsd, ...others } = next(fields);
    const fact = { ...others, ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }) };
    const over = reserve(database, fact, { limits });
    expect(over?.limit).toEqual(granted ? undefined : faulty);
  }
});

test('a repeated call is neither refused nor counted', () => {
  const database = ledgerWith7000();
  const limits = [{ ...everything, capNanoUsd: 0 }];
  const repeated = reservationFact({ attemptId: 'open', worstCaseNanoUsd: 3000 });
  expect(reserve(database, repeated, { limits })).toBeUndefined();
  expect(standings(database, limits)).toEqual([
    { spentNanoUsd: 7000, unknownAttempts: 1, practice: nothing },
  ]);
});

test.each([Number.NaN, Infinity, -Infinity, -1, 0.5, 2 ** 53])(
  'a worst case of %d is refused, and not kept as unknown',
  (value) => {
    const database = ledgerWith7000();
    const before = attemptIds(database);
    for (const limits of [[], [everything], [{ ...everything, capNanoUsd: 1e15 }]]) {
      for (const fields of [{ worstCaseNanoUsd: value }, { atMs: value }]) {
        expect(() => reserve(database, next(fields), { limits })).toThrow(
          expect.objectContaining({
            name: 'LedgerError',
            kind: 'broken',
            message: expect.stringContaining(`of a reservation was ${value}`),
          }),
        );
      }
    }
    expect(attemptIds(database)).toEqual(before);
    expect(standings(database, [everything])).toEqual([
      { spentNanoUsd: 7000, unknownAttempts: 1, practice: nothing },
    ]);
  },
);

test('while a first sum is made, others may write', () => {
  const file = temporaryLedgerFile();
  const [database, other] = [newLedger(file), newLedger(file)] as const;
  recordRequest(database, requestFact());
  let writes = 0;
  const watched = new Proxy(database, {
    get: (target, name: keyof DatabaseSync) =>
      name === 'prepare'
        ? (sql: string) => {
            if (sql.includes('sum(')) {
              writes += 1;
              recordRequest(other, requestFact({ requestId: `${writes}` }));
            }
            return target.prepare(sql);
          }
        : (target[name] as () => unknown).bind(target),
  });
  expect(reserve(watched, next(), { limits: [everything] })).toBeUndefined();
  expect(writes).toBe(1);
});

test('the hundred most recently used sums are cached, and no more', () => {
  const database = ledgerWith7000();
  const known: KnownSums = new Map();
  const of = (sessionId: number): Limit => ({ ...everything, sessionId: `${sessionId}` });
  for (let session = 0; session < 100; session += 1) standings(database, [of(session)], known);
  const all = Array.from({ length: 100 }, (_, session) => of(session));
  expect(areSummed(all, known)).toBe(true);
  standings(database, [of(0)], known);
  standings(database, [of(100)], known);
  expect([0, 1, 2, 100].map((session) => areSummed([of(session)], known))).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(areSummed([of(0), of(1)], known)).toBe(false);
});

/** One of two windows reserves; now and then orphans are settled, and once an earlier call. */
function recordSomething(database: DatabaseSync, random: () => number, index: number): void {
  const id = { attemptId: `${index}`, requestId: `${index}` };
  const sessionId = pick(random, ['s1', 's2']);
  const workspace = pick(random, ['shop', 'site']);
  const taskType = pick(random, ['docs', 'test']);
  recordRequest(database, requestFact({ ...id, sessionId, workspace, taskType }));
  const simulated = random() < 0.4;
  const fact = reservationFact({ ...id, simulated, atMs: Math.floor(random() * 100) });
  const { worstCaseNanoUsd: _, ...unpriced } = fact;
  const lease = { windowId: pick(random, ['dead', 'alive']), untilMs: 1 };
  reserve(database, pick(random, [fact, fact, unpriced]), { lease });
  if (random() < 0.1) settleOrphans(database, { windowId: 'alive', untilMs: 1000 }, 500);

  const open = database
    .prepare(`SELECT attempt_id AS id FROM attempt WHERE NOT is_settled OR outcome = 'orphaned'`)
    .all();
  const attemptId = String(pick(random, open).id);
  const cost: Cost = pick(random, [{ source: 'unknown' }, { source: 'reported', nanoUsd: index }]);
  settle(database, settlementFact({ attemptId, cost }));
}

test('grown sums equal fresh sums, whichever window writes', () => {
  const file = temporaryLedgerFile();
  const [mine, other] = [newLedger(file), newLedger(file)] as const;
  const random = createRandom(11);
  const limits: Limit[] = [
    everything,
    { ...everything, span: { fromMs: 40, untilMs: 80 } },
    { ...everything, sessionId: 's1' },
    { ...everything, workspace: 'shop', span: { fromMs: 20 } },
    { ...everything, taskType: 'docs', sessionId: 's2' },
  ];
  const known: KnownSums = new Map();
  for (let index = 0; index < 150; index++) {
    recordSomething(pick(random, [mine, other]), random, index);
    expect(standings(mine, limits, known)).toEqual(standings(other, limits));
  }
  expect(standings(mine, limits, known)[0]!.practice.spentNanoUsd).toBeGreaterThan(0);
  const corrections = mine.prepare('SELECT count(*) AS n FROM correction').get()?.n;
  expect(corrections).toBeGreaterThan(5);
});

test('a ledger whose facts were deleted is summed up again', () => {
  const database = ledgerWith7000();
  const known: KnownSums = new Map();
  standings(database, [everything], known);
  database.exec(`DROP TRIGGER settlement_no_delete; DROP TRIGGER reservation_no_delete;
    DELETE FROM settlement; DELETE FROM unsettled; DELETE FROM reservation WHERE attempt_id <> 'open'`);
  expect(standings(database, [everything], known)).toEqual([
    { spentNanoUsd: 3000, unknownAttempts: 0, practice: nothing },
  ]);
});

test('a reservation that does not fit on the disk leaves the ledger whole, and fits later', () => {
  const database = ledgerWith7000();
  const before = attemptIds(database);
  const pages = database.prepare('PRAGMA page_count').get()?.page_count;
  database.exec(`PRAGMA max_page_count = ${pages}`);
  const large = next({ modelName: 'x'.repeat(100_000), worstCaseNanoUsd: 1 });
  const known: KnownSums = new Map();
  const work = () => reserve(database, large, { limits: [everything], known });
  expect(work).toThrow(expect.objectContaining({ errcode: 13 }));
  expect(attemptIds(database)).toEqual(before);
  expect(standings(database, [everything], known)).toMatchObject([{ spentNanoUsd: 7000 }]);
  database.exec('PRAGMA max_page_count = 1000000');
  expect(work()).toBeUndefined();
  expect(standings(database, [everything], known)).toMatchObject([{ spentNanoUsd: 7001 }]);
});

test('sums of a ledger of any size are found by index, and grow from the new rows', () => {
  const database = newLedger();
  const asked: string[] = [];
  const watched = new Proxy(database, {
    get: (target, name: keyof DatabaseSync) =>
      name === 'prepare'
        ? (sql: string) => {
            asked.push(sql);
            return target.prepare(sql);
          }
        : (target[name] as () => unknown).bind(target),
  });
  const limits = [
    { ...everything, span: { fromMs: 5, untilMs: 9 } },
    { ...everything, sessionId: 's', workspace: 'w' },
  ];
  recordRequest(database, requestFact());
  const known: KnownSums = new Map();
  standings(watched, limits, known);
  reserve(database, reservationFact(), { lease: { windowId: 'dead', untilMs: 0 } });
  settleOrphans(database, { windowId: 'alive', untilMs: 2 }, 1);
  settle(database, settlementFact());
  standings(watched, limits, known);
  const plans = asked.map((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  );
  const wholeTables = plans
    .flat()
    .filter((step) => /^SCAN (request|reservation|sett|corr)/.test(step));
  expect(wholeTables).toEqual([]);
  // A first sum of a session reads that session, not all calls there ever were.
  expect(plans.flat()).toContainEqual(expect.stringContaining('INDEX request_of_session'));
  // Only the second limit is about some requests only, so only it reads requests, each time it is summed.
  const readRequests = plans.filter((steps) => steps.some((step) => / request\b/.test(step)));
  expect(readRequests).toHaveLength(4);
  const ofNewRows = asked.flatMap((sql, index) =>
    sql.includes('seq > ?') ? [plans[index]?.[0]] : [],
  );
  expect(ofNewRows).toHaveLength(limits.length * 3);
  for (const step of ofNewRows) expect(step).toMatch(/USING INTEGER PRIMARY KEY \(rowid>\?\)$/);
});
