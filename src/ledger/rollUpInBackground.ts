import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as letOthersIn, setTimeout as pause } from 'node:timers/promises';
import { daysIn } from './rollups/days.ts';
import { rollUpZone, rolledUpWithin, sumUpPast } from './rollups/rollUp.ts';
import { forgetChanged } from './rollups/cellCache.ts';
import type { CellCache } from './rollups/cellCache.ts';
import { hourlyCells } from './rollups/hourlyCells.ts';
import { makeReport } from './report/makeReport.ts';

/** Time for other calls between two steps. Chosen by judgement. */
const pauseBetweenStepsMs = 10;
const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface BackgroundRollUp {
  /** Rolls the past up while no call is waiting; does nothing while it already runs. */
  whileIdle(): Promise<void>;
  /** Rolls up what a report from `fromMs` on needs, then makes the report. */
  beforeReport(
    query: { timeZone: string; fromMs: number },
    report: () => Promise<void>,
  ): Promise<void>;
}

export interface RollUpParts {
  /** Returns the file's connection, and opens the file first where it is closed. */
  readonly open: () => DatabaseSync;
  /** Returns the connection only while the file is open. */
  readonly opened: () => { database: DatabaseSync; cache: CellCache } | undefined;
  /** Reports why a step failed; the remaining steps are tried again with the next file maintenance. */
  readonly onFailure: (thrown: unknown) => void;
  /** Runs `work` after all calls that are waiting already. */
  readonly inTurn: (work: () => void | Promise<void>) => Promise<void>;
}

/** Rolls the past up in small steps, so that other calls are answered in between. */
export function createRollUp(parts: RollUpParts): BackgroundRollUp {
  let isRunning = false;
  return {
    async whileIdle() {
      if (isRunning) return;
      isRunning = true;
      await rollUpWhileIdle(parts);
      isRunning = false;
    },
    beforeReport: (query, report) => rollUpBeforeReport(parts, query, report),
  };
}

async function rollUpWhileIdle({ opened, onFailure, inTurn }: RollUpParts): Promise<void> {
  const takeStep = createStepper();
  let hasMore = true;
  while (hasMore) {
    await pause(pauseBetweenStepsMs);
    await inTurn(() => {
      hasMore = false;
      const connection = opened();
      if (!connection) return;
      const { database, cache } = connection;
      try {
        hasMore = takeStep(database, () => rollUpAndWarm(database, cache, Date.now()));
      } catch (thrown) {
        onFailure(thrown);
      }
    });
  }
}

async function rollUpBeforeReport(
  { open, onFailure, inTurn }: RollUpParts,
  { timeZone, fromMs }: { timeZone: string; fromMs: number },
  report: () => Promise<void>,
): Promise<void> {
  const takeStep = createStepper();
  const step = async (): Promise<void> => {
    await letOthersIn();
    try {
      const database = open();
      if (takeStep(database, () => sumUpPast(database, timeZone, Date.now(), fromMs))) {
        void inTurn(step);
        return;
      }
    } catch (thrown) {
      // Without roll-ups the report is made from the rows.
      onFailure(thrown);
    }
    await report();
  };
  await step();
}

/** Takes one step at a time; begins again when the file was reopened. Returns whether more are left. */
function createStepper() {
  let steps: Generator<void, void> | undefined;
  let stepped: DatabaseSync | undefined;
  return (database: DatabaseSync, begin: () => Generator<void, void>): boolean => {
    if (stepped !== database) steps = begin();
    stepped = database;
    return !steps?.next().done;
  };
}

/**
 * Writes the roll-ups of the past to the file, then fills this process's cache: with today's hours and
 * with a first report of all days.
 */
function* rollUpAndWarm(
  database: DatabaseSync,
  cache: CellCache,
  nowMs: number,
): Generator<void, void> {
  const timeZone = rollUpZone(database) ?? ownTimeZone;
  yield* sumUpPast(database, timeZone, nowMs);
  const today = daysIn(timeZone)(nowMs);
  forgetChanged(database, cache);
  for (const _ of hourlyCells(database, today, () => today, cache)) yield;
  const past = { fromMs: 0, untilMs: today.fromMs };
  if (cache.periods.size > 0 || rolledUpWithin(database, 'day', past).length === 0) return;
  // The first report of many days takes several times as long as the next one.
  makeReport(database, { span: { fromMs: 0 }, timeZone }, nowMs, cache);
}
