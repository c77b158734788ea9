import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../../bench/gates/random.ts';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { killRun } from './killRun.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

const program = fileURLToPath(new URL('debitProcess.ts', import.meta.url));

/** A window that has opened the ledger and waits; `debit` starts it and resolves with what it got. */
async function startWindow(...given: (string | number)[]) {
  const child = spawn(process.execPath, [program, ...given.map(String)]);
  onTestFinished(() => void child.kill());
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ready = await lines.next();
  expect({ ready: ready.value, errors }).toEqual({ ready: 'ready', errors: '' });
  return async () => {
    child.stdin.write('go\n');
    const granted = Number((await lines.next()).value);
    const [code] = await once(child, 'close');
    return { granted, code, errors };
  };
}

test('12 windows debit one limit at once: all that fits is granted, and not a nano-dollar more', async () => {
  const file = temporaryLedgerFile();
  const [windows, debits, each, fits] = [12, 20, 1009, 120];
  const cap = fits * each + each - 1;
  const waiting = await Promise.all(
    Array.from({ length: windows }, (_, n) => startWindow(file, `w${n}`, debits, each, cap)),
  );
  const ended = await Promise.all(waiting.map((debit) => debit()));
  expect(ended.filter(({ code, errors }) => code !== 0 || errors !== '')).toEqual([]);
  expect(ended.reduce((sum, { granted }) => sum + granted, 0)).toBe(fits);

  const { database } = openDatabase(file);
  onTestFinished(() => database.close());
  const kept = database.prepare(
    'SELECT count(*) AS n, sum(worst_case_nano_usd) AS nanoUsd FROM attempt',
  );
  expect(kept.get()).toEqual({ n: fits, nanoUsd: fits * each });
  const requests = database.prepare('SELECT count(*) AS n FROM request');
  expect(requests.get()).toEqual({ n: windows * debits });
}, 120_000);

// `npm run bench ledger` with TIERWISE_LEDGER_KILLS=1000 kills that many.
test('20 windows killed at random: the ledger is the bill and the flagged estimates', async () => {
  const file = temporaryLedgerFile();
  const figures = await killRun({ file, kills: 20, random: createRandom(4) });
  expect(figures).toMatchObject({ kills: 20, errors: [], lost: 0, wrong: 0, withoutSettlement: 0 });
  expect(figures.orphans).toBeGreaterThan(0);
  expect(figures.calls).toBeGreaterThan(figures.orphans);
  const surplus = figures.keptNanoUsd - figures.billedNanoUsd;
  expect(surplus).toBeGreaterThanOrEqual(0);
  expect(surplus).toBeLessThanOrEqual(figures.orphanedNanoUsd);
}, 180_000);
