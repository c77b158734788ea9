import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/openLedger.ts';
import {
  openPendingFacts,
  type PendingFact,
  type PendingFacts,
} from '../../../../src/ledger/write/pendingFacts.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { inSession } from '../../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

const workerUrl = new URL('../../../../src/ledger/ledgerWorker.ts', import.meta.url);
const fact = (id: string): PendingFact<'recordRequest'> => ({
  name: 'recordRequest',
  fact: requestFact({ requestId: id }),
});

/** Pending facts in a folder that cannot be written until `repair` is called. */
function pendingNowhere() {
  const file = temporaryLedgerFile();
  const folder = dirname(file);
  return { pending: openPendingFacts(file), folder, repair: () => void mkdirSync(folder) };
}

function replayed(pending: PendingFacts): unknown[] {
  const given: unknown[] = [];
  pending.replay((each) => given.push(each));
  return given;
}

test('what waits in memory is given once, and no trace of it is left', () => {
  const { pending, folder, repair } = pendingNowhere();
  expect(pending.exist).toBe(false);
  expect([pending.add(fact('a')), pending.exist]).toEqual(['memory', true]);
  expect(pending.add(fact('b'))).toBe('memory');
  expect(() => replayed(pending)).toThrow(/unable to open/);
  repair();
  expect(replayed(pending)).toEqual([fact('a'), fact('b')]);
  expect(pending.exist).toBe(false);
  expect(replayed(pending)).toEqual([]);
  for (const name of ['ledger-pending.jsonl', 'ledger-refused.jsonl']) {
    expect(existsSync(join(folder, name))).toBe(false);
  }
});

test('what waits in memory goes to the file with the next fact, once and in its order', () => {
  const { pending, repair } = pendingNowhere();
  pending.add(fact('a'));
  pending.save();
  repair();
  expect([pending.add(fact('b')), pending.add(fact('c'))]).toEqual(['file', 'file']);
  expect(replayed(pending)).toEqual([fact('a'), fact('b'), fact('c')]);
  expect(pending.exist).toBe(false);
});

test('what is saved when a window closes is there for the next one', () => {
  const { pending, folder, repair } = pendingNowhere();
  pending.add(fact('a'));
  repair();
  pending.save();
  pending.save();
  const next = openPendingFacts(join(folder, 'ledger.sqlite'));
  expect(replayed(next)).toEqual([fact('a')]);
  expect(pending.exist).toBe(false);
});

test('an interrupted replay keeps what waits in memory', () => {
  const { pending, repair } = pendingNowhere();
  pending.add(fact('a'));
  repair();
  const locked = Object.assign(new Error('locked'), { errcode: 5 });
  const cutShort = () => {
    throw locked;
  };
  expect(() => pending.replay(cutShort)).toThrow('locked');
  expect(pending.exist).toBe(true);
  expect(replayed(pending)).toEqual([fact('a')]);
});

/** A ledger with one request, which can neither be opened nor have a file beside it. */
function ledgerInTrouble() {
  const file = temporaryLedgerFile();
  const { database } = openDatabase(file);
  recordRequest(database, requestFact({ requestId: 'before' }));
  database.close();
  const trouble = new DatabaseSync(`${file}.lock`);
  trouble.exec('BEGIN EXCLUSIVE');
  const ledger = openLedger({ file, workerUrl, lockPatienceMs: 1 });
  onTestFinished(() => ledger.close());
  const requestIds = async () => {
    const { requests } = await ledger.report(inSession('session-1'));
    return requests.map(({ requestId }) => requestId);
  };
  return { ledger, trouble, requestIds };
}

test('a call of which all facts waited in memory is written once, when the trouble is over', async () => {
  const { ledger, trouble, requestIds } = ledgerInTrouble();
  const results = await Promise.allSettled([
    ledger.recordRequest(requestFact()),
    ledger.reserve(reservationFact()),
    ledger.settle(settlementFact()),
    ledger.recordOutcome({ requestId: 'request-1', atMs: 9, outcome: 'accepted' }),
  ]);
  const kept = {
    reason: {
      kind: 'locked',
      message: expect.stringMatching(/is remembered while this window is open/),
    },
  };
  expect(results).toMatchObject([kept, kept, kept, kept]);
  trouble.close();
  const { total, requests } = await ledger.report(inSession('session-1'));
  expect(total).toMatchObject({ attempts: 1, nanoUsd: 5000 });
  expect(requests).toMatchObject([
    { requestId: 'request-1', outcome: 'accepted' },
    { requestId: 'before' },
  ]);
  // If every call wrote it, it would come back here.
  await ledger.deleteHistory();
  await ledger.recordRequest(requestFact({ requestId: 'later' }));
  expect(await requestIds()).toEqual(['later']);
});

test.each<[string, (ledger: Ledger) => Promise<unknown>]>([
  ['a question', (ledger) => ledger.standings([])],
  ['a deletion', (ledger) => ledger.deleteHistory()],
  ['a reset of what was learnt', (ledger) => ledger.recordEvidenceReset({ atMs: 1 })],
])('%s that fails is not repeated later', async (_, ask) => {
  const { ledger, trouble, requestIds } = ledgerInTrouble();
  await expect(ask(ledger)).rejects.toMatchObject({
    kind: 'locked',
    message: expect.not.stringContaining('what your tasks cost'),
  });
  trouble.close();
  expect(await requestIds()).toEqual(['before']);
});
