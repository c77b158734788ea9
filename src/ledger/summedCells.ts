import type { DatabaseSync } from 'node:sqlite';
import { gapsBetween, keptZone, summedWithin } from './daySums.ts';
import { keptCells, keptPeriods } from './keptSums.ts';
import { liveCells } from './liveCells.ts';
import type { Periods } from './overTime.ts';
import type { ReportQuery } from './report.ts';
import { addCell, totalOf } from './sums.ts';
import type { Cell, CellKey, GrowingCells, Measure, PeriodRow } from './sums.ts';

export interface SummedCells {
  /** Of the query's span and session, whatever its filters say. */
  readonly cells: readonly Cell[];
  /** Of what matches the filters too, oldest first; periods without anything are left out. */
  readonly periods: readonly PeriodRow[];
}

/**
 * Whole days that are summed up are read from their sums, months where all of them is asked for; all
 * else from the rows.
 */
export function summedCells(
  database: DatabaseSync,
  query: ReportQuery,
  { isHourly, periodAt }: Periods,
): SummedCells {
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = query.span;
  const { sessionId, timeZone } = query;
  const span = { fromMs, untilMs };
  const ofSession = sessionId !== undefined && { sessionId };
  const mayRead = !isHourly && !ofSession && keptZone(database) === timeZone;
  const days = mayRead ? summedWithin(database, 'day', span) : [];

  const isWanted = matching(query);
  const cells: GrowingCells = new Map();
  const periods = keptPeriods(database, days, isWanted);
  for (const cell of keptCells(database, days, span)) addCell(cells, cell);
  for (const gap of gapsBetween(days, span)) {
    for (const period of liveCells(database, { ...gap, ...ofSession }, periodAt)) {
      for (const cell of period.cells) addCell(cells, cell);
      periods.push({ fromMs: period.fromMs, sums: totalOf(period.cells.filter(isWanted)) });
    }
  }
  return {
    cells: [...cells.values()],
    periods: periods.toSorted((a, b) => a.fromMs - b.fromMs),
  };
}

/** Whether a cell is of what the query asks for. */
export function matching(query: ReportQuery): (cell: CellKey) => boolean {
  const wanted = (['workspace', 'taskType', 'tier', 'model'] as const).filter(
    (name) => query[name] !== undefined,
  );
  return (cell) => wanted.every((name) => cell[name] === query[name]);
}

/**
 * The measure that counts a request once: among all, or once in each tier or model, where only some of
 * its attempts are looked at.
 */
export function requestsMeasure(byTier: boolean, byModel: boolean): Measure {
  if (byTier && byModel) return 'requestsOfBoth';
  if (byTier) return 'requestsOfTier';
  return byModel ? 'requestsOfModel' : 'requests';
}
