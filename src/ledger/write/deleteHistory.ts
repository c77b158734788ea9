import type { DatabaseSync } from 'node:sqlite';
import type { Deleted } from '../ledger.ts';
import { inWriteTransaction } from '../sql/statements.ts';

/** Rewriting a file of up to 32 MB is quick; a larger one keeps its free space for new facts. Chosen by judgement. */
const largestRewrittenPages = 8192;

/** Requests with an open call stay, because its settlement must find them. */
const doomedRequests = `
  CREATE TEMP TABLE doomed AS
    SELECT request_id FROM request
    WHERE at_ms < ? AND NOT EXISTS (
      SELECT 1 FROM reservation JOIN unsettled USING (attempt_id)
      WHERE reservation.request_id = request.request_id
    )`;

const ofAttempts = `attempt_id IN (
  SELECT attempt_id FROM reservation JOIN doomed USING (request_id))`;
const ofRequests = 'request_id IN (SELECT request_id FROM doomed)';

const deletions = [
  ...['verdict', 'statement'].map((table) => `DELETE FROM ${table} WHERE ${ofAttempts}`),
  `DELETE FROM chosen WHERE ${ofRequests}`,
  ...['correction', 'settlement'].map((table) => `DELETE FROM ${table} WHERE ${ofAttempts}`),
  ...['turn_outcome', 'outcome', 'reservation', 'request'].map(
    (table) => `DELETE FROM ${table} WHERE ${ofRequests}`,
  ),
  ...['summed', 'sum_of', 'sum_key'].map((table) => `DELETE FROM ${table}`),
];

/**
 * Deletes requests from before a time, or all, with everything recorded about them, except those with an
 * open call. One write drops the triggers that protect facts, deletes, and puts the triggers back. That
 * changes the schema's version, so every window sums its budgets up again.
 */
export function deleteHistory(database: DatabaseSync, beforeMs?: number): Deleted {
  database.exec('PRAGMA secure_delete = ON');
  try {
    return inWriteTransaction(database, () => {
      database.prepare(doomedRequests).run(beforeMs ?? Number.MAX_SAFE_INTEGER);
      const deleted = database
        .prepare(
          `SELECT
            (SELECT count(*) FROM doomed) AS requests,
            (
              SELECT coalesce(sum(cost_nano_usd), 0) FROM doomed JOIN attempt USING (request_id)
            ) AS nanoUsd`,
        )
        .get() as unknown as Deleted;
      const triggers = protectingTriggers(database);
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
      for (const sql of deletions) database.exec(sql);
      for (const { sql } of triggers) database.exec(sql);
      database.exec('DROP TABLE doomed');
      return { ...deleted };
    });
  } finally {
    database.exec('PRAGMA secure_delete = OFF');
  }
}

/** Gives free space back to the disk where that is quick. */
export function shrink(database: DatabaseSync): void {
  const pages = database.prepare(
    'SELECT page_count - freelist_count AS n FROM pragma_page_count, pragma_freelist_count',
  );
  if (Number(pages.get()?.n) <= largestRewrittenPages) database.exec('VACUUM');
}

function protectingTriggers(database: DatabaseSync): { name: string; sql: string }[] {
  const triggers = database.prepare(
    `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_delete' ESCAPE '\\'`,
  );
  return triggers.all() as unknown as { name: string; sql: string }[];
}
