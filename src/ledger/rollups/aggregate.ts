import type { DatabaseSync } from 'node:sqlite';
import { daysIn, rememberDays } from './days.ts';
import { gapsBetween, keptZone, summedWithin } from './rollUp.ts';
import { forgetChanged } from './cellCache.ts';
import type { CellCache } from './cellCache.ts';
import { keptCells, keptPeriods } from './readRollups.ts';
import { liveCells } from './hourlyCells.ts';
import type { Periods } from './periods.ts';
import type { ReportQuery } from '../reports.ts';
import { addCell, periodMeasures, totalsOf } from './measures.ts';
import type { Cell, CellKey, GrowingCells, Measure, PeriodRow } from './measures.ts';

export interface SummedCells {
  /** Of the query's span and session, whatever its filters say. */
  readonly cells: readonly Cell[];
  /**
   * Of what matches the filters too, oldest first; periods without anything are left out. One for each
   * kind of money.
   */
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
  known: CellCache,
): SummedCells {
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = query.span;
  const { sessionId, timeZone } = query;
  const span = { fromMs, untilMs };
  const ofSession = sessionId !== undefined && { sessionId };
  const mayRead = !isHourly && !ofSession && keptZone(database) === timeZone;
  const days = mayRead ? summedWithin(database, 'day', span) : [];
  rememberDays(timeZone, days);
  forgetChanged(database, known);

  const isWanted = matching(query);
  const cells: GrowingCells = new Map();
  const kept = keptPeriods(database, days, isWanted, known);
  const periods = [...kept];
  for (const [name, cell] of keptCells(database, days, span, known)) addCell(cells, cell, name);
  for (const gap of gapsBetween(days, span)) {
    for (const hour of liveCells(database, { ...gap, ...ofSession }, daysIn(timeZone), known)) {
      for (const [name, cell] of hour.cells) addCell(cells, cell, name);
      const period = periodAt(hour.fromMs).fromMs;
      const found = [...hour.cells.values()].filter(isWanted);
      for (const [money, some] of Map.groupBy(found, (cell) => cell.money)) {
        periods.push({ fromMs: period, money, sums: totalsOf(some, periodMeasures) });
      }
    }
  }
  return {
    cells: [...cells.values()],
    periods: merged(periods),
  };
}

function merged(rows: readonly PeriodRow[]): PeriodRow[] {
  const groups = Map.groupBy(rows, ({ fromMs, money }) => `${fromMs} ${money}`);
  return [...groups.values()]
    .map((group) => ({
      fromMs: group[0]!.fromMs,
      money: group[0]!.money,
      sums: totalsOf(
        group.map(({ sums }) => sums),
        periodMeasures,
      ),
    }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
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
