import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { openLedger } from '../../../../src/ledger/openLedger.ts';
import { inSession } from '../../../support/sessionReport.ts';
import { requestFact, reservationFact, settlementFact } from '../exampleFacts.ts';

// Records calls in a folder while its disk is full or read-only, or until a file may not grow, and prints
// the errors.
const [mode = '', folder = ''] = process.argv.slice(2);
const storage = join(folder, 'storage');
mkdirSync(storage, { recursive: true });
const workerUrl = new URL('../../../../src/ledger/ledgerWorker.ts', import.meta.url);
const openOne = () => openLedger({ file: join(storage, 'ledger.sqlite'), workerUrl });

async function recordCall(ledger: Ledger, id: string): Promise<(string | undefined)[]> {
  const facts = [
    ledger.recordRequest(requestFact({ requestId: id })),
    ledger.reserve(reservationFact({ attemptId: id, requestId: id })),
    ledger.settle(settlementFact({ attemptId: id })),
  ];
  const ended = await Promise.allSettled(facts);
  return ended.map((each) =>
    each.status === 'rejected' ? (each.reason as Error).message : undefined,
  );
}

async function totalOf(ledger: Ledger): Promise<{ attempts: number; nanoUsd: number }> {
  const { attempts, nanoUsd } = (await ledger.report(inSession('session-1'))).total;
  return { attempts, nanoUsd };
}

function fillUp(file: string): void {
  const filler = openSync(file, 'w');
  for (const size of [65_536, 512, 1]) {
    try {
      for (;;) writeSync(filler, Buffer.alloc(size));
    } catch {
      // There is no room for so much.
    }
  }
  closeSync(filler);
}

async function whenFull(): Promise<object> {
  const ledger = openOne();
  // The file exists and its pages have no free space.
  await totalOf(ledger);
  fillUp(join(folder, 'filler'));
  // Larger than the space that the log beside the file already has.
  const meanwhile = await recordCall(ledger, 'x'.repeat(300_000));
  rmSync(join(folder, 'filler'));
  return withLater(ledger, meanwhile);
}

async function whenReadOnly(): Promise<object> {
  mount('ro');
  const ledger = openOne();
  const meanwhile = await recordCall(ledger, 'meanwhile');
  mount('rw');
  return withLater(ledger, meanwhile);
}

function mount(how: 'ro' | 'rw'): void {
  // Of this mount alone: only root may change the options of the file system.
  execFileSync('mount', ['-o', `remount,bind,${how}`, folder]);
}

async function withLater(ledger: Ledger, meanwhile: (string | undefined)[]): Promise<object> {
  const afterwards = await recordCall(ledger, 'after');
  const total = await totalOf(ledger);
  await ledger.close();
  return { meanwhile, afterwards, total };
}

async function untilItMayNotGrow(): Promise<object> {
  const ledger = openOne();
  let calls = 0;
  let messages: (string | undefined)[] = [];
  while (messages.every((each) => each === undefined)) {
    messages = await recordCall(ledger, `${calls}-${'x'.repeat(9_000)}`);
    calls += 1;
  }
  return { calls, messages };
}

const modes: Readonly<Record<string, () => Promise<object>>> = {
  full: whenFull,
  readOnly: whenReadOnly,
  grow: untilItMayNotGrow,
};
process.stdout.write(JSON.stringify(await modes[mode]!()));
process.exit();
