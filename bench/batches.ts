import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BilledCall } from '../demo/practiceServer/billing.ts';
import { startPracticeServer } from '../demo/practiceServer/server.ts';
import { type BatchWire, batchStartMs, batchWires } from '../test/support/batchLife.ts';
import type { FromWindow, ToWindow, WindowTask } from './batches/messages.ts';
import type { Figures } from './run.ts';

const requests = 1000;
/** Of each hundred, three fail; one of them fails the second time as well. */
const failing = 3;

/**
 * Sends 1,000 requests through the practice server's batch endpoints of each wire, 3 % failing, in processes
 * that are killed at the five moments below. With TIERWISE_BATCH_KILLS=all, at every fact, once before and once
 * after it is on the disk. Compares the ledger with the server's bills. No money is real.
 */
export async function run(): Promise<Figures> {
  const figures: Figures = {};
  for (const wire of batchWires) {
    const played = await play(wire);
    console.error(lineOf(wire, played));
    for (const [name, figure] of Object.entries(figuresOf(played))) {
      figures[`${wire}.${name}`] = figure;
    }
  }
  return figures;
}

type Done = Extract<FromWindow, { kind: 'done' }>;

interface Played {
  readonly done: Done;
  /** Windows that were killed. */
  readonly kills: number;
  readonly bills: readonly BilledCall[];
  readonly billedNanoUsd: number;
  /** What single calls with the same tokens would have cost. */
  readonly wholeNanoUsd: number;
  readonly seconds: number;
}

async function play(wire: BatchWire): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-batches-'));
  const clock = { nowMs: batchStartMs };
  const server = await startPracticeServer({
    batches: { fate },
    now: () => new Date(clock.nowMs),
  });
  const startedAt = performance.now();
  try {
    const killing = killer();
    let done: Done | undefined;
    while (!done) {
      const task = { wire, serverUrl: server.url, folder, requests, nowMs: clock.nowMs };
      done = await live(task, clock, killing);
    }
    const bills = server.billing();
    return {
      done,
      kills: killing.kills(),
      bills,
      billedNanoUsd: bills.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
      wholeNanoUsd: bills.reduce((sum, { usage }) => sum + wholePrice(usage), 0),
      seconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

function fate(customId: string): 'errors' | 'succeeds' {
  const [, place, round] = customId.split('-').map(Number);
  const isBad = place! % 100 < failing;
  return isBad && (round === 1 || place! % 100 === 0) ? 'errors' : 'succeeds';
}

// The small practice model: $0.10 and $0.50 for a million tokens. Nothing of these calls is cached.
function wholePrice({ inputTokens, outputTokens }: BilledCall['usage']): number {
  return inputTokens * 100 + outputTokens * 500;
}

/** One life of a window; undefined when it was killed. */
async function live(
  task: WindowTask,
  clock: { nowMs: number },
  killing: ReturnType<typeof killer>,
): Promise<Done | undefined> {
  const program = join(import.meta.dirname, 'batches', 'window.ts');
  const child = fork(program, [JSON.stringify(task)]);
  const ended = once(child, 'exit');
  let done: Done | undefined;
  child.on('message', (message: FromWindow) => {
    if (message.kind === 'done') {
      done = message;
      return;
    }
    if (message.kind === 'wait') clock.nowMs = Math.max(clock.nowMs, message.untilMs);
    else if (killing.isNow(message)) {
      child.kill('SIGKILL');
      return;
    }
    child.send({ nowMs: clock.nowMs } satisfies ToWindow);
  });
  const [code, signal] = (await ended) as [number | null, string | null];
  if (done || signal === 'SIGKILL') return done;
  throw new Error(`A window ended by itself, with exit code ${code}.`);
}

/** The moments at which windows are killed: a fact, and whether it is on the disk by then. */
const moments = [
  { fact: 'reserved', isWritten: false },
  { fact: 'submitting', isWritten: true },
  { fact: 'submitted', isWritten: false },
  { fact: 'result', isWritten: true },
  { fact: 'closed', isWritten: false },
];

/** Decides when windows are killed. */
function killer() {
  const isWhole = process.env['TIERWISE_BATCH_KILLS'] === 'all';
  const left = [...moments];
  let kills = 0;
  let wasLost = false;
  return {
    kills: () => kills,
    isNow({ facts, isWritten }: Extract<FromWindow, { kind: 'facts' }>): boolean {
      const place = left.findIndex(
        (moment) => facts.includes(moment.fact) && moment.isWritten === isWritten,
      );
      // Each group of facts is once lost and, by the next window, once written.
      const isDue = isWhole ? isWritten === wasLost : place >= 0;
      if (!isDue) return false;
      left.splice(place, place < 0 ? 0 : 1);
      wasLost = !isWritten;
      kills += 1;
      return true;
    },
  };
}

function lineOf(wire: BatchWire, played: Played): string {
  const { done, kills, bills, billedNanoUsd, wholeNanoUsd, seconds } = played;
  return [
    `${wire}, simulated: ${requests} requests in batches`,
    `${kills} windows killed`,
    `${done.answered} answered, ${done.failed} failed, ${done.others} otherwise`,
    `${bills.length} bills of ${billedNanoUsd} nano-dollars, ledger ${done.spentNanoUsd}`,
    `single calls ${wholeNanoUsd}`,
    `${seconds.toFixed(1)} s`,
  ].join(' | ');
}

function figuresOf({ done, kills, bills, ...played }: Played): Figures {
  const { billedNanoUsd, wholeNanoUsd, seconds } = played;
  const nano = 'nano-dollars (simulated)';
  return {
    requests: { value: requests, unit: 'requests (simulated)' },
    kills: { value: kills, unit: 'windows killed' },
    answered: { value: done.answered, unit: 'requests (simulated)' },
    failed: { value: done.failed, unit: 'requests (simulated)' },
    paidTwice: { value: bills.length - done.answered, unit: 'bills too many (simulated)' },
    billed: { value: billedNanoUsd, unit: nano },
    ledger: { value: done.spentNanoUsd, unit: nano },
    difference: { value: done.spentNanoUsd - billedNanoUsd, unit: nano },
    unknown: { value: done.unknownAttempts, unit: 'calls of unknown cost (simulated)' },
    share: { value: billedNanoUsd / wholeNanoUsd, unit: 'of the price of single calls' },
    time: { value: Number(seconds.toFixed(1)), unit: 's' },
  };
}
