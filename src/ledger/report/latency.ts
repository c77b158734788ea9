import type { DatabaseSync } from 'node:sqlite';
import type { Money } from '../../routing/models/accounts.ts';
import type { LatencyRow, ReportQuery } from '../reports.ts';
import { inReadTransaction } from '../sql/statements.ts';
import {
  conditionsOf,
  type FoundPeriods,
  newestRows,
  ofAttempt,
  ofRequest,
} from './matchingRows.ts';

// DISTINCT would read the whole index; this takes one step per model.
const calledModels = `
  WITH RECURSIVE called (model) AS (
    SELECT min(model) FROM reservation
    UNION ALL
    SELECT (SELECT min(model) FROM reservation WHERE model > called.model)
    FROM called WHERE called.model IS NOT NULL
  )
  SELECT model FROM called WHERE model IS NOT NULL`;

const newestOfModel = `
  SELECT latency_ms AS ms FROM attempt
  WHERE model = ? AND purpose = 'answer' AND outcome = 'complete'
  ORDER BY seq DESC LIMIT 20`;

/** Median milliseconds of each model's newest 20 complete answers, by model reference. */
export function latencies(database: DatabaseSync): Map<string, number> {
  return inReadTransaction(database, () => {
    const models = database.prepare(calledModels).all();
    const newest = database.prepare(newestOfModel);
    const samples = models.map(
      ({ model }) =>
        [String(model), newest.all(String(model)).map(({ ms }) => Number(ms))] as const,
    );
    const answered = samples.filter(([, times]) => times.length > 0);
    return new Map(answered.map(([model, times]) => [model, median(times)]));
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return (lower + upper) / 2;
}

const answers = (simulated: 0 | 1, conditions: string): string => `
  SELECT attempt.latency_ms AS ms
  FROM request CROSS JOIN attempt ON attempt.request_id = request.request_id
  WHERE request.at_ms >= ? AND request.at_ms < ?
    AND purpose = 'answer' AND outcome = 'complete' AND simulated = ${simulated} ${conditions}
  ORDER BY request.at_ms DESC, request.seq DESC, attempt.seq DESC LIMIT ?`;

/** How long the newest complete answers of a query took, for one kind of money. */
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
