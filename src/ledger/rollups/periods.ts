import { daysIn, hourOf } from './days.ts';
import type { Day } from './days.ts';
import type { ReportQuery, TimeRow } from '../reports.ts';
import { noSums } from './measures.ts';
import type { PeriodRow } from './measures.ts';
import { dayMs, hourMs } from '../../routing/time.ts';

/** Two days, one of them with an extra hour: a report of two days shows hours. */
const longestHourlyMs = 49 * hourMs;
/** A longer span is shown from its first attempt to its last one. Chosen by judgement: a year and a bit. */
const longestWholeMs = 400 * dayMs;

export interface Periods {
  readonly isHourly: boolean;
  readonly periodAt: (ms: number) => Day;
}

/** The periods of a query's chart: hours or days. Hours begin with their day. */
export function periodsOf({ span, timeZone }: ReportQuery, nowMs: number): Periods {
  const dayAt = daysIn(timeZone);
  const isHourly = (span.untilMs ?? nowMs) - span.fromMs <= longestHourlyMs;
  if (!isHourly) return { isHourly, periodAt: dayAt };
  return { isHourly, periodAt: (ms) => hourOf(ms, dayAt(ms)) };
}

/** Whether a query can use the roll-ups of days; hours and sessions are summed from rows. */
export function readsDays(query: ReportQuery, nowMs: number): boolean {
  return query.sessionId === undefined && !periodsOf(query, nowMs).isHourly;
}

/** One row per period, including periods without an attempt. */
export function overTime(
  { span }: ReportQuery,
  periods: readonly PeriodRow[],
  { periodAt, nowMs }: Periods & { readonly nowMs: number },
): TimeRow[] {
  const spent = periods.filter(({ sums }) => sums.attempts);
  const endMs = Math.min(span.untilMs ?? Number.MAX_SAFE_INTEGER, nowMs + 1);
  const isShort = endMs - span.fromMs <= longestWholeMs;
  const firstMs = isShort ? span.fromMs : spent[0]?.fromMs;
  const lastMs = Math.max(isShort ? endMs - 1 : 0, spent.at(-1)?.fromMs ?? 0);
  if (firstMs === undefined) return [];

  const sumsAt = new Map(spent.map(({ fromMs, sums }) => [fromMs, sums]));
  const rows: TimeRow[] = [];
  for (let { fromMs, untilMs } = periodAt(firstMs); fromMs <= lastMs;) {
    rows.push(timeRow(fromMs, sumsAt.get(fromMs) ?? noSums));
    ({ fromMs, untilMs } = periodAt(untilMs));
  }
  return rows;
}

function timeRow(fromMs: number, sums: PeriodRow['sums']): TimeRow {
  return {
    fromMs,
    nanoUsd: sums.nanoUsd ?? 0,
    evaluationNanoUsd: sums.evaluationNanoUsd ?? 0,
    baselineNanoUsd: sums.baselineNanoUsd ?? 0,
    attempts: sums.attempts ?? 0,
    unknownAttempts: sums.unknownAttempts ?? 0,
  };
}
