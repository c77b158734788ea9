import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as letOthersIn, setTimeout as pause } from 'node:timers/promises';
import { daysIn } from './rollups/days.ts';
import { keptZone, summedWithin, sumUpPast } from './rollups/rollUp.ts';
import { forgetChanged } from './rollups/cellCache.ts';
import type { CellCache } from './rollups/cellCache.ts';
import { liveCells } from './rollups/hourlyCells.ts';
import { makeReport } from './report/makeReport.ts';

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
function* sumUp(database: DatabaseSync, known: CellCache, nowMs: number): Generator<void, void> {
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
export function createRollUp(parts: {
  /** The file, opened where it is not; or only where it is. */
  readonly open: () => DatabaseSync;
  readonly opened: () => { database: DatabaseSync; knownCells: CellCache } | undefined;
  /** Told why a step could not be taken; the rest is tried again when the file is looked after next. */
  readonly onFailure: (thrown: unknown) => void;
  /** Does something after all that was asked for so far. */
  readonly inTurn: (work: () => void | Promise<void>) => Promise<void>;
}): SummingUp {
  const { open, opened, onFailure, inTurn } = parts;
  let isBehind = false;

  return {
    async behind() {
      if (isBehind) return;
      isBehind = true;
      let steps: Generator<void, void> | undefined;
      let stepped: DatabaseSync | undefined;
      let hasMore = true;
      while (hasMore) {
        await pause(pauseBetweenStepsMs);
        await inTurn(() => {
          hasMore = false;
          const connection = opened();
          if (!connection) return;
          const { database, knownCells } = connection;
          try {
            // A file that was opened again meanwhile begins again as well.
            if (stepped !== database) steps = sumUp(database, knownCells, Date.now());
            stepped = database;
            hasMore = !steps?.next().done;
          } catch (thrown) {
            onFailure(thrown);
          }
        });
      }
      isBehind = false;
    },

    async before({ timeZone, fromMs }, rest) {
      let steps: Generator<void, void> | undefined;
      let stepped: DatabaseSync | undefined;
      const step = async (): Promise<void> => {
        await letOthersIn();
        try {
          const database = open();
          if (stepped !== database) steps = sumUpPast(database, timeZone, Date.now(), fromMs);
          stepped = database;
          if (!steps?.next().done) {
            void inTurn(step);
            return;
          }
        } catch (thrown) {
          // The report is made from rows then.
          onFailure(thrown);
        }
        await rest();
      };
      await step();
    },
  };
}
