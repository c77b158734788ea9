import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../routing/money.ts';
import { standingAttempt } from './attemptsOfSession.ts';
import type { RequestRow } from './summary.ts';

/** A request with one of its attempts; the attempt's columns are NULL where there is none. */
interface AttemptRow {
  readonly requestId: string;
  readonly atMs: number;
  readonly subject: string;
  readonly taskType: string;
  readonly reason: string;
  readonly attemptId: string | null;
  /** The attempt that stands for the request. */
  readonly standingId: string | null;
  readonly tier: string | null;
  readonly modelName: string | null;
  readonly simulated: number | null;
  readonly attemptOutcome: string | null;
  readonly costSource: CostSource | null;
  readonly nanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly developerOutcome: string | null;
}

const attemptsOfRecentRequests = `
  SELECT
    request.request_id AS requestId, request.at_ms AS atMs, request.subject,
    request.task_type AS taskType, request.reason,
    attempt_id AS attemptId, ${standingAttempt} AS standingId, tier, model_name AS modelName, simulated,
    settlement.outcome AS attemptOutcome, cost_source AS costSource, cost_nano_usd AS nanoUsd,
    input_tokens AS inputTokens, output_tokens AS outputTokens, latency_ms AS latencyMs,
    reservation.at_ms AS startedAtMs, settlement.at_ms AS endedAtMs,
    (
      SELECT outcome FROM outcome
      WHERE request_id = request.request_id AND outcome <> 'shown'
      ORDER BY at_ms DESC, seq DESC LIMIT 1
    ) AS developerOutcome
  FROM (
    SELECT * FROM request WHERE session_id = ? ORDER BY at_ms DESC, seq DESC LIMIT 200
  ) AS request
  LEFT JOIN reservation USING (request_id)
  LEFT JOIN settlement USING (attempt_id)
  ORDER BY request.at_ms DESC, request.seq DESC`;

/** The newest 200 requests of a session, newest first. */
export function recentRequests(database: DatabaseSync, sessionId: string): RequestRow[] {
  const rows = database.prepare(attemptsOfRecentRequests).all(sessionId) as unknown as AttemptRow[];
  return [...Map.groupBy(rows, (row) => row.requestId).values()].map(toRequestRow);
}

function toRequestRow(rows: AttemptRow[]): RequestRow {
  const { requestId, atMs, subject, taskType, reason, developerOutcome } = rows[0]!;
  const standing = rows.find((row) => row.attemptId !== null && row.attemptId === row.standingId);
  const attempts = rows.filter((row) => row.attemptId !== null);
  const nanoUsd = attempts.length === 0 ? 0 : sumOfKnown(attempts, 'nanoUsd');
  const inputTokens = sumOfKnown(attempts, 'inputTokens');
  const outputTokens = sumOfKnown(attempts, 'outputTokens');
  const latencyMs = elapsedOf(attempts);
  return {
    requestId,
    atMs,
    subject,
    taskType,
    reason,
    tier: standing?.tier ?? '',
    modelName: standing?.modelName ?? '',
    outcome: developerOutcome ?? outcomeOfAttempt(standing),
    costSource: weakestSource(attempts),
    simulated: attempts.length > 0 && attempts.every((row) => row.simulated === 1),
    ...(nanoUsd !== undefined && { nanoUsd }),
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

/** How long the developer waited, checks between the attempts included: some ran side by side. */
function elapsedOf(attempts: AttemptRow[]): number | undefined {
  const [only] = attempts;
  if (attempts.length === 1) return only!.latencyMs ?? undefined;
  const starts = attempts.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const ends = attempts.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  return ends.length === 0 ? undefined : Math.max(0, Math.max(...ends) - Math.min(...starts));
}

function outcomeOfAttempt(row: AttemptRow | undefined): string {
  if (!row) return 'noCall';
  return row.attemptOutcome ?? 'open';
}

const weakestFirst: readonly CostSource[] = ['unknown', 'estimated', 'computed', 'reported'];

function weakestSource(attempts: AttemptRow[]): CostSource {
  const sources = attempts.map((row) => row.costSource ?? 'unknown');
  return weakestFirst.find((source) => sources.includes(source)) ?? 'computed';
}

function sumOfKnown(
  attempts: AttemptRow[],
  column: 'nanoUsd' | 'inputTokens' | 'outputTokens',
): number | undefined {
  const known = attempts.map((row) => row[column]).filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
