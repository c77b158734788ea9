import type { CostSource } from '../routing/money.ts';
import type { VerdictFact } from './facts.ts';
import { corrected } from './schemaParts.ts';

/** An attempt with its request, or a request without any; what is not known is NULL. */
export interface TriedRow {
  readonly requestId: string;
  readonly workspace: string;
  readonly taskType: string;
  /** The attempt that was chosen for the request. */
  readonly chosenId: string | null;
  /** The developer escalated the request by hand. */
  readonly isEscalated: number;
  /** The request was accepted and later undone or escalated. */
  readonly isWrong: number;
  readonly attemptId: string | null;
  readonly seq: number;
  readonly tier: string | null;
  readonly model: string | null;
  readonly modelName: string | null;
  readonly purpose: string | null;
  readonly simulated: number | null;
  readonly outcome: string | null;
  readonly costSource: CostSource | null;
  readonly nanoUsd: number | null;
  readonly baselineName: string | null;
  readonly baselineNanoUsd: number | null;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly cacheWriteLongTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** JSON: verdicts by gate. */
  readonly verdicts: string | null;
}

export type Verdicts = Readonly<Record<string, VerdictFact['verdict']>>;

/** The rows of the requests that `where` picks. */
export const triedRows = (where: string): string => `
  WITH request_of AS MATERIALIZED (
    SELECT
      request.request_id AS requestId, request.workspace, request.task_type AS taskType,
      chosen.attempt_id AS chosenId,
      EXISTS (
        SELECT 1 FROM request AS higher WHERE higher.escalated_from = request.request_id
      ) AS isEscalated,
      EXISTS (
        SELECT 1 FROM outcome AS accepted
        JOIN outcome AS later ON later.request_id = accepted.request_id
        WHERE accepted.request_id = request.request_id
          AND accepted.outcome = 'accepted'
          AND later.outcome IN ('undone', 'escalated')
          AND (later.at_ms, later.seq) > (accepted.at_ms, accepted.seq)
      ) AS isWrong
    FROM request LEFT JOIN chosen ON chosen.request_id = request.request_id
    WHERE ${where}
  )
  SELECT
    request_of.*,
    reservation.attempt_id AS attemptId, reservation.seq, reservation.tier, reservation.model,
    reservation.model_name AS modelName, reservation.purpose, reservation.simulated,
    ${corrected('outcome')},
    ${corrected('cost_source', 'costSource')},
    ${corrected('cost_nano_usd', 'nanoUsd')},
    ${corrected('baseline_name', 'baselineName')},
    ${corrected('baseline_nano_usd', 'baselineNanoUsd')},
    ${corrected('input_tokens', 'inputTokens')},
    ${corrected('cache_read_tokens', 'cacheReadTokens')},
    ${corrected('cache_write_tokens', 'cacheWriteTokens')},
    ${corrected('cache_write_long_tokens', 'cacheWriteLongTokens')},
    ${corrected('output_tokens', 'outputTokens')},
    ${corrected('reasoning_tokens', 'reasoningTokens')},
    (
      SELECT iif(count(*) = 0, NULL, json_group_object(gate, verdict)) FROM verdict
      WHERE verdict.attempt_id = reservation.attempt_id
    ) AS verdicts
  FROM request_of
  LEFT JOIN reservation ON reservation.request_id = requestId
  LEFT JOIN settlement ON settlement.attempt_id = reservation.attempt_id
  LEFT JOIN correction ON correction.attempt_id = reservation.attempt_id`;
