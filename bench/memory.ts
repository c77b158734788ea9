import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openLedger } from '../src/ledger/openLedger.ts';
import { heapInUse } from './measuring/heapInUse.ts';
import type { Figures } from './run.ts';
import { chatTurn, conversationOf } from './streaming/chatTurn.ts';

const requests = 10_000;
/** Caches are filled and code is compiled by then. */
const warm = 1_000;
const characters = 1_000;

/**
 * Measures what 10,000 chat turns leave in memory: decision, reservation, call over loopback and settlement in a
 * real ledger. The first thousand fill caches, so growth counts from there.
 */
export async function run(): Promise<Figures> {
  const server = new Worker(new URL('./streaming/server.ts', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const ledger = openLedger({
    file: join(folder, 'ledger.sqlite'),
    workerUrl: new URL('../src/ledger/ledgerWorker.ts', import.meta.url),
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    const turn = await chatTurn('openaiCompatible', url, conversationOf(characters), ledger);
    for (let done = 0; done < warm; done++) await turn();
    const before = heapInUse();
    for (let done = warm; done < requests; done++) await turn();
    const after = heapInUse();
    const growthBytes = (after - before) / (requests - warm);
    return {
      heapAfterWarmUp: megabytes(before),
      heap: megabytes(after),
      growth: { value: Math.round(growthBytes), unit: 'bytes of heap per request' },
      wholeProcess: megabytes(process.memoryUsage().rss),
    };
  } finally {
    await ledger.close();
    await server.terminate();
    rmSync(folder, { recursive: true });
  }
}

const megabytes = (bytes: number) => ({ value: Math.round(bytes / 1e5) / 10, unit: 'MB' });
