import type { DatabaseSync } from 'node:sqlite';
import { daysIn, rememberDays } from './days.ts';
import { gapsBetween, rolledUpWithin, rollUpZone } from './rollUp.ts';
import { forgetChanged } from './cellCache.ts';
import type { CellCache } from './cellCache.ts';
import { readCells, readPeriods } from './readRollups.ts';
import { hourlyCells } from './hourlyCells.ts';
import type { Periods } from './periods.ts';
import type { ReportQuery } from '../reports.ts';
import { addCell, periodMeasures, totalsOf } from './measures.ts';
import type { Cell, CellKey, GrowingCells, Measure, PeriodRow } from './measures.ts';

export interface AggregatedCells {
  /** Cells of the query's span and session, whatever its filters are. */
  readonly cells: readonly Cell[];
  /**
   * Sums of what matches the filters as well, oldest first, one row for each period and kind of money;
   * empty periods are omitted.
   */
  readonly periods: readonly PeriodRow[];
}

/**
 * The cells of a query. Days that are rolled up come from the roll-ups (whole months from the month's),
 * everything else from the rows.
 */
export function aggregatedCells(
  database: DatabaseSync,
  query: ReportQuery,
  { isHourly, periodAt }: Periods,
  cache: CellCache,
): AggregatedCells {
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = query.span;
  const { sessionId, timeZone } = query;
  const span = { fromMs, untilMs };
  const ofSession = sessionId !== undefined && { sessionId };
  const hasRollUps = !isHourly && !ofSession && rollUpZone(database) === timeZone;
  const days = hasRollUps ? rolledUpWithin(database, 'day', span) : [];
  rememberDays(timeZone, days);
  forgetChanged(database, cache);

  const matches = matching(query);
  const cells: GrowingCells = new Map();
  const periods = [...readPeriods(database, days, matches, cache)];
  for (const [name, cell] of readCells(database, days, span, cache)) addCell(cells, cell, name);
  for (const gap of gapsBetween(days, span)) {
    for (const hour of hourlyCells(database, { ...gap, ...ofSession }, daysIn(timeZone), cache)) {
      for (const [name, cell] of hour.cells) addCell(cells, cell, name);
      const period = periodAt(hour.fromMs).fromMs;
      const found = [...hour.cells.values()].filter(matches);
      for (const [money, group] of Map.groupBy(found, (cell) => cell.money)) {
        periods.push({ fromMs: period, money, sums: totalsOf(group, periodMeasures) });
      }
    }
  }
  return { cells: [...cells.values()], periods: merged(periods) };
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

/** Whether a cell matches the query's filters. */
export function matching(query: ReportQuery): (cell: CellKey) => boolean {
  const filters = (['workspace', 'taskType', 'tier', 'model'] as const).filter(
    (name) => query[name] !== undefined,
  );
  return (cell) => filters.every((name) => cell[name] === query[name]);
}

/**
 * The measure that counts each request once. Where the cells are split by tier or model, a request counts
 * once in each tier or model.
 */
export function requestsMeasure(byTier: boolean, byModel: boolean): Measure {
  if (byTier && byModel) return 'requestsOfBoth';
  if (byTier) return 'requestsOfTier';
  return byModel ? 'requestsOfModel' : 'requests';
}
