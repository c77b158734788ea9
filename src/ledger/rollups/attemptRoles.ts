import { callGateNames } from '../../routing/verdict.ts';
import type { CostSource } from '../../routing/models/money.ts';
import type { VerdictFact } from '../facts.ts';
import type { UsageColumns } from '../sql/columns.ts';
import { stillCounts } from '../sql/requestParts.ts';
import { corrected } from '../sql/schemaParts.ts';

/**
 * An attempt's part in its request. `overtaken`: the developer got another answer instead. `failed`: it
 * did not end whole, or a gate failed it and it does not stand for its request. `evaluate`: the request
 * measures models, whatever the attempt does in it. `none`: the request has no attempt.
 */
export type Role = 'answer' | 'overtaken' | 'failed' | 'judge' | 'classify' | 'evaluate' | 'none';

/** An attempt with everything that depends on the request's other attempts. */
export interface RowWithRole extends AttemptRow {
  readonly role: Role;
  readonly verdictByGate: Verdicts;
  /** At least one gate passed or failed it; those of tool calls do not say whether work is good. */
  readonly isJudged: boolean;
  readonly isFailedByGate: boolean;
  readonly isAnswer: boolean;
  /** It stands for its request. */
  readonly isStanding: boolean;
  readonly isFirstAnswer: boolean;
  /** Tier of the request's first call for an answer. */
  readonly firstTier: string | null;
  /** The first of its kind of money. The next three: the first of its tier, model or both as well. */
  readonly isFirstOfRequest: boolean;
  readonly isFirstOfTier: boolean;
  readonly isFirstOfModel: boolean;
  readonly isFirstOfBoth: boolean;
}

/** The attempts of one request, in any order. */
export function withRoles(rows: readonly AttemptRow[]): RowWithRole[] {
  if (rows[0]?.attemptId === null) return [withoutCall(rows[0])];
  const attempts = rows.toSorted((a, b) => a.seq - b.seq);
  const isEvaluation = attempts.some(({ purpose }) => purpose === 'evaluate');
  // An evaluation takes no answer for the developer.
  const answers = isEvaluation ? [] : attempts.filter(({ purpose }) => purpose === 'answer');
  const chosen = answers.find(({ attemptId, chosenId }) => attemptId === chosenId);
  const standing = chosen ?? answers.at(-1);
  const isFirst = (row: AttemptRow, ...names: ('tier' | 'model')[]) => {
    const same = ['simulated', ...names] as const;
    return attempts.find((other) => same.every((name) => other[name] === row[name])) === row;
  };
  return attempts.map((row) => {
    const verdictByGate = parsed(row.verdicts);
    const isFailedByGate = Object.values(verdictByGate).includes('fail');
    const onWork = Object.entries(verdictByGate).flatMap(([gate, verdict]) =>
      isCallGate(gate) ? [] : [verdict],
    );
    const isStanding = row === standing;
    return {
      ...row,
      verdictByGate,
      isJudged: onWork.includes('fail') || onWork.includes('pass'),
      isFailedByGate,
      isAnswer: answers.includes(row),
      isStanding,
      isFirstAnswer: row === answers[0],
      firstTier: answers[0]?.tier ?? null,
      role: isEvaluation ? 'evaluate' : roleOf(row, { chosen, isStanding, isFailedByGate }),
      isFirstOfRequest: isFirst(row),
      isFirstOfTier: isFirst(row, 'tier'),
      isFirstOfModel: isFirst(row, 'model'),
      isFirstOfBoth: isFirst(row, 'tier', 'model'),
    };
  });
}

function withoutCall(row: AttemptRow): RowWithRole {
  const no = { isJudged: false, isFailedByGate: false, isAnswer: false, isFirstAnswer: false };
  const first = { isFirstOfTier: false, isFirstOfModel: false, isFirstOfBoth: false };
  return {
    ...row,
    ...no,
    ...first,
    verdictByGate: {},
    role: 'none',
    firstTier: null,
    isStanding: false,
    isFirstOfRequest: false,
  };
}

// When the chosen attempt was cancelled, the developer stopped the request: nothing overtook the others.
function roleOf(
  { purpose, outcome }: AttemptRow,
  request: {
    readonly chosen: AttemptRow | undefined;
    readonly isStanding: boolean;
    readonly isFailedByGate: boolean;
  },
): Role {
  if (purpose === 'judge' || purpose === 'classify') return purpose;
  const { chosen, isStanding, isFailedByGate } = request;
  const isOvertaken = chosen && !isStanding && chosen.outcome !== 'cancelled';
  const isWhole = outcome === 'complete' && !isFailedByGate;
  if (isOvertaken && (outcome === 'cancelled' || isWhole)) return 'overtaken';
  if (outcome === null) return 'answer';
  if (outcome !== 'complete') return 'failed';
  return isFailedByGate && !isStanding ? 'failed' : 'answer';
}

function isCallGate(gate: string): boolean {
  return callGateNames.some((name) => name === gate);
}

function parsed(verdicts: string | null): Verdicts {
  return verdicts === null ? {} : JSON.parse(verdicts);
}

/** An attempt with its request, or a request without one; unknown values are null. */
export interface AttemptRow extends UsageColumns {
  readonly requestId: string;
  readonly workspace: string;
  readonly taskType: string;
  /** What the answer is for in an agent's loop; null for other requests. */
  readonly turn: string | null;
  readonly turnOutcome: string | null;
  /** The request's chosen attempt. */
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
  /** Verdicts by gate, as JSON. */
  readonly verdicts: string | null;
}

export type Verdicts = Readonly<Record<string, VerdictFact['verdict']>>;

/** SQL for the rows of the requests that `where` selects. */
export const attemptRows = (where: string): string => `
  WITH request_of AS MATERIALIZED (
    SELECT
      request.request_id AS requestId, request.workspace, request.task_type AS taskType,
      request.turn, turn_outcome.outcome AS turnOutcome,
      chosen.attempt_id AS chosenId,
      EXISTS (
        SELECT 1 FROM request AS higher WHERE higher.escalated_from = request.request_id
      ) AS isEscalated,
      EXISTS (
        SELECT 1 FROM outcome AS accepted
        JOIN outcome AS later ON later.request_id = accepted.request_id
        WHERE accepted.request_id = request.request_id
          AND accepted.outcome = 'accepted'
          AND later.outcome IN ('undone', 'escalated') AND ${stillCounts('later')}
          AND (later.at_ms, later.seq) > (accepted.at_ms, accepted.seq)
      ) AS isWrong
    FROM request
    LEFT JOIN chosen ON chosen.request_id = request.request_id
    LEFT JOIN turn_outcome ON turn_outcome.request_id = request.request_id
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
