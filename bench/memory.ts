import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { openLedger } from '../src/ledger/openLedger.ts';
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
    const before = inUse();
    for (let done = warm; done < requests; done++) await turn();
    const after = inUse();
    const growthBytes = (after.heapBytes - before.heapBytes) / (requests - warm);
    return {
      heapAfterWarmUp: megabytes(before.heapBytes),
      heap: megabytes(after.heapBytes),
      growth: { value: Math.round(growthBytes), unit: 'bytes of heap per request' },
      wholeProcess: megabytes(after.processBytes),
    };
  } finally {
    await ledger.close();
    await server.terminate();
    rmSync(folder, { recursive: true });
  }
}

const megabytes = (bytes: number) => ({ value: Math.round(bytes / 1e5) / 10, unit: 'MB' });

/** What is in use once everything that nobody holds is collected. */
function inUse(): { heapBytes: number; processBytes: number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times++) collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, processBytes: rss };
}
