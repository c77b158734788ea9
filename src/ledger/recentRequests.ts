import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../routing/money.ts';
import type { RequestRow } from './summary.ts';

/** A request with one of its attempts; the attempt's columns are NULL where there is none. */
interface AttemptRow {
  readonly requestId: string;
  readonly atMs: number;
  readonly subject: string;
  readonly taskType: string;
  readonly reason: string;
  readonly attemptId: string | null;
  readonly tier: string | null;
  readonly modelName: string | null;
  readonly simulated: number | null;
  readonly attemptOutcome: string | null;
  readonly costSource: CostSource | null;
  readonly nanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  readonly developerOutcome: string | null;
}

const attemptsOfRecentRequests = `
  SELECT
    recent.request_id AS requestId, recent.at_ms AS atMs, recent.subject,
    recent.task_type AS taskType, recent.reason,
    attempt_id AS attemptId, tier, model_name AS modelName, simulated,
    settlement.outcome AS attemptOutcome, cost_source AS costSource, cost_nano_usd AS nanoUsd,
    input_tokens AS inputTokens, output_tokens AS outputTokens, latency_ms AS latencyMs,
    (
      SELECT outcome FROM outcome
      WHERE request_id = recent.request_id AND outcome <> 'shown'
      ORDER BY at_ms DESC, seq DESC LIMIT 1
    ) AS developerOutcome
  FROM (
    SELECT * FROM request WHERE session_id = ? ORDER BY at_ms DESC, seq DESC LIMIT 200
  ) AS recent
  LEFT JOIN reservation USING (request_id)
  LEFT JOIN settlement USING (attempt_id)
  ORDER BY recent.at_ms DESC, recent.seq DESC, reservation.at_ms, reservation.seq`;

/** The newest 200 requests of a session, newest first. */
export function recentRequests(database: DatabaseSync, sessionId: string): RequestRow[] {
  const rows = database.prepare(attemptsOfRecentRequests).all(sessionId) as unknown as AttemptRow[];
  return [...Map.groupBy(rows, (row) => row.requestId).values()].map(toRequestRow);
}

function toRequestRow(rows: AttemptRow[]): RequestRow {
  const last = rows.at(-1)!;
  const attempts = rows.filter((row) => row.attemptId !== null);
  const nanoUsd = attempts.length === 0 ? 0 : sumOfKnown(attempts, 'nanoUsd');
  const inputTokens = sumOfKnown(attempts, 'inputTokens');
  const outputTokens = sumOfKnown(attempts, 'outputTokens');
  const latencyMs = sumOfKnown(attempts, 'latencyMs');
  return {
    requestId: last.requestId,
    atMs: last.atMs,
    subject: last.subject,
    taskType: last.taskType,
    tier: last.tier ?? '',
    modelName: last.modelName ?? '',
    reason: last.reason,
    outcome: last.developerOutcome ?? outcomeOfAttempt(last),
    costSource: weakestSource(attempts),
    simulated: attempts.length > 0 && attempts.every((row) => row.simulated === 1),
    ...(nanoUsd !== undefined && { nanoUsd }),
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

function outcomeOfAttempt(row: AttemptRow): string {
  if (row.attemptId === null) return 'noCall';
  return row.attemptOutcome ?? 'open';
}

const weakestFirst: readonly CostSource[] = ['unknown', 'estimated', 'computed', 'reported'];

function weakestSource(attempts: AttemptRow[]): CostSource {
  const sources = attempts.map((row) => row.costSource ?? 'unknown');
  return weakestFirst.find((source) => sources.includes(source)) ?? 'computed';
}

function sumOfKnown(
  attempts: AttemptRow[],
  column: 'nanoUsd' | 'inputTokens' | 'outputTokens' | 'latencyMs',
): number | undefined {
  const known = attempts.map((row) => row[column]).filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
