import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Job, JobName, ResultOf } from './jobs.ts';

/** Plays on all cores. The results are in the order of `plays`. */
export async function playAll<Name extends JobName>(
  folder: string,
  name: Name,
  plays: readonly Job<Name>['play'][],
): Promise<ResultOf<Name>[]> {
  const results: ResultOf<Name>[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    const worker = new Worker(new URL('./playWorker.ts', import.meta.url), { workerData: folder });
    try {
      while (next < plays.length) {
        const place = next;
        next += 1;
        worker.postMessage({ name, play: plays[place]! });
        [results[place]] = (await once(worker, 'message')) as [ResultOf<Name>];
      }
    } finally {
      await worker.terminate();
    }
  }
  const lanes = Math.min(availableParallelism(), plays.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
