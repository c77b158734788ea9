import type { DatabaseSync } from 'node:sqlite';
import type { NanoUsd } from '../../routing/models/money.ts';
import { conditionsOf, ofAttempt, ofRequest } from '../report/matchingRows.ts';
import type { ExportPage, ExportRow, ReportQuery } from '../reports.ts';
import { developerOutcome, standingAttempt } from '../sql/requestParts.ts';

/*
 * The door of exports. In comes a query, out go its attempts page by page; exportFormats.ts writes them as
 * CSV or JSON. settledSince.ts reads settled attempts in order, otlpTraces.ts makes OpenTelemetry spans of
 * them, and sendOtlp.ts sends those where the user's settings name an engine. No export holds a prompt,
 * an answer or code.
 */

const rowsAfter = (conditions: string): string => `
  SELECT
    attempt.seq, request.at_ms AS atMs, request.request_id AS requestId,
    attempt.attempt_id AS attemptId, session_id AS sessionId, workspace, subject,
    task_type AS taskType, language, tier, model, model_name AS modelName, effort, purpose,
    ifnull(attempt.outcome, 'open') AS outcome, error_kind AS errorKind,
    ifnull(cost_source, 'unknown') AS costSource, cost_nano_usd AS nanoUsd,
    input_tokens AS inputTokens, cache_read_tokens AS cacheReadTokens,
    cache_write_tokens AS cacheWriteTokens, cache_write_long_tokens AS cacheWriteLongTokens,
    output_tokens AS outputTokens, reasoning_tokens AS reasoningTokens,
    baseline_name AS baselineName, baseline_nano_usd AS baselineNanoUsd,
    first_text_ms AS firstTextMs, latency_ms AS latencyMs,
    ifnull((
      SELECT group_concat(gate || ' ' || verdict, '; ' ORDER BY gate) FROM verdict
      WHERE verdict.attempt_id = attempt.attempt_id
    ), '') AS verdicts,
    attempt.attempt_id = ${standingAttempt} AS taken,
    ${developerOutcome} AS developerOutcome, simulated
  FROM attempt CROSS JOIN request ON request.request_id = attempt.request_id
  WHERE attempt.seq > ? AND request.at_ms >= ? AND request.at_ms < ? ${conditions}
  ORDER BY attempt.seq LIMIT ?`;

type Columns = Omit<ExportRow, 'time' | 'usd' | 'taken' | 'simulated' | PracticeColumn> & {
  readonly seq: number;
  readonly atMs: number;
  readonly taken: number | null;
  readonly simulated: number;
};

type PracticeColumn = Extract<keyof ExportRow, `practice${string}`>;

/** The attempts of a query in the order of their reservations, page by page; the first page is after 0. */
export function exportRows(
  database: DatabaseSync,
  query: ReportQuery,
  after: number,
  limit: number,
): ExportPage {
  const { fromMs, untilMs = Number.MAX_SAFE_INTEGER } = query.span;
  const { sql, values } = conditionsOf(query, [...ofRequest, ...ofAttempt]);
  const found = database.prepare(rowsAfter(sql)).all(after, fromMs, untilMs, ...values, limit);
  const rows = found as unknown as Columns[];
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { rows: rows.map(exportRow), ...(last && { nextAfter: last.seq }) };
}

function exportRow(columns: Columns): ExportRow {
  const { seq: _seq, atMs, taken, simulated, nanoUsd, baselineNanoUsd, ...row } = columns;
  const usd = nanoUsd === null ? null : decimalUsd(nanoUsd);
  const isPractice = simulated === 1;
  return {
    time: new Date(atMs).toISOString(),
    ...row,
    usd: isPractice ? null : usd,
    nanoUsd: isPractice ? null : nanoUsd,
    practiceUsd: isPractice ? usd : null,
    practiceNanoUsd: isPractice ? nanoUsd : null,
    baselineNanoUsd: isPractice ? null : baselineNanoUsd,
    practiceBaselineNanoUsd: isPractice ? baselineNanoUsd : null,
    taken: taken === 1,
    simulated: isPractice,
  };
}

function decimalUsd(nanoUsd: NanoUsd): string {
  const fraction = String(nanoUsd % 1_000_000_000).padStart(9, '0');
  return `${Math.floor(nanoUsd / 1_000_000_000)}.${fraction}`;
}
