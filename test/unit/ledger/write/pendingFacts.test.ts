import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/openLedger.ts';
import { openPendingFacts } from '../../../../src/ledger/write/pendingFacts.ts';
import { inSession } from '../../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';
import { temporaryLedgerFile } from '../temporaryLedgerFile.ts';

function open(file: string): Ledger {
  const workerUrl = new URL('../../../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledger = openLedger({ file, workerUrl, lockPatienceMs: 20 });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Records the facts of a call; returns null or the error's message for each. */
async function recordCall(ledger: Ledger, id: string): Promise<(string | undefined)[]> {
  const messages = [
    ledger.recordRequest(requestFact({ requestId: id })),
    ledger.reserve(reservationFact({ attemptId: id, requestId: id })),
    ledger.settle(settlementFact({ attemptId: id })),
  ].map((each) =>
    each.then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );
  return Promise.all(messages);
}

const totalIn = async (ledger: Ledger) => {
  const { attempts, nanoUsd } = (await ledger.report(inSession('session-1'))).total;
  return { attempts, nanoUsd };
};
const once = { attempts: 1, nanoUsd: 5_000 };
const pendingIn = (file: string) => join(dirname(file), 'ledger-pending.jsonl');

/** Another program, which has locked the ledger. */
function lock(file: string): { release(): void } {
  openDatabase(file).database.close();
  const locking = new DatabaseSync(file);
  locking.exec('BEGIN EXCLUSIVE');
  const release = () => locking.isOpen && locking.close();
  onTestFinished(() => void release());
  return { release: () => void release() };
}

test('a call made while the ledger is locked is recorded with the next one', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  const ledger = open(file);
  for (const words of await recordCall(ledger, 'locked')) {
    expect(words).toMatch(
      /has locked the ledger .*\. Close .* is saved in a file beside it and recorded/,
    );
  }
  release();
  expect(await recordCall(ledger, 'later')).toEqual([undefined, undefined, undefined]);
  expect(await totalIn(ledger)).toEqual({ attempts: 2, nanoUsd: 10_000 });
  expect(existsSync(pendingIn(file))).toBe(false);
});

test('another window records what a dead window could not write', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  await recordCall(open(file), 'locked');
  release();
  expect(await totalIn(open(file))).toEqual(once);
});

test('facts that are recorded twice count once', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  const ledger = open(file);
  await recordCall(ledger, 'locked');
  copyFileSync(pendingIn(file), `${file}.copy`);
  release();
  expect(await totalIn(ledger)).toEqual(once);
  copyFileSync(`${file}.copy`, pendingIn(file));
  expect(await totalIn(ledger)).toEqual(once);
  expect(existsSync(pendingIn(file))).toBe(false);
});

test('an interrupted replay begins again', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  await recordCall(open(file), 'locked');
  release();
  const seen: string[] = [];
  const cutShort = () =>
    openPendingFacts(file).replay(({ name }) => {
      seen.push(name);
      if (name === 'reserve') throw Object.assign(new Error('locked'), { errcode: 5 });
    });
  expect(cutShort).toThrow('locked');
  expect(seen).toEqual(['recordRequest', 'reserve']);
  expect(await totalIn(open(file))).toEqual(once);
});

test('a reservation that could not be checked against its limits is not recorded later', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  const limit = { budgetId: 'all', capNanoUsd: 1e9, span: { fromMs: 0 } };
  await expect(open(file).reserve(reservationFact(), [limit])).rejects.toMatchObject({
    kind: 'locked',
    message: expect.not.stringContaining('what your tasks cost'),
  });
  expect(existsSync(pendingIn(file))).toBe(false);
  release();
});

test('a fact that can never be recorded moves to another file and delays nothing', async () => {
  const file = temporaryLedgerFile();
  const { release } = lock(file);
  const ledger = open(file);
  await recordCall(ledger, 'locked');
  const torn = '{"name":"settle","fact":{"attem';
  appendFileSync(pendingIn(file), `\n${torn}`);
  const strange = { name: 'settle', fact: settlementFact({ attemptId: 'unknown' }) };
  openPendingFacts(file).add(strange as never);
  release();
  expect(await totalIn(ledger)).toEqual(once);
  const refused = readFileSync(join(dirname(file), 'ledger-refused.jsonl'), 'utf8');
  expect(refused.split('\n').filter(Boolean)).toEqual([torn, JSON.stringify(strange)]);
});

const child = fileURLToPath(new URL('./fullDiskProcess.ts', import.meta.url));

/** A command that runs a shell line with its own file system, where that is permitted. */
const ownFileSystem = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'];
const mayMount =
  spawnSync(ownFileSystem[0]!, [...ownFileSystem.slice(1), 'mount -t tmpfs none /mnt']).status ===
  0;

test.runIf(mayMount).each([
  ['that is really full', 'full', /disk is too full.*Free some disk space.*is remembered while/],
  [
    'that may only be read',
    'readOnly',
    /Make the file and its folder writable.*is remembered while/,
  ],
])('a disk %s loses nothing while the window is open', (_, mode, words) => {
  const folder = dirname(dirname(temporaryLedgerFile()));
  const line = `mount -t tmpfs -o size=16m none "${folder}" && exec "${process.execPath}" "${child}" ${mode} "${folder}"`;
  const [command, ...rest] = ownFileSystem;
  const result = JSON.parse(
    execFileSync(command!, [...rest, line], { encoding: 'utf8' }),
  ) as object;
  expect(result).toEqual({
    meanwhile: Array(3).fill(expect.stringMatching(words)),
    afterwards: Array(3).fill(null),
    total: { attempts: 2, nanoUsd: 10_000 },
  });
});

test.runIf(process.platform !== 'win32')(
  'a file that may not grow any more loses nothing',
  async () => {
    const file = temporaryLedgerFile();
    const line = `ulimit -S -f 900; exec "${process.execPath}" "${child}" grow "${dirname(dirname(file))}"`;
    const output = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
    const { calls, messages } = JSON.parse(output) as {
      calls: number;
      messages: (string | null)[];
    };
    expect(messages.at(-1)).toContain('is saved in a file beside it');
    expect(await totalIn(open(file))).toEqual({ attempts: calls, nanoUsd: calls * 5_000 });
  },
);
