import type { DatabaseSync } from 'node:sqlite';
import { inReadTransaction } from './transaction.ts';

const newestOfModel = `
  SELECT latency_ms AS ms FROM reservation
  JOIN settlement USING (attempt_id)
  WHERE model = ? AND purpose = 'answer' AND outcome = 'complete'
  ORDER BY reservation.seq DESC LIMIT 20`;

/** Median milliseconds of the newest complete answers, by model reference. */
export function latencies(database: DatabaseSync): Map<string, number> {
  return inReadTransaction(database, () => {
    const models = database.prepare('SELECT DISTINCT model FROM reservation').all();
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
