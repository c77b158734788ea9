import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { openLedger } from '../../../src/ledger/openLedger.ts';
import type { LedgerOptions } from '../../../src/ledger/openLedger.ts';
import { inSession } from '../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

const workerUrl = new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url);

function open(options: Partial<LedgerOptions> & { file: string }): Ledger {
  const ledger = openLedger({ workerUrl, ...options });
  onTestFinished(() => ledger.close());
  return ledger;
}

async function recordOneCall(ledger: Ledger): Promise<void> {
  await Promise.all([
    ledger.recordRequest(requestFact()),
    ledger.reserve(reservationFact()),
    ledger.settle(settlementFact()),
    ledger.recordOutcome({ requestId: 'request-1', atMs: 9, outcome: 'accepted' }),
  ]);
}

test('keeps facts in the order of the calls and still has them when opened again', async () => {
  const file = temporaryLedgerFile();
  const first = open({ file });
  await recordOneCall(first);
  const summary = await first.report(inSession('session-1'));
  await first.close();
  expect(summary).toMatchObject({
    total: { attempts: 1, nanoUsd: 5000 },
    requests: [{ outcome: 'accepted' }],
  });
  expect(await open({ file }).report(inSession('session-1'))).toEqual(summary);
});

test('keeps what was chosen and said, and answers each question in its own shape', async () => {
  const ledger = open({ file: temporaryLedgerFile() });
  await recordOneCall(ledger);
  await Promise.all([
    ledger.recordChosen({ requestId: 'request-1', attemptId: 'attempt-1', atMs: 8 }),
    ledger.recordStatement({ attemptId: 'attempt-1', atMs: 8, percent: 85 }),
  ]);
  const [known, summary, medians, others] = await Promise.all([
    ledger.statements('practice/medium'),
    ledger.report(inSession('session-1')),
    ledger.latencies(),
    ledger.statements('practice/small'),
  ]);
  expect(known).toEqual([{ percent: 85, right: true }]);
  expect(summary.total.attempts).toBe(1);
  expect(medians).toEqual(
    new Map([
      ['practice/medium', { total: { ms: 900, answers: 1 }, firstToken: { ms: 300, answers: 1 } }],
    ]),
  );
  expect(others).toEqual([]);
});

test('touches nothing before the first call', async () => {
  const file = temporaryLedgerFile();
  const ledger = open({ file });
  await ledger.close();
  expect(existsSync(dirname(file))).toBe(false);
});

test('conflicts and refused figures come back as errors of their kind', async () => {
  const ledger = open({ file: temporaryLedgerFile() });
  await recordOneCall(ledger);
  await ledger.settle(settlementFact());
  const other = settlementFact({ cost: { source: 'reported', nanoUsd: 1 } });
  await expect(ledger.settle(other)).rejects.toMatchObject({
    name: 'LedgerError',
    kind: 'conflict',
  });
  const orphan = settlementFact({ attemptId: 'never reserved' });
  await expect(ledger.settle(orphan)).rejects.toMatchObject({ kind: 'broken' });
});

test('waits while another process holds the file, and gives up with the next step', async () => {
  const file = temporaryLedgerFile();
  // However slow the machine is, this one waits for the lock.
  const patient = open({ file, lockPatienceMs: 15_000 });
  const hasty = open({ file, lockPatienceMs: 1 });
  await patient.recordRequest(requestFact());
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const waiting = patient.reserve(reservationFact());
  // The patient call began first, so it has met the lock too when this one gives up. Under a limit nothing is
  // kept for later; while facts wait, no other call would be patient.
  const limit = { budgetId: 'day', capNanoUsd: 1e9, span: { fromMs: 0 } };
  await expect(hasty.reserve(reservationFact(), [limit])).rejects.toMatchObject({
    kind: 'locked',
    message: expect.stringContaining('Close other windows'),
  });
  other.exec('ROLLBACK');
  other.close();
  await waiting;
  // Not by the hasty one: it would give up when it met a write of the other.
  await patient.settle(settlementFact());
  expect((await patient.report(inSession('session-1'))).total).toMatchObject({
    attempts: 1,
    nanoUsd: 5000,
  });
});

test('reports where a damaged file went', async () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  writeFileSync(file, 'no database at all');
  const moved: string[] = [];
  const ledger = open({ file, onMovedAside: (to) => moved.push(to) });
  await recordOneCall(ledger);
  expect(moved).toHaveLength(1);
  expect(existsSync(moved[0] ?? '')).toBe(true);
  expect((await ledger.report(inSession('session-1'))).total.nanoUsd).toBe(5000);
});

test('a newer ledger and a path that cannot be written say what to do', async () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  new DatabaseSync(file).exec('PRAGMA user_version = 99');
  await expect(open({ file }).report(inSession('session-1'))).rejects.toMatchObject({
    kind: 'fromTheFuture',
    message: expect.stringContaining('Update Tierwise'),
  });
  await expect(open({ file: dirname(file) }).report(inSession('s'))).rejects.toMatchObject({
    kind: 'readOnly',
    message: expect.stringContaining('writable'),
  });
});

