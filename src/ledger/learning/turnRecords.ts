import type { DatabaseSync } from 'node:sqlite';
import { gatherTurns, type TurnSeen } from '../../routing/evidence/gatherTurns.ts';
import type { TurnRecord } from '../../routing/evidence/turnRecord.ts';
import type { AttemptColumns, RequestColumns } from '../sql/columns.ts';
import { isEvaluation, isWrong, standingAttempt } from '../sql/requestParts.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { rungOf } from './rungOf.ts';

/**
 * Turns. A loop has some twenty, and a kind of turn forgets by its own newer turns. Chosen by judgement.
 */
const mostRead = 2000;

// The plus keeps SQLite from looking through all calls of a model.
// An answer that a gate failed, or that is not whole, failed whatever became of the turn. Of the others only
// the one that the loop was given is known. A call that was stopped, or whose connection broke, says nothing.
const newestAnswers = `
  SELECT
    newest.turn, newest.atMs, newest.taskType, model, effort,
    EXISTS (
      SELECT 1 FROM reservation AS before
      WHERE before.request_id = attempt.request_id AND before.purpose = 'answer'
        AND +before.model = attempt.model AND before.effort IS attempt.effort
        AND before.seq < attempt.seq
    ) AS isRetry,
    CASE
      WHEN outcome <> 'complete' OR EXISTS (
        SELECT 1 FROM verdict
        WHERE verdict.attempt_id = attempt.attempt_id AND verdict.verdict = 'fail'
      ) THEN 'failed'
      WHEN attempt.attempt_id = newest.standingId THEN iif(newest.isWrong, 'failed', newest.became)
    END AS became
  FROM (
    SELECT
      request.seq AS turnSeq, request.request_id AS requestId, turn, request.at_ms AS atMs,
      task_type AS taskType, ${standingAttempt} AS standingId, turn_outcome.outcome AS became,
      ${isWrong} AS isWrong
    FROM (
      SELECT * FROM request
      WHERE turn IS NOT NULL AND NOT ${isEvaluation} ORDER BY seq DESC LIMIT ?
    ) AS request
    LEFT JOIN turn_outcome ON turn_outcome.request_id = request.request_id
  ) AS newest
  CROSS JOIN attempt ON attempt.request_id = newest.requestId
  WHERE purpose = 'answer' AND attempt.outcome IN ('complete', 'truncated', 'refused', 'empty')
  ORDER BY newest.turnSeq DESC, attempt.seq DESC`;

type Answer = Pick<RequestColumns, 'atMs' | 'taskType'> &
  Pick<AttemptColumns, 'model' | 'effort'> & {
    readonly turn: TurnRecord['turn'];
    /** The same rung was asked before in the turn. */
    readonly isRetry: number;
    /** Null while unknown. */
    readonly became: 'worked' | 'failed' | null;
  };

interface Reset {
  readonly atMs: number;
  readonly taskType: string | null;
  readonly model: string | null;
  readonly turn: string | null;
}

/** How the newest turns went, by kind and rung. Turns that a reset forgot are omitted. */
export function turnRecords(database: DatabaseSync): TurnRecord[] {
  const { answers, resets } = inReadTransaction(database, () => ({
    answers: database.prepare(newestAnswers).all(mostRead) as unknown as Answer[],
    resets: database
      .prepare('SELECT at_ms AS atMs, task_type AS taskType, model, turn FROM evidence_reset')
      .all() as unknown as Reset[],
  }));
  const known = answers.filter(
    (answer) => answer.became !== null && !resets.some((reset) => forgets(reset, answer)),
  );
  return gatherTurns(known.map(turnSeen));
}

function forgets({ atMs, taskType, model, turn }: Reset, answer: Answer): boolean {
  return (
    answer.atMs <= atMs &&
    (taskType === null || taskType === answer.taskType) &&
    (model === null || model === answer.model) &&
    (turn === null || turn === 'any' || turn === answer.turn)
  );
}

function turnSeen({ turn, model, effort, isRetry, became }: Answer): TurnSeen {
  const rung = rungOf({ model, effort, isRetry: isRetry === 1 });
  return { turn, rung, worked: became === 'worked' };
}
