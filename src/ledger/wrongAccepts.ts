import type { DatabaseSync } from 'node:sqlite';

const wrongAccepts = `
  SELECT count(DISTINCT request.request_id) AS n
  FROM request
  JOIN outcome AS accepted ON accepted.request_id = request.request_id
  JOIN outcome AS later ON later.request_id = request.request_id
  WHERE session_id = ?
    AND accepted.outcome = 'accepted'
    AND later.outcome IN ('undone', 'escalated')
    AND (later.at_ms, later.seq) > (accepted.at_ms, accepted.seq)`;

/** How many of a session's requests were accepted and later undone or escalated. */
export function wrongAcceptsOf(database: DatabaseSync, sessionId: string): number {
  return Number(database.prepare(wrongAccepts).get(sessionId)?.n);
}
