import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { WorldSeen } from './playWorlds.ts';

/*
 * Plays worlds in several processes at once. A world follows from its seed alone, so it does not matter which
 * process plays it.
 */

export interface Workers {
  /** Rejects when the process that plays the world ends before it has told. */
  play(seed: number): Promise<WorldSeen>;
  /** Ends the processes, and what they still play. */
  close(): void;
}

/** Worlds that wait for a process while it plays another one. */
export const worldsForEach = 4;

/** @param plant Name of the mistake that is put into the code first. */
export function openWorkers(count: number, plant?: string): Workers {
  const workers = Array.from({ length: count }, () => startWorker(plant));
  return {
    play: (seed) => workers[seed % count]!.play(seed),
    close: () => workers.forEach((worker) => worker.close()),
  };
}

/** One process; it plays its worlds in the order in which they were asked for. */
function startWorker(plant: string | undefined): Workers {
  const file = join(import.meta.dirname, 'worker.ts');
  const child = fork(file, plant === undefined ? [] : [plant]);
  const waiting: PromiseWithResolvers<WorldSeen>[] = [];
  child.on('message', (world: WorldSeen) => waiting.shift()?.resolve(world));
  child.on('exit', () => {
    for (const { reject } of waiting) reject(new Error('A process that plays worlds has ended.'));
  });
  return {
    play(seed) {
      const told = Promise.withResolvers<WorldSeen>();
      waiting.push(told);
      child.send(seed);
      return told.promise;
    },
    close() {
      waiting.length = 0;
      child.kill();
    },
  };
}
