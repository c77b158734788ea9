import type { DatabaseSync } from 'node:sqlite';
import type { Money } from '../routing/accounts.ts';
import { conditionsOf, newestRows, ofAttempt, ofRequest } from './matchingRows.ts';
import type { FoundPeriods } from './matchingRows.ts';
import type { LatencyRow, ReportQuery } from './report.ts';

const answers = (simulated: 0 | 1, conditions: string): string => `
  SELECT attempt.latency_ms AS ms
  FROM request CROSS JOIN attempt ON attempt.request_id = request.request_id
  WHERE request.at_ms >= ? AND request.at_ms < ?
    AND purpose = 'answer' AND outcome = 'complete' AND simulated = ${simulated} ${conditions}
  ORDER BY request.at_ms DESC, request.seq DESC, attempt.seq DESC LIMIT ?`;

/** How long the newest whole answers of a query took that cost this kind of money. */
export function latencyOf(
  database: DatabaseSync,
  query: ReportQuery,
  found: FoundPeriods & { readonly money: Money },
): LatencyRow {
  const { sql, values } = conditionsOf(query, [...ofRequest, ...ofAttempt]);
  const rows = newestRows<{ readonly ms: number }>(database, query, found, {
    measures: ['wholeAnswers'],
    sql: answers(found.money === 'practice' ? 1 : 0, sql),
    values,
    limit: 500,
  });
  if (rows.length === 0) return { answers: 0 };
  const sorted = rows.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
  return { answers: rows.length, medianMs: at(0.5), p90Ms: at(0.9) };
}
