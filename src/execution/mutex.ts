import { untilAborted } from './untilAborted.ts';

/** Lets one piece of work run at a time. */
export interface Mutex {
  /** Runs `work` after all earlier work. Rejects with the signal's reason when aborted while waiting. */
  runExclusive<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when no work runs or waits. */
  idle(): Promise<void>;
}

export function createMutex(): Mutex {
  let last = Promise.resolve();
  return {
    async runExclusive(work, signal) {
      const before = last;
      const mine = Promise.withResolvers<void>();
      last = before.then(() => mine.promise);
      try {
        await untilAborted(signal, before);
        return await work();
      } finally {
        mine.resolve();
      }
    },
    idle: () => last,
  };
}
