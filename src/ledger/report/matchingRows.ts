import type { DatabaseSync } from 'node:sqlite';
import type { ReportQuery } from '../reports.ts';
import type { Day } from '../rollups/days.ts';
import type { PeriodMeasure, PeriodRow } from '../rollups/measures.ts';
import { prepared } from '../sql/statements.ts';

/** The periods that hold rows of a query, with their sums. */
export interface FoundPeriods {
  readonly periods: readonly PeriodRow[];
  readonly periodAt: (ms: number) => Day;
}

const columns = {
  sessionId: 'request.session_id',
  workspace: 'request.workspace',
  taskType: 'request.task_type',
  // The plus keeps SQLite from using the index of models: the search should begin with the request.
  tier: '+tier',
  model: '+model',
} as const;

export interface Conditions {
  /** Begins with ` AND`, or is empty. */
  readonly sql: string;
  readonly values: readonly string[];
}

/** The conditions that a query sets on these columns. */
export function conditionsOf(
  query: ReportQuery,
  names: readonly (keyof typeof columns)[],
): Conditions {
  const given = names.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [{ column: columns[name], value }];
  });
  return {
    sql: given.map(({ column }) => ` AND ${column} = ?`).join(''),
    values: given.map(({ value }) => value),
  };
}

export const ofRequest = ['sessionId', 'workspace', 'taskType'] as const;
export const ofAttempt = ['tier', 'model'] as const;

/**
 * The newest rows of a query, newest first, at most `limit`. Reads only periods where one of `measures`
 * is not zero. `sql` takes a period's begin and end, then `values`, then how many rows to return.
 */
export function newestRows<Row>(
  database: DatabaseSync,
  { span }: ReportQuery,
  { periods, periodAt }: FoundPeriods,
  search: {
    readonly measures: readonly PeriodMeasure[];
    readonly sql: string;
    readonly values: readonly string[];
    readonly limit: number;
  },
): Row[] {
  const statement = prepared(database, search.sql);
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = span;
  const rows: Row[] = [];
  const holding = periods.filter(({ sums }) => search.measures.some((name) => sums[name]));
  // A period that holds both kinds of money is listed twice.
  for (const ms of new Set(holding.map((period) => period.fromMs).toReversed())) {
    if (rows.length >= search.limit) break;
    const from = Math.max(ms, fromMs);
    const until = Math.min(periodAt(ms).untilMs, untilMs);
    const found = statement.all(from, until, ...search.values, search.limit - rows.length);
    rows.push(...(found as unknown as Row[]));
  }
  return rows;
}
