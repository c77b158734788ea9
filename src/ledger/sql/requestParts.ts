/**
 * The id of the attempt that stands for a `request`: the chosen one, else the newest that was to answer.
 * NULL when no model was asked for an answer.
 */
export const standingAttempt = `coalesce(
  (SELECT chosen.attempt_id FROM chosen WHERE chosen.request_id = request.request_id),
  (
    SELECT newest.attempt_id FROM reservation AS newest
    WHERE newest.request_id = request.request_id AND newest.purpose = 'answer'
    ORDER BY newest.seq DESC LIMIT 1
  ))`;

/** The last thing the developer did with the answer of a `request`; NULL when it was only shown. */
export const developerOutcome = `(
  SELECT outcome.outcome FROM outcome
  WHERE outcome.request_id = request.request_id AND outcome.outcome <> 'shown'
  ORDER BY outcome.at_ms DESC, outcome.seq DESC LIMIT 1
)`;
