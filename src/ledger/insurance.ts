import type { DatabaseSync } from 'node:sqlite';
import { attemptsOfSession } from './attemptsOfSession.ts';
import type { Insurance } from './summary.ts';

// A request whose chosen attempt was cancelled was stopped by the developer: nothing overtook it.
const overtaken = `
  purpose = 'answer'
  AND (
    attempt.outcome = 'cancelled'
    OR attempt.outcome = 'complete' AND NOT EXISTS (
      SELECT 1 FROM verdict
      WHERE verdict.attempt_id = attempt.attempt_id AND verdict.verdict = 'fail'
    )
  )
  AND EXISTS (
    SELECT 1 FROM chosen
    JOIN attempt AS ending ON ending.attempt_id = chosen.attempt_id
    WHERE chosen.request_id = request.request_id
      AND chosen.attempt_id <> attempt.attempt_id
      AND ending.outcome IS NOT 'cancelled'
  )`;

/** What speculation spent on answers that another one overtook. */
export function insuranceOf(database: DatabaseSync, sessionId: string): Insurance {
  const sql = `SELECT
      count(*) AS attempts,
      coalesce(sum(cost_nano_usd), 0) AS nanoUsd,
      coalesce(sum(cost_nano_usd) FILTER (WHERE cost_source = 'estimated'), 0) AS estimatedNanoUsd,
      count(*) FILTER (WHERE cost_nano_usd IS NULL) AS unknownAttempts
    ${attemptsOfSession} AND ${overtaken}`;
  return { ...(database.prepare(sql).get(sessionId) as unknown as Insurance) };
}
