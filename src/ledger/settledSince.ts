import type { DatabaseSync } from 'node:sqlite';
import type { ModelReference } from '../routing/model.ts';
import type { Cost } from '../routing/money.ts';
import type { ExportedAttempt } from './exportOtlp.ts';
import type { SentUpTo } from './exportOtlpSend.ts';
import type { Purpose } from './facts.ts';
import { inReadTransaction } from './transaction.ts';

/** What was settled or corrected after the cursor, at most `limit`, and the cursor after that. */
export function settledSince(
  database: DatabaseSync,
  cursor: SentUpTo,
  limit: number,
): { attempts: ExportedAttempt[]; cursor: SentUpTo } {
  return inReadTransaction(database, () => {
    const settled = database.prepare(endsOf('settlement')).all(cursor.settlement, limit);
    const room = limit - settled.length;
    const corrected = database.prepare(endsOf('correction')).all(cursor.correction, room);
    return {
      attempts: [...settled, ...corrected].map(toAttempt),
      cursor: {
        settlement: Number(settled.at(-1)?.seq ?? cursor.settlement),
        correction: Number(corrected.at(-1)?.seq ?? cursor.correction),
      },
    };
  });
}

function endsOf(table: 'settlement' | 'correction'): string {
  return `
    SELECT
      ended.*, reservation.request_id, reservation.at_ms AS started_at_ms, purpose, tier, model,
      simulated, task_type
    FROM ${table} AS ended
    JOIN reservation USING (attempt_id)
    JOIN request USING (request_id)
    WHERE ended.seq > ? ORDER BY ended.seq LIMIT ?`;
}

type Row = Record<string, unknown>;

function toAttempt(row: Row): ExportedAttempt {
  return {
    seq: Number(row['seq']),
    attemptId: String(row['attempt_id']),
    requestId: String(row['request_id']),
    startedAtMs: Number(row['started_at_ms']),
    endedAtMs: Number(row['at_ms']),
    purpose: row['purpose'] as Purpose,
    tier: String(row['tier']),
    taskType: String(row['task_type']),
    model: row['model'] as ModelReference,
    simulated: row['simulated'] === 1,
    outcome: row['outcome'] as ExportedAttempt['outcome'],
    ...optional('errorKind', row['error_kind'] as string | null),
    ...usageOf(row),
    cost: { source: row['cost_source'], ...optional('nanoUsd', row['cost_nano_usd']) } as Cost,
    ...optional('firstTextMs', row['first_text_ms'] as number | null),
  };
}

function usageOf(row: Row): Pick<ExportedAttempt, 'usage'> {
  if (row['input_tokens'] === null || row['output_tokens'] === null) return {};
  const count = (column: string) => row[column] as number | null;
  return {
    usage: {
      inputTokens: Number(row['input_tokens']),
      outputTokens: Number(row['output_tokens']),
      ...optional('cacheReadTokens', count('cache_read_tokens')),
      ...optional('cacheWriteTokens', count('cache_write_tokens')),
      ...optional('cacheWriteLongTokens', count('cache_write_long_tokens')),
      ...optional('reasoningTokens', count('reasoning_tokens')),
    },
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | null,
): { readonly [Key in Name]?: Value } {
  return (value === null ? {} : { [name]: value }) as { [Key in Name]?: Value };
}
