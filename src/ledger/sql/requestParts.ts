/**
 * The id of the attempt that stands for a `request`: the chosen one, else the newest that was to answer.
 * NULL when no model was asked for an answer, as in an evaluation.
 */
export const standingAttempt = `coalesce(
  (
    SELECT chosen.attempt_id
    FROM chosen JOIN reservation AS taken ON taken.attempt_id = chosen.attempt_id
    WHERE chosen.request_id = request.request_id AND taken.purpose = 'answer'
  ),
  (
    SELECT newest.attempt_id FROM reservation AS newest
    WHERE newest.request_id = request.request_id AND newest.purpose = 'answer'
    ORDER BY newest.seq DESC LIMIT 1
  ))`;

/** Whether a row of `outcome` still counts: an undo that was redone only looked at what stood there before. */
export const stillCounts = (row: string): string => `NOT (${row}.outcome = 'undone' AND EXISTS (
  SELECT 1 FROM outcome AS again
  WHERE again.request_id = ${row}.request_id AND again.outcome = 'accepted'
    AND (again.at_ms, again.seq) > (${row}.at_ms, ${row}.seq)
))`;

/** Whether the developer rejected the answer of a `request`, undid it, or asked for a stronger model. */
export const isWrong = `EXISTS (
  SELECT 1 FROM outcome AS bad
  WHERE bad.request_id = request.request_id
    AND bad.outcome IN ('rejected', 'undone', 'escalated') AND ${stillCounts('bad')}
)`;

/** The last thing the developer did with the answer of a `request`; NULL when it was only shown. */
export const developerOutcome = `(
  SELECT outcome.outcome FROM outcome
  WHERE outcome.request_id = request.request_id AND outcome.outcome <> 'shown'
  ORDER BY outcome.at_ms DESC, outcome.seq DESC LIMIT 1
)`;

/** Whether a `request` measures models: then it is no work of the developer. */
export const isEvaluation = `EXISTS (
  SELECT 1 FROM reservation AS measured
  WHERE measured.request_id = request.request_id AND measured.purpose = 'evaluate'
)`;
