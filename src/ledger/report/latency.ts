import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Money } from '../../routing/models/accounts.ts';
import type { Latency, MeasuredTime } from '../../routing/models/latency.ts';
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
  SELECT latency_ms AS ms, first_text_ms AS firstMs FROM attempt
  WHERE model = ? AND purpose = 'answer' AND outcome = 'complete'
  ORDER BY seq DESC LIMIT 20`;

/** How long each model's newest 20 complete answers took, by model reference. */
export function latencies(database: DatabaseSync): Map<string, Latency> {
  return inReadTransaction(database, () => {
    const models = database.prepare(calledModels).all();
    const newest = database.prepare(newestOfModel);
    return new Map(
      models.flatMap(({ model }) => {
        const rows = newest.all(String(model));
        const total = medianOf(rows.map(({ ms }) => ms));
        const firstToken = medianOf(rows.map(({ firstMs }) => firstMs));
        if (!total) return [];
        return [[String(model), { total, ...(firstToken && { firstToken }) }] as const];
      }),
    );
  });
}

/** The median of the times that are known; undefined when none is. */
function medianOf(times: readonly (SQLOutputValue | undefined)[]): MeasuredTime | undefined {
  const known = times.flatMap((time) => (typeof time === 'number' ? time : []));
  return known.length > 0 ? { ms: median(known), answers: known.length } : undefined;
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