test('a worker that crashes rejects its calls and is started again by the next', async () => {
  const file = temporaryLedgerFile();
  mkdirSync(dirname(file));
  const marker = `${file}.crashed`;
  const crashOnce = `
    import { existsSync, writeFileSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    if (existsSync(${JSON.stringify(marker)})) await import(${JSON.stringify(workerUrl.href)});
    else parentPort.on('message', () => {
      writeFileSync(${JSON.stringify(marker)}, '');
      throw new Error('out of memory');
    });`;
  const ledger = open({
    file,
    workerUrl: new URL(`data:text/javascript,${encodeURIComponent(crashOnce)}`),
  });
  const lost = await Promise.allSettled([
    ledger.recordRequest(requestFact()),
    ledger.reserve(reservationFact()),
  ]);
  expect(lost).toMatchObject([
    { status: 'rejected', reason: { kind: 'broken', message: /out of memory.*Try again/ } },
    { status: 'rejected', reason: { kind: 'broken' } },
  ]);
  await recordOneCall(ledger);
  expect((await ledger.report(inSession('session-1'))).total.nanoUsd).toBe(5000);
});

test('refuses calls after it was closed', async () => {
  const ledger = open({ file: temporaryLedgerFile() });
  await recordOneCall(ledger);
  await ledger.close();
  await ledger.close();
  await expect(ledger.report(inSession('session-1'))).rejects.toMatchObject({ kind: 'broken' });
});

test.each([
  ['new', () => undefined],
  ['damaged', (file: string) => writeFileSync(file, 'no database at all')],
])(
  'several processes write one %s file at once and every nano-dollar is there',
  async (_, prepare) => {
    const file = temporaryLedgerFile();
    mkdirSync(dirname(file));
    prepare(file);
    const writer = fileURLToPath(new URL('writerProcess.ts', import.meta.url));
    const attempts = 60;
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(
      names.map((name) =>
        promisify(execFile)(process.execPath, [writer, file, name, `${attempts}`]),
      ),
    );
    const { total } = await open({ file }).report(inSession('shared'));
    expect(total).toMatchObject({
      requests: names.length * attempts,
      attempts: names.length * attempts,
      nanoUsd: (names.length * attempts * (attempts + 1)) / 2,
      unknownAttempts: 0,
      simulated: true,
    });
  },
  60_000,
);

test('a report rolls the past up first, and calls made meanwhile are answered before it', async () => {
  const file = temporaryLedgerFile();
  const [ledger, other] = [open({ file }), open({ file })];
  const dayMs = 86_400_000;
  const ids = Array.from({ length: 40 }, (_, day) => ({
    requestId: `r${day}`,
    attemptId: `a${day}`,
    atMs: dayMs * day + 5,
  }));
  await Promise.all(
    ids.flatMap((id) => [
      ledger.recordRequest(requestFact(id)),
      ledger.reserve(reservationFact(id)),
      ledger.settle(settlementFact(id)),
    ]),
  );
  const query = { span: { fromMs: 0, untilMs: dayMs * 41 }, timeZone: 'UTC' };
  const order: string[] = [];
  const [report] = await Promise.all([
    ledger.report(query).finally(() => order.push('report')),
    ledger.recordRequest(requestFact({ requestId: 'late' })).finally(() => order.push('call')),
  ]);
  expect(order).toEqual(['call', 'report']);
  expect(report.total).toMatchObject({ requests: 40, nanoUsd: 40 * 5000 });
  expect(report.overTime).toHaveLength(41);

  // Another window's late fact counts at once.
  await other.reserve(reservationFact({ attemptId: 'late', requestId: 'r3' }));
  await other.settle(settlementFact({ attemptId: 'late' }));
  expect((await ledger.report(query)).total.nanoUsd).toBe(41 * 5000);
  expect((await other.report({ ...query, timeZone: 'Asia/Tokyo' })).total.nanoUsd).toBe(41 * 5000);
  expect(await ledger.requestStory('r3')).toMatchObject({
    request: { requestId: 'r3', nanoUsd: 10_000 },
    workspace: 'shop',
    attempts: [
      { attemptId: 'a3', isTaken: false },
      { attemptId: 'late', isTaken: true },
    ],
  });
  expect(await ledger.requestStory('never')).toBeUndefined();
}, 30_000);

test('history is deleted, exported and read by others through the same door', async () => {
  const ledger = open({ file: temporaryLedgerFile() });
  await recordOneCall(ledger);
  const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
  expect((await ledger.exportRows(query, 0, 10)).rows).toMatchObject([{ usd: '0.000005000' }]);
  const { attempts } = await ledger.settledSince({ settlement: 0, correction: 0 }, 10);
  expect(attempts).toMatchObject([{ attemptId: 'attempt-1' }]);
  expect(await ledger.experiences()).toMatchObject([{ taskType: 'refactor' }]);
  await ledger.recordRequest(requestFact({ requestId: 'turn', turn: 'edit' }));
  const ofTurn = { attemptId: 'of turn', requestId: 'turn' };
  await ledger.reserve(reservationFact(ofTurn));
  await ledger.settle(settlementFact(ofTurn));
  await ledger.recordTurnOutcome({ requestId: 'turn', atMs: 5, outcome: 'worked' });
  expect(await ledger.turnRecords()).toMatchObject([{ turn: 'edit', tries: 1, worked: 1 }]);
  await ledger.recordEvidenceReset({ atMs: Date.now() });
  expect([await ledger.experiences(), await ledger.turnRecords()]).toEqual([[], []]);
  expect(await ledger.deleteHistory()).toEqual({ requests: 2, nanoUsd: 10_000 });
  expect((await ledger.report(query)).total.attempts).toBe(0);
});
