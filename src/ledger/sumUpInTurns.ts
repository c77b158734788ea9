import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as letOthersIn, setTimeout as pause } from 'node:timers/promises';
import { daysIn } from './days.ts';
import { keptZone, summedWithin, sumUpPast } from './daySums.ts';
import { forgetChanged } from './knownCells.ts';
import type { KnownCells } from './knownCells.ts';
import { liveCells } from './liveCells.ts';
import { makeReport } from './makeReport.ts';

const pauseBetweenStepsMs = 10;
const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface SummingUp {
  /** Sums the past up while nobody asks for anything. */
  behind(): Promise<void>;
  /** Sums up what a report from `fromMs` on needs, then does the rest. */
  before(given: { timeZone: string; fromMs: number }, rest: () => Promise<void>): Promise<void>;
}

/**
 * What is over goes to the file. What a report reads of today, and a first one of all days, is only known
 * to this process.
 */
function* sumUp(database: DatabaseSync, known: KnownCells, nowMs: number): Generator<void, void> {
  const timeZone = keptZone(database) ?? ownTimeZone;
  yield* sumUpPast(database, timeZone, nowMs);
  const today = daysIn(timeZone)(nowMs);
  forgetChanged(database, known);
  for (const _ of liveCells(database, today, () => today, known)) yield;
  const past = { fromMs: 0, untilMs: today.fromMs };
  if (known.periods.size > 0 || summedWithin(database, 'day', past).length === 0) return;
  // The first report of many days takes several times as long as the next one.
  makeReport(database, { span: { fromMs: 0 }, timeZone }, nowMs, known);
}

/** Sums the past up step by step, and lets other calls be answered in between. */
export function createSummingUp(parts: {
  /** The file, opened where it is not; or only where it is. */
  readonly open: () => DatabaseSync;
  readonly opened: () => { database: DatabaseSync; knownCells: KnownCells } | undefined;
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
          const connection = opened();
          if (!connection) return;
          try {
            steps ??= sumUp(connection.database, connection.knownCells, Date.now());
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
