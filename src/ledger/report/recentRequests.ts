import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../../routing/models/money.ts';
import type { ReportQuery } from '../reports.ts';
import type { RequestRow } from '../spendRows.ts';
import { prepared } from '../sql/statements.ts';
import { standingAttempt } from './attemptsOfSession.ts';
import {
  conditionsOf,
  type FoundPeriods,
  newestRows,
  ofAttempt,
  ofRequest,
} from './matchingRows.ts';

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

const requestsOf = (conditions: string): string => `
  SELECT
    request_id AS requestId, at_ms AS atMs, subject, task_type AS taskType, reason,
    ${standingAttempt} AS standingId,
    (
      SELECT outcome FROM outcome
      WHERE request_id = request.request_id AND outcome <> 'shown'
      ORDER BY at_ms DESC, seq DESC LIMIT 1
    ) AS developerOutcome
  FROM request
  WHERE ${conditions}`;

const attemptsOfRequests = `
  SELECT
    request_id AS requestId, attempt_id AS attemptId, tier, model_name AS modelName, simulated,
    outcome, cost_source AS costSource, cost_nano_usd AS nanoUsd, input_tokens AS inputTokens,
    output_tokens AS outputTokens, latency_ms AS latencyMs, attempt.at_ms AS startedAtMs,
    ended_at_ms AS endedAtMs
  FROM json_each(?) AS id CROSS JOIN attempt ON attempt.request_id = id.value`;

/** The newest 200 requests of a query, newest first: those with an attempt of its tier and model. */
export function recentRequests(
  database: DatabaseSync,
  query: ReportQuery,
  found: FoundPeriods,
): RequestRow[] {
  const request = conditionsOf(query, ofRequest);
  const attempt = conditionsOf(query, ofAttempt);
  const hasAttempt =
    attempt.values.length > 0 &&
    `AND EXISTS (
      SELECT 1 FROM reservation
      WHERE reservation.request_id = request.request_id ${attempt.sql})`;
  const rows = newestRows<RequestColumns>(database, query, found, {
    measures: ['attempts', 'requestsWithoutCall'],
    sql: `${requestsOf(`at_ms >= ? AND at_ms < ? ${request.sql} ${hasAttempt || ''}`)}
      ORDER BY at_ms DESC, seq DESC LIMIT ?`,
    values: [...request.values, ...attempt.values],
    limit: 200,
  });
  return withAttempts(database, rows);
}

/** One request, and undefined when there is none of this id. */
export function requestRowOf(database: DatabaseSync, requestId: string): RequestRow | undefined {
  const rows = database.prepare(requestsOf('request_id = ?')).all(requestId);
  return withAttempts(database, rows as unknown as RequestColumns[])[0];
}

function withAttempts(database: DatabaseSync, requests: RequestColumns[]): RequestRow[] {
  const ids = JSON.stringify(requests.map(({ requestId }) => requestId));
  const rows = prepared(database, attemptsOfRequests).all(ids) as unknown as AttemptColumns[];
  const attempts = Map.groupBy(rows, (row) => row.requestId);
  return requests.map((request) => toRequestRow(request, attempts.get(request.requestId) ?? []));
}

function toRequestRow(request: RequestColumns, attempts: AttemptColumns[]): RequestRow {
  const { requestId, atMs, subject, taskType, reason, standingId, developerOutcome } = request;
  const standing = attempts.find((row) => row.attemptId === standingId);
  const practice = attempts.filter((row) => row.simulated === 1);
  const isPractice = attempts.length > 0 && practice.length === attempts.length;
  const paid = isPractice ? attempts : attempts.filter((row) => row.simulated === 0);
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
    ...costOf(paid),
    ...(practice.length > 0 && !isPractice && { practice: costOf(practice) }),
    simulated: isPractice,
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

function costOf(attempts: AttemptColumns[]): Pick<RequestRow, 'nanoUsd' | 'costSource'> {
  const nanoUsd = attempts.length === 0 ? 0 : sumOfKnown(attempts, 'nanoUsd');
  return { costSource: weakestSource(attempts), ...(nanoUsd !== undefined && { nanoUsd }) };
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
