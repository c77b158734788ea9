import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchPlan } from '../../demo/practiceServer/batches/store.ts';
import { startPracticeServer } from '../../demo/practiceServer/server.ts';
import type { BatchRequest } from '../../src/evaluation/batch/batchHost.ts';
import type { BatchDone } from '../../src/evaluation/batch/driveBatch.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import {
  batchLedgerIn,
  type BatchLife,
  batchStartMs,
  type BatchWire,
  driveIn,
  type DriveOptions,
  evaluatedIn,
  spentIn,
} from './batchLife.ts';

let worlds = 0;

/**
 * A practice server, a ledger and a job in a file. A drive opens all but the server again. With a `shared`
 * ledger, which worlds have one after the other, it opens the file alone; starting a ledger takes the longest.
 */
export async function openBatchWorld(wire: BatchWire, plan: BatchPlan = {}, shared?: Ledger) {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-batch-'));
  const requestId = `job ${(worlds += 1)}`;
  let nowMs = batchStartMs;
  const server = await startPracticeServer({ batches: plan, now: () => new Date(nowMs) });
  const before = shared ? await spentIn(shared) : { spentNanoUsd: 0, unknownAttempts: 0 };

  const earlier = shared ? await evaluatedIn(shared) : { requests: 0, nanoUsd: 0 };
  let opened: Ledger | undefined;

  /** The ledger as a window that has just opened sees it. */
  async function openedAnew(): Promise<Ledger> {
    if (shared) return shared;
    await opened?.close();
    return (opened = batchLedgerIn(folder));
  }

  return {
    server,
    now: () => nowMs,
    passes(ms: number): void {
      nowMs += ms;
    },
    async drive(requests: readonly BatchRequest[], options?: DriveOptions): Promise<BatchDone> {
      const life: BatchLife = {
        wire,
        serverUrl: server.url,
        folder,
        ledger: await openedAnew(),
        requestId,
        now: () => nowMs,
        async wait(untilMs) {
          nowMs = Math.max(nowMs, Math.ceil(untilMs));
        },
      };
      return driveIn(life, requests, options);
    },
    /** Practice money by the ledger, nano-dollars. */
    async spent() {
      const { spentNanoUsd, unknownAttempts } = await spentIn(
        shared ?? opened ?? (await openedAnew()),
      );
      return {
        spentNanoUsd: spentNanoUsd - before.spentNanoUsd,
        unknownAttempts: unknownAttempts - before.unknownAttempts,
      };
    },
    /** What the ledger counts as evaluation: requests, and nano-dollars. */
    async evaluated() {
      const { requests, nanoUsd } = await evaluatedIn(shared ?? opened ?? (await openedAnew()));
      return { requests: requests - earlier.requests, nanoUsd: nanoUsd - earlier.nanoUsd };
    },
    /** What the server charged, nano-dollars. */
    billed: () => server.billing().reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
    async close() {
      await opened?.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The ledger of the worlds of a test file, in a folder of its own. */
export function sharedBatchLedger(): { readonly ledger: Ledger; close(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-batches-'));
  const ledger = batchLedgerIn(folder);
  return {
    ledger,
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}
