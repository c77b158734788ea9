import { join } from 'node:path';
import { type BatchFile, openBatchFile } from '../../src/evaluation/batch/batchFile.ts';
import type { BatchRequest } from '../../src/evaluation/batch/batchHost.ts';
import { createBatchMoney } from '../../src/evaluation/batch/batchMoney.ts';
import { type BatchDone, driveBatch } from '../../src/evaluation/batch/driveBatch.ts';
import type { Limit } from '../../src/ledger/facts.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { createBatchProvider } from '../../src/providers/batches/createBatchProvider.ts';
import type { Price } from '../../src/routing/models/price.ts';
import { modelWith } from './tasks.ts';

export const batchWires = ['anthropic', 'openai'] as const;
export type BatchWire = (typeof batchWires)[number];

/** The practice server's prices, half in a batch; nano-dollars per million tokens. */
const usual = { input: 1e8, output: 5e8, cacheRead: 1e7, cacheWrite: 125e6 };
const half = { input: 5e7, output: 25e7, cacheRead: 5e6, cacheWrite: 625e5 };
const price: Price = { from: '2026-01-01', source: 'test', ...usual, tiers: { batch: half } };

export const batchStartMs = Date.parse('2026-11-29T08:00:00Z');
export const everything: Limit = { budgetId: 'all', capNanoUsd: 1e12, span: { fromMs: 0 } };

export interface DriveOptions {
  readonly limits?: readonly Limit[];
  /** Wraps the file, for windows that die. */
  readonly through?: (file: BatchFile) => BatchFile;
  readonly isCancelled?: () => boolean;
  readonly prices?: readonly Price[];
  readonly provider?: string;
  readonly fetch?: typeof fetch;
}

export function requestsOf(count: number): readonly BatchRequest[] {
  return Array.from({ length: count }, (_, place) => ({
    key: `case-${place}`,
    call: {
      model: 'practice-small',
      system: 'Answer briefly.',
      messages: [{ role: 'user', text: `Which sort is stable, case ${place}?` }],
      maxOutputTokens: 200,
    },
  }));
}

/** The ledger in a folder. `leaseMs` as in `LedgerOptions`. */
export function batchLedgerIn(folder: string, leaseMs?: number): Ledger {
  const workerUrl = new URL('../../src/ledger/ledgerWorker.ts', import.meta.url);
  const file = join(folder, 'ledger.sqlite');
  return openLedger({ file, workerUrl, ...(leaseMs !== undefined && { leaseMs }) });
}

/** What one life of a job works with. */
export interface BatchLife {
  readonly wire: BatchWire;
  readonly serverUrl: string;
  /** The folder of the job's file. */
  readonly folder: string;
  readonly ledger: Ledger;
  /** The request of the ledger that the job belongs to. */
  readonly requestId: string;
  now(): number;
  wait(untilMs: number): Promise<void>;
}

/** Drives a job from wherever its file says that it stands. */
export async function driveIn(
  life: BatchLife,
  requests: readonly BatchRequest[],
  options: DriveOptions = {},
): Promise<BatchDone> {
  const { wire, serverUrl, folder, ledger, requestId, now, wait } = life;
  const { limits = [], through = (file) => file, isCancelled, prices = [price] } = options;
  const file = await openBatchFile(join(folder, 'job.jsonl'));
  const provider = createBatchProvider(wire, {
    id: wire,
    baseUrl: wire === 'anthropic' ? `${serverUrl}/anthropic` : `${serverUrl}/openai/v1`,
    key: () => 'practice-key',
    fetch: options.fetch ?? fetch,
    now,
  })!;
  try {
    await ledger.recordRequest({
      requestId,
      sessionId: 's',
      atMs: batchStartMs,
      workspace: 'w',
      subject: 'evaluation',
      taskType: 'other',
      reason: 'r',
    });
    const model = modelWith(`${options.provider ?? 'practice'}/practice-small`, {
      prices,
      simulated: true,
    });
    const money = createBatchMoney({
      ledger,
      requestId,
      model,
      tier: 'fast',
      startedAtMs: batchStartMs,
      limits,
      countTokens: async (text) => text.length,
      now,
    });
    const host = {
      job: 'job1',
      provider,
      file: through(file),
      money,
      now,
      wait,
      ...(isCancelled && { isCancelled }),
    };
    return await driveBatch(requests, host, new AbortController().signal);
  } finally {
    await file.close();
  }
}

/** Practice money by the ledger, nano-dollars. */
export async function spentIn(ledger: Ledger) {
  return (await ledger.standings([everything]))[0]!.practice;
}

export async function evaluatedIn(ledger: Ledger) {
  return (await ledger.report({ span: { fromMs: 0 }, timeZone: 'UTC' })).evaluation;
}
