import type { DatabaseSync } from 'node:sqlite';
import type { Cost } from '../../routing/models/money.ts';
import type { ExportedAttempt, SettledCursor, SettledPage } from '../reports.ts';
import { type AttemptColumns, type UsageColumns, usageOf } from '../sql/columns.ts';
import { inReadTransaction } from '../sql/statements.ts';

const attemptsAfter = (table: 'settlement' | 'correction'): string => `
  SELECT
    newer.seq AS cursor, settlement.seq AS seq, attempt.attempt_id AS attemptId,
    request_id AS requestId, attempt.at_ms AS startedAtMs, ended_at_ms AS endedAtMs, purpose, tier,
    task_type AS taskType, model, simulated, attempt.outcome, attempt.error_kind AS errorKind,
    attempt.input_tokens AS inputTokens, attempt.cache_read_tokens AS cacheReadTokens,
    attempt.cache_write_tokens AS cacheWriteTokens,
    attempt.cache_write_long_tokens AS cacheWriteLongTokens,
    attempt.output_tokens AS outputTokens, attempt.reasoning_tokens AS reasoningTokens,
    attempt.cost_source AS source, attempt.cost_nano_usd AS nanoUsd,
    attempt.first_text_ms AS firstTextMs
  FROM (SELECT seq, attempt_id FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?) AS newer
  CROSS JOIN settlement ON settlement.attempt_id = newer.attempt_id
  CROSS JOIN attempt ON attempt.attempt_id = newer.attempt_id
  CROSS JOIN request USING (request_id)
  ORDER BY newer.seq`;

// A settled attempt has an end, so its time and outcome are never null.
type Row = Pick<
  AttemptColumns,
  | ('attemptId' | 'requestId' | 'startedAtMs' | 'purpose' | 'tier' | 'model' | 'simulated')
  | ('errorKind' | 'nanoUsd' | 'firstTextMs')
> &
  Pick<ExportedAttempt, 'seq' | 'endedAtMs' | 'taskType' | 'outcome'> &
  UsageColumns & {
    readonly cursor: number;
    readonly source: Cost['source'];
  };

/**
 * The next settled attempts in the order of their settlement, then those whose settlement was corrected
 * later; at most `limit`. A corrected attempt may come twice, both times with the corrected figures.
 */
export function settledSince(
  database: DatabaseSync,
  cursor: SettledCursor,
  limit: number,
): SettledPage {
  const read = (table: 'settlement' | 'correction', most: number) =>
    database.prepare(attemptsAfter(table)).all(cursor[table], most) as unknown as Row[];
  return inReadTransaction(database, () => {
    const settled = read('settlement', limit);
    const corrected = read('correction', limit - settled.length);
    return {
      attempts: [...settled, ...corrected].map(exportedAttempt),
      cursor: {
        settlement: settled.at(-1)?.cursor ?? cursor.settlement,
        correction: corrected.at(-1)?.cursor ?? cursor.correction,
      },
    };
  });
}

function exportedAttempt(row: Row): ExportedAttempt {
  const { seq, attemptId, requestId, startedAtMs, endedAtMs, purpose, tier, taskType } = row;
  const { model, outcome, errorKind, source, nanoUsd, firstTextMs } = row;
  const usage = usageOf(row);
  return {
    seq,
    attemptId,
    requestId,
    startedAtMs,
    endedAtMs,
    purpose,
    tier,
    taskType,
    model,
    outcome,
    simulated: row.simulated === 1,
    ...(errorKind !== null && { errorKind }),
    ...(usage && { usage }),
    cost: source === 'unknown' || nanoUsd === null ? { source: 'unknown' } : { source, nanoUsd },
    ...(firstTextMs !== null && { firstTextMs }),
  };
}
