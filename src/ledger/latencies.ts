import type { DatabaseSync } from 'node:sqlite';
import { inReadTransaction } from './transaction.ts';

// DISTINCT would read the whole index; this takes one step per model.
const knownModels = `
  WITH RECURSIVE known (model) AS (
    SELECT min(model) FROM reservation
    UNION ALL
    SELECT (SELECT min(model) FROM reservation WHERE model > known.model)
    FROM known WHERE known.model IS NOT NULL
  )
  SELECT model FROM known WHERE model IS NOT NULL`;

const newestOfModel = `
  SELECT latency_ms AS ms FROM attempt
  WHERE model = ? AND purpose = 'answer' AND outcome = 'complete'
  ORDER BY seq DESC LIMIT 20`;

/** Median milliseconds of the newest complete answers, by model reference. */
export function latencies(database: DatabaseSync): Map<string, number> {
  return inReadTransaction(database, () => {
    const models = database.prepare(knownModels).all();
    const newest = database.prepare(newestOfModel);
    const samples = models.map(
      ({ model }) =>
        [String(model), newest.all(String(model)).map(({ ms }) => Number(ms))] as const,
    );
    const known = samples.filter(([, times]) => times.length > 0);
    return new Map(known.map(([model, times]) => [model, median(times)]));
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return (lower + upper) / 2;
}
