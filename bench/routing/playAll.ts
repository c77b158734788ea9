import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Cell, Play } from './cells.ts';

/** Plays on all cores. The cells are in the order of `plays`. */
export async function playAll(folder: string, plays: readonly Play[]): Promise<Cell[]> {
  const cells: Cell[][] = [];
  let next = 0;
  async function lane(): Promise<void> {
    const worker = new Worker(new URL('./playWorker.ts', import.meta.url), { workerData: folder });
    try {
      while (next < plays.length) {
        const place = next;
        next += 1;
        worker.postMessage(plays[place]);
        [cells[place]] = (await once(worker, 'message')) as [Cell[]];
      }
    } finally {
      await worker.terminate();
    }
  }
  const lanes = Math.min(availableParallelism(), plays.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return cells.flat();
}
