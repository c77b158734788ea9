import type { DatabaseSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { liveCells } from './liveCells.ts';
import type { ReportQuery } from './report.ts';
import { addSums, keyNames, noSums } from './sums.ts';
import type { Cell, CellKey, Measure, Sums } from './sums.ts';

/** The sums of one key over a whole span. */
export type SpanCell = CellKey & Sums;

/** What the chart and the lists need of a period. */
export interface PeriodRow {
  readonly fromMs: number;
  readonly sums: Sums;
}

export interface SummedCells {
  /** Of the query's span and session, whatever its filters say. */
  readonly cells: readonly SpanCell[];
  /** Of what matches the filters too, oldest first; periods without anything are left out. */
  readonly periods: readonly PeriodRow[];
}

export function summedCells(
  database: DatabaseSync,
  query: ReportQuery,
  periodAt: (ms: number) => Day,
): SummedCells {
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = query.span;
  const { sessionId } = query;
  const cells = liveCells(
    database,
    { fromMs, untilMs, ...(sessionId !== undefined && { sessionId }) },
    periodAt,
  );
  const ofPeriods = Map.groupBy(cells.filter(matching(query)), (cell) => cell.fromMs);
  return {
    cells: [...Map.groupBy(cells, keyOf).values()].map(joined),
    periods: [...ofPeriods].map(([start, group]) => ({ fromMs: start, sums: totalOf(group) })),
  };
}

/** Whether a cell is of what the query asks for. */
export function matching(query: ReportQuery): (cell: CellKey) => boolean {
  const wanted = (['workspace', 'taskType', 'tier', 'model'] as const).filter(
    (name) => query[name] !== undefined,
  );
  return (cell) => wanted.every((name) => cell[name] === query[name]);
}

export function totalOf(cells: readonly Sums[]): Sums {
  return cells.reduce(addSums, noSums);
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

function keyOf(cell: Cell): string {
  return JSON.stringify(keyNames.map((name) => cell[name]));
}

function joined(cells: Cell[]): SpanCell {
  const { fromMs: _, ...first } = cells[0]!;
  return { ...first, ...totalOf(cells) };
}
