import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLedger } from '../../../src/ledger/openLedger.ts';
import { reservationFact } from './exampleFacts.ts';

export interface KillRunOptions {
  readonly file: string;
  readonly kills: number;
  /** Numbers from 0 to 1; the same ones make the same choices. */
  readonly random: () => number;
}

/** The ledger and the server's billing after many windows were killed. */
export interface KillFigures {
  readonly kills: number;
  readonly calls: number;
  /** Error output of processes that ended by themselves. */
  readonly errors: readonly string[];
  readonly billedNanoUsd: number;
  readonly keptNanoUsd: number;
  /** How much of that is flagged: the worst case of calls whose window died. */
  readonly orphanedNanoUsd: number;
  readonly orphans: number;
  /** Billed, but not in the ledger. */
  readonly lost: number;
  /** Settled with another figure than the bill's, or an orphan that was billed more. */
  readonly wrong: number;
  readonly withoutSettlement: number;
}

const windowsAtOnce = 4;
const leaseMs = 1500;

/** Windows spend real money of a small server and are killed with SIGKILL at random moments. */
export async function killRun({ file, kills, random }: KillRunOptions): Promise<KillFigures> {
  const billing = await startBilling(random);
  const errors: string[] = [];
  let started = 0;
  const lane = async () => {
    while (started < kills) {
      const words = await runUntilKilled(billing, { file, name: `window-${++started}`, random });
      if (words) errors.push(words);
    }
  };
  await Promise.all(Array.from({ length: windowsAtOnce }, lane));
  await billing.close();
  await untilOrphansAreSettled(file);
  return { kills: started, errors, ...compared(file, billing.bills) };
}

type Billing = Awaited<ReturnType<typeof startBilling>>;

async function startBilling(random: () => number) {
  const bills = new Map<string, number>();
  const onBill = new Map<string, () => void>();
  const most = reservationFact().worstCaseNanoUsd!;
  const server = createServer((request, response) => {
    const attemptId = request.url!.slice(1);
    const nanoUsd = 1 + Math.floor(random() * most);
    bills.set(attemptId, nanoUsd);
    onBill.get(attemptId.split('/')[0]!)?.();
    response.end(`${nanoUsd}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    bills,
    onBill,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** Resolves when the window is dead, with its error output when it was not killed. */
async function runUntilKilled(
  { url, onBill }: Billing,
  { file, name, random }: { file: string; name: string; random: () => number },
): Promise<string | undefined> {
  const program = fileURLToPath(new URL('spenderProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [program, file, name, url, `${leaseMs}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (words += text));
  let callsLeft = 1 + Math.floor(random() * 12);
  const laterMs = random() * 12;
  const kill = () => child.kill('SIGKILL');
  onBill.set(name, () => {
    if (--callsLeft !== 0) return;
    // Between the bill and the answer, or at some later moment.
    if (laterMs < 3) kill();
    else setTimeout(kill, laterMs);
  });
  const [code, signal] = await once(child, 'close');
  onBill.delete(name);
  return signal === 'SIGKILL' ? undefined : `${name} ended with ${code ?? signal}: ${words}`;
}

async function untilOrphansAreSettled(file: string): Promise<void> {
  const workerUrl = new URL('../../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledger = openLedger({ file, workerUrl, leaseMs });
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  await ledger.latencies();
  while (database.prepare('SELECT 1 FROM unsettled').get()) await pause(20);
  database.close();
  await ledger.close();
}

function compared(file: string, bills: ReadonlyMap<string, number>) {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare('SELECT attempt_id AS id, outcome, cost_nano_usd AS nanoUsd FROM attempt')
    .all() as unknown as { id: string; outcome: string | null; nanoUsd: number | null }[];
  database.close();
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const orphans = rows.filter(({ outcome }) => outcome === 'orphaned');
  const kept = new Set(rows.map(({ id }) => id));
  const isWrong = ({ id, outcome, nanoUsd }: (typeof rows)[number]) =>
    outcome === 'orphaned' ? (bills.get(id) ?? 0) > nanoUsd! : bills.get(id) !== nanoUsd;
  return {
    calls: rows.length,
    billedNanoUsd: sum(bills.values()),
    keptNanoUsd: sum(rows.map(({ nanoUsd }) => nanoUsd ?? 0)),
    orphanedNanoUsd: sum(orphans.map(({ nanoUsd }) => nanoUsd!)),
    orphans: orphans.length,
    lost: [...bills.keys()].filter((id) => !kept.has(id)).length,
    wrong: rows.filter(isWrong).length,
    withoutSettlement: rows.filter(({ outcome }) => outcome === null).length,
  };
}
