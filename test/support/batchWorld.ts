import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchPlan } from '../../demo/practiceServer/batches/store.ts';
import { startPracticeServer } from '../../demo/practiceServer/server.ts';
import { type BatchFile, openBatchFile } from '../../src/evaluation/batch/batchFile.ts';
import { createBatchMoney } from '../../src/evaluation/batch/batchMoney.ts';
import type { BatchRequest } from '../../src/evaluation/batch/batchHost.ts';
import { type BatchDone, driveBatch } from '../../src/evaluation/batch/driveBatch.ts';
import type { Limit } from '../../src/ledger/facts.ts';
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

const startMs = Date.parse('2026-11-29T08:00:00Z');
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

/** A practice server, a ledger in a file and a job in a file. A drive opens all but the server anew. */
export async function openBatchWorld(wire: BatchWire, plan: BatchPlan = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-batch-'));
  let nowMs = startMs;
  const server = await startPracticeServer({ batches: plan, now: () => new Date(nowMs) });
  const workerUrl = new URL('../../src/ledger/ledgerWorker.ts', import.meta.url);
  const ledgerFile = join(folder, 'ledger.sqlite');

  async function withLedger<Result>(
    use: (ledger: ReturnType<typeof openLedger>) => Promise<Result>,
  ) {
    const ledger = openLedger({ file: ledgerFile, workerUrl });
    try {
      return await use(ledger);
    } finally {
      await ledger.close();
    }
  }

  return {
    server,
    now: () => nowMs,
    async drive(requests: readonly BatchRequest[], options: DriveOptions = {}): Promise<BatchDone> {
      const { limits = [], through = (file) => file, isCancelled, prices = [price] } = options;
      const file = await openBatchFile(join(folder, 'job.jsonl'));
      const provider = createBatchProvider(wire, {
        id: wire,
        baseUrl: wire === 'anthropic' ? `${server.url}/anthropic` : `${server.url}/openai/v1`,
        key: () => 'practice-key',
        fetch: options.fetch ?? fetch,
        now: () => nowMs,
      })!;
      try {
        return await withLedger(async (ledger) => {
          await ledger.recordRequest({
            requestId: 'job',
            sessionId: 's',
            atMs: startMs,
            workspace: 'w',
            subject: 'evaluation',
            taskType: 'other',
            reason: 'r',
          });
          const money = createBatchMoney({
            ledger,
            requestId: 'job',
            model: modelWith(`${options.provider ?? 'practice'}/practice-small`, {
              prices,
              simulated: true,
            }),
            tier: 'fast',
            startedAtMs: startMs,
            limits,
            countTokens: async (text) => text.length,
            now: () => nowMs,
          });
          const host = {
            job: 'job1',
            provider,
            file: through(file),
            money,
            now: () => nowMs,
            async wait(untilMs: number) {
              nowMs = Math.max(nowMs, untilMs);
            },
            ...(isCancelled && { isCancelled }),
          };
          return await driveBatch(requests, host, new AbortController().signal);
        });
      } finally {
        await file.close();
      }
    },
    /** Practice money by the ledger, nano-dollars. */
    spent: () => withLedger(async (ledger) => (await ledger.standings([everything]))[0]!.practice),
    /** What the ledger counts as evaluation. */
    evaluated: () =>
      withLedger(
        async (ledger) =>
          (await ledger.report({ span: { fromMs: 0 }, timeZone: 'UTC' })).evaluation,
      ),
    /** What the server charged, nano-dollars. */
    billed: () => server.billing().reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
