import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../routing/money.ts';
import { standingAttempt } from './attemptsOfSession.ts';
import type { RequestRow } from './summary.ts';

interface RequestColumns {
  readonly requestId: string;
  readonly atMs: number;
  readonly subject: string;
  readonly taskType: string;
  readonly reason: string;
  /** The attempt that stands for the request. */
  readonly standingId: string | null;
  readonly developerOutcome: string | null;
}

/** What the ending says is NULL while the call has not ended. */
interface AttemptColumns {
  readonly requestId: string;
  readonly attemptId: string;
  readonly tier: string;
  readonly modelName: string;
  readonly simulated: number;
  readonly outcome: string | null;
  readonly costSource: CostSource | null;
  readonly nanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

const recent = `(
  SELECT * FROM request WHERE session_id = ? ORDER BY at_ms DESC, seq DESC LIMIT 200
) AS request`;

const requestsOfSession = `
  SELECT
    request_id AS requestId, at_ms AS atMs, subject, task_type AS taskType, reason,
    ${standingAttempt} AS standingId,
    (
      SELECT outcome FROM outcome
      WHERE request_id = request.request_id AND outcome <> 'shown'
      ORDER BY at_ms DESC, seq DESC LIMIT 1
    ) AS developerOutcome
  FROM ${recent}
  ORDER BY at_ms DESC, seq DESC`;

const attemptsOfRequests = `
  SELECT
    request_id AS requestId, attempt_id AS attemptId, tier, model_name AS modelName, simulated,
    outcome, cost_source AS costSource, cost_nano_usd AS nanoUsd, input_tokens AS inputTokens,
    output_tokens AS outputTokens, latency_ms AS latencyMs, attempt.at_ms AS startedAtMs,
    ended_at_ms AS endedAtMs
  FROM ${recent}
  JOIN attempt USING (request_id)`;

/** The newest 200 requests of a session, newest first. */
export function recentRequests(database: DatabaseSync, sessionId: string): RequestRow[] {
  const all = <Row>(sql: string) => database.prepare(sql).all(sessionId) as unknown as Row[];
  const attempts = Map.groupBy(all<AttemptColumns>(attemptsOfRequests), (row) => row.requestId);
  return all<RequestColumns>(requestsOfSession).map((request) =>
    toRequestRow(request, attempts.get(request.requestId) ?? []),
  );
}

function toRequestRow(request: RequestColumns, attempts: AttemptColumns[]): RequestRow {
  const { requestId, atMs, subject, taskType, reason, standingId, developerOutcome } = request;
  const standing = attempts.find((row) => row.attemptId === standingId);
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

/**
 * How long the developer waited, checks between the attempts included: some ran side by side. Nobody
 * knows how long an orphaned one took.
 */
function elapsedOf(all: AttemptColumns[]): number | undefined {
  const attempts = all.filter(({ outcome }) => outcome !== 'orphaned');
  const [only] = attempts;
  if (attempts.length === 1) return only!.latencyMs ?? undefined;
  const starts = attempts.map(({ startedAtMs }) => startedAtMs);
  const ends = attempts.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  return ends.length === 0 ? undefined : Math.max(0, Math.max(...ends) - Math.min(...starts));
}

function outcomeOfAttempt(row: AttemptColumns | undefined): string {
  if (!row) return 'noCall';
  return row.outcome ?? 'open';
}

const weakestFirst: readonly CostSource[] = ['unknown', 'estimated', 'computed', 'reported'];

function weakestSource(attempts: AttemptColumns[]): CostSource {
  const sources = attempts.map((row) => row.costSource ?? 'unknown');
  return weakestFirst.find((source) => sources.includes(source)) ?? 'computed';
}

function sumOfKnown(
  attempts: AttemptColumns[],
  column: 'nanoUsd' | 'inputTokens' | 'outputTokens',
): number | undefined {
  const known = attempts.map((row) => row[column]).filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
