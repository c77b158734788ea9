/** The attempts of one session, the call that has not ended included; takes the session's id. */
export const attemptsOfSession = `
  FROM request
  JOIN attempt USING (request_id)
  WHERE session_id = ?`;

/**
 * The attempt that stands for a `request`: the chosen one, else the newest that was to answer.
 * NULL when nobody was asked for an answer.
 */
export const standingAttempt = `coalesce(
  (SELECT chosen.attempt_id FROM chosen WHERE chosen.request_id = request.request_id),
  (
    SELECT newest.attempt_id FROM reservation AS newest
    WHERE newest.request_id = request.request_id AND newest.purpose = 'answer'
    ORDER BY newest.seq DESC LIMIT 1
  ))`;
