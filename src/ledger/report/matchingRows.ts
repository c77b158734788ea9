import type { DatabaseSync } from 'node:sqlite';
import type { ReportQuery } from '../reports.ts';
import type { Day } from '../rollups/days.ts';
import type { PeriodMeasure, PeriodRow } from '../rollups/measures.ts';
import { prepared } from '../sql/statements.ts';

/** Where the rows of a query are, as its sums tell. */
export interface FoundPeriods {
  readonly periods: readonly PeriodRow[];
  readonly periodAt: (ms: number) => Day;
}

const columns = {
  sessionId: 'request.session_id',
  workspace: 'request.workspace',
  taskType: 'request.task_type',
  // The plus keeps a search that begins with a request from looking through all that a model ever did.
  tier: '+tier',
  model: '+model',
} as const;

export interface Conditions {
  /** Begins with AND, or is empty. */
  readonly sql: string;
  readonly values: readonly string[];
}

/** What a query asks of these columns. */
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
 * The newest rows of a query, newest first, at most `limit`. Looks only into periods that hold any, as
 * one of `measures` says. `sql` takes where a period begins and ends, `values`, and how many are wanted.
 */
export function newestRows<Row>(
  database: DatabaseSync,
  { span }: ReportQuery,
  { periods, periodAt }: FoundPeriods,
  wanted: {
    readonly measures: readonly PeriodMeasure[];
    readonly sql: string;
    readonly values: readonly string[];
    readonly limit: number;
  },
): Row[] {
  const statement = prepared(database, wanted.sql);
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = span;
  const rows: Row[] = [];
  const holding = periods.filter(({ sums }) => wanted.measures.some((name) => sums[name]));
  // A period that holds both kinds of money comes twice.
  for (const ms of new Set(holding.map((period) => period.fromMs).toReversed())) {
    if (rows.length >= wanted.limit) break;
    const from = Math.max(ms, fromMs);
    const until = Math.min(periodAt(ms).untilMs, untilMs);
    const found = statement.all(from, until, ...wanted.values, wanted.limit - rows.length);
    rows.push(...(found as unknown as Row[]));
  }
  return rows;
}
