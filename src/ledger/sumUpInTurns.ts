import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as letOthersIn, setTimeout as pause } from 'node:timers/promises';
import { keptZone, sumUpPast } from './daySums.ts';

const pauseBetweenStepsMs = 10;
const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface SummingUp {
  /** Sums the past up while nobody asks for anything. */
  behind(): Promise<void>;
  /** Sums up what a report from `fromMs` on needs, then does the rest. */
  before(given: { timeZone: string; fromMs: number }, rest: () => Promise<void>): Promise<void>;
}

/** Sums the past up step by step, and lets other calls be answered in between. */
export function createSummingUp(parts: {
  /** The file, opened where it is not; or only where it is. */
  readonly open: () => DatabaseSync;
  readonly opened: () => DatabaseSync | undefined;
  /** Does something after all that was asked for so far. */
  readonly inTurn: (work: () => void | Promise<void>) => Promise<void>;
}): SummingUp {
  const { open, opened, inTurn } = parts;
  let isBehind = false;

  return {
    async behind() {
      if (isBehind) return;
      isBehind = true;
      let steps: Generator<void, void> | undefined;
      let hasMore = true;
      while (hasMore) {
        await pause(pauseBetweenStepsMs);
        await inTurn(() => {
          hasMore = false;
          const database = opened();
          if (!database) return;
          try {
            steps ??= sumUpPast(database, keptZone(database) ?? ownTimeZone, Date.now());
            hasMore = !steps.next().done;
          } catch {
            // It is tried again when the file is looked after next.
          }
        });
      }
      isBehind = false;
    },

    async before({ timeZone, fromMs }, rest) {
      let steps: Generator<void, void> | undefined;
      const step = async (): Promise<void> => {
        await letOthersIn();
        try {
          steps ??= sumUpPast(open(), timeZone, Date.now(), fromMs);
          if (!steps.next().done) {
            void inTurn(step);
            return;
          }
        } catch {
          // The report is made from rows then, and meets what lasts.
        }
        await rest();
      };
      await step();
    },
  };
}
