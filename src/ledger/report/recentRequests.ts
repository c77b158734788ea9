import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../../routing/models/money.ts';
import type { ReportQuery } from '../reports.ts';
import type { RequestRow } from '../spendRows.ts';
import type { AttemptColumns, RequestColumns } from '../sql/columns.ts';
import { developerOutcome, isEvaluation, standingAttempt } from '../sql/requestParts.ts';
import { prepared } from '../sql/statements.ts';
import {
  conditionsOf,
  type FoundPeriods,
  newestRows,
  ofAttempt,
  ofRequest,
} from './matchingRows.ts';

type Request = Pick<
  RequestColumns,
  'requestId' | 'atMs' | 'subject' | 'taskType' | 'reason' | 'standingId' | 'developerOutcome'
>;

type Attempt = Pick<
  AttemptColumns,
  | ('requestId' | 'attemptId' | 'tier' | 'modelName' | 'simulated' | 'outcome' | 'costSource')
  | ('nanoUsd' | 'inputTokens' | 'outputTokens' | 'latencyMs' | 'startedAtMs' | 'endedAtMs')
>;

const requestsOf = (conditions: string): string => `
  SELECT
    request_id AS requestId, at_ms AS atMs, subject, task_type AS taskType, reason,
    ${standingAttempt} AS standingId, ${developerOutcome} AS developerOutcome
  FROM request
  WHERE ${conditions}`;

const attemptsOfRequests = `
  SELECT
    request_id AS requestId, attempt_id AS attemptId, tier, model_name AS modelName, simulated,
    outcome, cost_source AS costSource, cost_nano_usd AS nanoUsd, input_tokens AS inputTokens,
    output_tokens AS outputTokens, latency_ms AS latencyMs, attempt.at_ms AS startedAtMs,
    ended_at_ms AS endedAtMs
  FROM json_each(?) AS id CROSS JOIN attempt ON attempt.request_id = id.value`;

/**
 * The newest 200 requests of a query, newest first. One attempt must match the query's tier and model. A
 * single evaluation asks more than that, so its requests are not listed.
 */
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
  const rows = newestRows<Request>(database, query, found, {
    measures: ['attempts', 'requestsWithoutCall'],
    sql: `${requestsOf(`at_ms >= ? AND at_ms < ? ${request.sql} ${hasAttempt || ''} AND NOT ${isEvaluation}`)}
      ORDER BY at_ms DESC, seq DESC LIMIT ?`,
    values: [...request.values, ...attempt.values],
    limit: 200,
  });
  return withAttempts(database, rows);
}

/** One request; undefined when none has this id. */
export function requestRowOf(database: DatabaseSync, requestId: string): RequestRow | undefined {
  const rows = database.prepare(requestsOf('request_id = ?')).all(requestId);
  return withAttempts(database, rows as unknown as Request[])[0];
}

function withAttempts(database: DatabaseSync, requests: Request[]): RequestRow[] {
  const ids = JSON.stringify(requests.map(({ requestId }) => requestId));
  const rows = prepared(database, attemptsOfRequests).all(ids) as unknown as Attempt[];
  const attempts = Map.groupBy(rows, (row) => row.requestId);
  return requests.map((request) => toRequestRow(request, attempts.get(request.requestId) ?? []));
}

function toRequestRow(request: Request, attempts: Attempt[]): RequestRow {
  const { requestId, atMs, subject, taskType, reason, standingId, developerOutcome } = request;
  // Where nobody was to answer, the newest call says what became of the request.
  const standing =
    attempts.find((row) => row.attemptId === standingId) ??
    attempts.toSorted((a, b) => a.startedAtMs - b.startedAtMs).at(-1);
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
 * How long the developer waited, milliseconds: from the first start to the last end, because attempts may
 * run side by side and checks run between them. An orphaned attempt does not count: its end is unknown.
 */
function elapsedOf(all: Attempt[]): number | undefined {
  const attempts = all.filter(({ outcome }) => outcome !== 'orphaned');
  const [only] = attempts;
  if (attempts.length === 1) return only!.latencyMs ?? undefined;
  const starts = attempts.map(({ startedAtMs }) => startedAtMs);
  const ends = attempts.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  return ends.length === 0 ? undefined : Math.max(0, Math.max(...ends) - Math.min(...starts));
}

function outcomeOfAttempt(row: Attempt | undefined): string {
  if (!row) return 'noCall';
  return row.outcome ?? 'open';
}

function costOf(attempts: Attempt[]): Pick<RequestRow, 'nanoUsd' | 'costSource'> {
  const nanoUsd = attempts.length === 0 ? 0 : sumOfKnown(attempts, 'nanoUsd');
  const costSource = weakestSource(attempts);
  // A zero beside a call of unknown cost would read as free.
  if (nanoUsd === undefined || (nanoUsd === 0 && costSource === 'unknown')) return { costSource };
  return { costSource, nanoUsd };
}

const weakestFirst: readonly CostSource[] = ['unknown', 'estimated', 'computed', 'reported'];

function weakestSource(attempts: Attempt[]): CostSource {
  const sources = attempts.map((row) => row.costSource ?? 'unknown');
  return weakestFirst.find((source) => sources.includes(source)) ?? 'computed';
}

function sumOfKnown(
  attempts: Attempt[],
  column: 'nanoUsd' | 'inputTokens' | 'outputTokens',
): number | undefined {
  const values = attempts.map((row) => row[column]).filter((value) => value !== null);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
