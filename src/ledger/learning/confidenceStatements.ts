import type { DatabaseSync } from 'node:sqlite';
import type { ModelReference } from '../../routing/models/model.ts';
import type { KnownStatement } from '../facts.ts';
import { standingAttempt } from '../sql/requestParts.ts';

// What the developer did counts for the answer they were given; a gate's failure counts for any answer.
const newestKnown = `
  SELECT percent, NOT failed AND developerOutcome IS 'accepted' AS isRight
  FROM (
    SELECT
      statement.seq, percent,
      EXISTS (
        SELECT 1 FROM verdict
        WHERE verdict.attempt_id = reservation.attempt_id
          AND verdict.verdict = 'fail' AND gate <> 'confidence'
      ) AS failed,
      CASE WHEN reservation.attempt_id = ${standingAttempt} THEN (
        SELECT outcome.outcome FROM outcome
        WHERE outcome.request_id = request.request_id
          AND outcome.outcome IN ('accepted', 'rejected', 'undone', 'escalated')
        ORDER BY outcome.at_ms DESC, outcome.seq DESC LIMIT 1
      ) END AS developerOutcome
    FROM statement
    JOIN reservation ON reservation.attempt_id = statement.attempt_id
    JOIN request ON request.request_id = reservation.request_id
    WHERE model = ? AND purpose = 'answer'
  )
  WHERE failed OR developerOutcome IS NOT NULL
  ORDER BY seq DESC LIMIT 200`;

/** A model's confidence in its newest 200 answers that turned out right or wrong, newest first. */
export function statements(database: DatabaseSync, model: ModelReference): KnownStatement[] {
  const rows = database.prepare(newestKnown).all(model);
  return rows.map(({ percent, isRight }) => ({ percent: Number(percent), right: isRight === 1 }));
}
