import { corrected } from './schemaParts.ts';
import { measures } from './sums.ts';

/** Every attempt of the requests that `where` picks, with what a sum has to know of it. */
const triedRows = (where: string): string => `
  picked AS MATERIALIZED (
    SELECT
      request.request_id, request.workspace, request.task_type, chosen.attempt_id AS chosen_id,
      EXISTS (
        SELECT 1 FROM request AS higher WHERE higher.escalated_from = request.request_id
      ) AS is_escalated,
      EXISTS (
        SELECT 1 FROM outcome AS accepted
        JOIN outcome AS later ON later.request_id = accepted.request_id
        WHERE accepted.request_id = request.request_id
          AND accepted.outcome = 'accepted'
          AND later.outcome IN ('undone', 'escalated')
          AND (later.at_ms, later.seq) > (accepted.at_ms, accepted.seq)
      ) AS is_wrong
    FROM request LEFT JOIN chosen ON chosen.request_id = request.request_id
    WHERE ${where}
  ),
  ended AS MATERIALIZED (
    SELECT
      picked.*, reservation.attempt_id, reservation.seq, reservation.tier, reservation.model,
      reservation.model_name, reservation.purpose, reservation.simulated,
      ${[
        ...['outcome', 'cost_source', 'cost_nano_usd', 'baseline_name', 'baseline_nano_usd'],
        ...['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cache_write_long_tokens'],
        ...['output_tokens', 'reasoning_tokens'],
      ]
        .map((column) => corrected(column))
        .join(',\n      ')},
      (
        SELECT max(CASE verdict WHEN 'fail' THEN 2 WHEN 'pass' THEN 1 ELSE 0 END) FROM verdict
        WHERE verdict.attempt_id = reservation.attempt_id
      ) AS worst
    FROM picked
    LEFT JOIN reservation ON reservation.request_id = picked.request_id
    LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
    LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id
  ),
  ranked AS (
    SELECT
      *,
      max(seq) FILTER (WHERE purpose = 'answer') OVER of_request AS newest_seq,
      min(seq) FILTER (WHERE purpose = 'answer') OVER of_request AS first_seq,
      max(iif(attempt_id = chosen_id, outcome, NULL)) OVER of_request AS chosen_outcome,
      first_value(tier) OVER (PARTITION BY request_id ORDER BY purpose <> 'answer', seq) AS first_tier,
      row_number() OVER (PARTITION BY request_id ORDER BY seq) AS nth_of_request,
      row_number() OVER (PARTITION BY request_id, tier ORDER BY seq) AS nth_of_tier,
      row_number() OVER (PARTITION BY request_id, model ORDER BY seq) AS nth_of_model,
      row_number() OVER (PARTITION BY request_id, tier, model ORDER BY seq) AS nth_of_both
    FROM ended
    WINDOW of_request AS (PARTITION BY request_id)
  ),
  standing AS (
    SELECT
      *,
      ifnull(iif(chosen_id IS NULL, seq = newest_seq, attempt_id = chosen_id), 0) AS is_standing,
      ifnull(seq = first_seq, 0) AS is_first_answer,
      attempt_id IS NOT NULL AND nth_of_request = 1 AS is_first_of_request,
      attempt_id IS NOT NULL AND nth_of_tier = 1 AS is_first_of_tier,
      attempt_id IS NOT NULL AND nth_of_model = 1 AS is_first_of_model,
      attempt_id IS NOT NULL AND nth_of_both = 1 AS is_first_of_both
    FROM ranked
  ),
  tried AS (
    SELECT
      *,
      is_standing AND outcome IS 'complete' AS is_answer,
      cost_nano_usd IS NOT NULL AND baseline_nano_usd IS NOT NULL
        AND is_standing AND NOT is_escalated AS is_compared,
      cost_nano_usd IS NOT NULL
        AND (baseline_nano_usd IS NOT NULL OR NOT is_standing OR is_escalated) AS is_comparable,
      CASE
        WHEN attempt_id IS NULL THEN 'none'
        WHEN purpose <> 'answer' THEN purpose
        WHEN chosen_id <> attempt_id AND chosen_outcome IS NOT 'cancelled'
          AND (outcome = 'cancelled' OR outcome = 'complete' AND worst IS NOT 2) THEN 'overtaken'
        WHEN outcome <> 'complete' OR worst = 2 AND NOT is_standing THEN 'failed'
        ELSE 'answer'
      END AS role
    FROM standing
  )`;

/**
 * The cells of the requests that `where` picks. The strongest model would have been asked once: an
 * attempt that does not stand for its request, or whose request was escalated by hand, was spent and has
 * no counterpart. A request whose chosen attempt was cancelled was stopped by the developer: nothing
 * overtook it.
 */
export const cellsOfRows = (where: string): string => `
  WITH ${triedRows(where)}
  SELECT
    workspace, task_type AS taskType, ifnull(tier, '') AS tier, ifnull(model, '') AS model,
    ifnull(model_name, '') AS modelName, role, ifnull(baseline_name, '') AS baselineName, '' AS gate,
    ${Object.entries(measures)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(',\n    ')}
  FROM tried
  GROUP BY workspace, task_type, tier, model, model_name, role, baseline_name`;

/** What each gate said of the attempts of those requests. */
export const verdictsOfRows = (where: string): string => `
  SELECT
    workspace, task_type AS taskType, tier, model, gate,
    count(*) FILTER (WHERE verdict = 'pass') AS gatePass,
    count(*) FILTER (WHERE verdict = 'fail') AS gateFail,
    count(*) FILTER (WHERE verdict = 'couldNotRun') AS gateCouldNotRun
  FROM request
  JOIN reservation ON reservation.request_id = request.request_id
  JOIN verdict ON verdict.attempt_id = reservation.attempt_id
  WHERE ${where}
  GROUP BY workspace, task_type, tier, model, gate`;
