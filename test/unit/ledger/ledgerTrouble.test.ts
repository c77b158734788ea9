import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { emptyMessageHistory } from '../../../src/editor/platform/messageHistory.ts';
import type { Ledger, LedgerError } from '../../../src/ledger/ledger.ts';
import { openLedger, type LedgerOptions } from '../../../src/ledger/openLedger.ts';
import { inSession } from '../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

function open(options: Partial<LedgerOptions> & { file: string }): Ledger {
  const workerUrl = new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledger = openLedger({ workerUrl, ...options });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Records one call, and returns for each of its facts why it could not be recorded. */
async function recordCall(ledger: Ledger, id: string): Promise<LedgerError[]> {
  const kept = await Promise.allSettled([
    ledger.recordRequest(requestFact({ requestId: id })),
    ledger.reserve(reservationFact({ attemptId: id, requestId: id })),
    ledger.settle(settlementFact({ attemptId: id })),
  ]);
  return kept.flatMap((each) => (each.status === 'rejected' ? [each.reason as LedgerError] : []));
}

test('a file that is moved away and put back twice is reported each time, and nothing is lost', async () => {
  const file = temporaryLedgerFile();
  const history = emptyMessageHistory();
  const ledger = open({ file, onKept: () => history.ended('ledger') });
  const news: string[][] = [];
  const calls = async (id: string) => {
    const errors = await recordCall(ledger, id);
    news.push(errors.flatMap(({ message }) => (history.isNew(message, 'ledger') ? [message] : [])));
    return errors.map(({ kind }) => kind);
  };
  expect(await calls('first')).toEqual([]);
  for (const time of ['once', 'twice']) {
    renameSync(file, `${file}.away`);
    mkdirSync(file);
    expect(await calls(`${time} away`)).toEqual(['readOnly', 'readOnly', 'readOnly']);
    expect(await calls(`${time} still away`)).toEqual(['readOnly', 'readOnly', 'readOnly']);
    rmdirSync(file);
    renameSync(`${file}.away`, file);
    expect(await calls(`${time} back`)).toEqual([]);
  }
  const words = expect.stringMatching(
    /cannot be opened for writing.* Make the file and its folder writable.* is saved in a file beside it/,
  );
  expect(news).toEqual([[], [words], [], [], [words], [], []]);
  expect((await ledger.report(inSession('session-1'))).total.attempts).toBe(7);
}, 60_000);

test('reading does not show that the ledger records facts again', async () => {
  const file = temporaryLedgerFile();
  const onKept = vi.fn<() => void>();
  const ledger = open({ file, onKept, lockPatienceMs: 1 });
  expect(await recordCall(ledger, 'first')).toEqual([]);
  const kept = onKept.mock.calls.length;
  const other = new DatabaseSync(file, { timeout: 10_000 });
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  expect(await recordCall(ledger, 'locked')).toHaveLength(3);
  await ledger.report(inSession('session-1'));
  expect(onKept).toHaveBeenCalledTimes(kept);
}, 60_000);

test('a bug in background work is reported once, and calls go on', async () => {
  const file = temporaryLedgerFile();
  const bugs: unknown[] = [];
  const reported = Promise.withResolvers<void>();
  const ledger = open({
    file,
    leaseMs: 30,
    onBug(bug) {
      bugs.push(bug);
      reported.resolve();
    },
  });
  expect(await recordCall(ledger, 'first')).toEqual([]);
  // Maintenance of the file needs an open call.
  await ledger.reserve(reservationFact({ attemptId: 'open', requestId: 'first' }));
  const other = new DatabaseSync(file, { timeout: 10_000 });
  onTestFinished(() => other.close());
  const { sql } = other.prepare(`SELECT sql FROM sqlite_master WHERE name = 'lease'`).get()!;
  other.exec('DROP TABLE lease');
  await reported.promise;
  for (let call = 0; call < 30; call += 1) await ledger.report(inSession('session-1'));
  expect(bugs).toMatchObject([{ message: expect.stringContaining('lease') }]);
  other.exec(String(sql));
  await ledger.settle(settlementFact({ attemptId: 'open' }));
  expect((await ledger.report(inSession('session-1'))).total.attempts).toBe(2);
});

test('background work that waits for the lock of another program is not a bug', async () => {
  const file = temporaryLedgerFile();
  const bugs: unknown[] = [];
  const ledger = open({ file, leaseMs: 30, lockPatienceMs: 1, onBug: (bug) => bugs.push(bug) });
  await ledger.recordRequest(requestFact());
  await ledger.reserve(reservationFact());
  const other = new DatabaseSync(file, { timeout: 10_000 });
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  // While these wait for the lock, maintenance runs again and again.
  await expect(ledger.settle(settlementFact())).rejects.toMatchObject({ kind: 'locked' });
  await expect(ledger.settle(settlementFact())).rejects.toMatchObject({ kind: 'locked' });
  other.exec('ROLLBACK');
  await ledger.settle(settlementFact());
  expect(bugs).toEqual([]);
});
