import type { DatabaseSync } from 'node:sqlite';
import type { AnswerSeen, PastRequest } from '../../routing/evidence/evidence.ts';
import type { TaskType } from '../../routing/task.ts';
import { dayOf } from '../../routing/time.ts';
import { callGateNames } from '../../routing/verdict.ts';
import type { AttemptColumns, RequestColumns } from '../sql/columns.ts';
import { isEvaluation, isWrong, standingAttempt } from '../sql/requestParts.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { rungOf } from './rungOf.ts';

/*
 * The door of learning: what routing learns from. This file reads the newest requests with their answers
 * and outcomes for the planner, without the evidence that a reset forgot. confidenceStatements.ts reads
 * how confident models were and whether they were right; turnRecords.ts reads how turns of agents' loops
 * went; pastWork.ts reads past work for `replay`.
 */

/**
 * Requests. Older ones say little about what a model does now, and reading all of a large ledger takes
 * long. Chosen by judgement.
 */
const mostRead = 2000;

const newestRequests = `
  SELECT
    request_id AS requestId, at_ms AS atMs, task_type AS taskType, language, workspace,
    planned_loss AS plannedLoss, planned_strongest_nano_usd AS strongestNanoUsd,
    ${standingAttempt} AS standingId, ${isWrong} AS isWrong
  FROM (SELECT * FROM request WHERE NOT ${isEvaluation} ORDER BY seq DESC LIMIT ?) AS request
  ORDER BY seq DESC`;

// Whether a tool call can be carried out says how a turn went, and not whether the task is done well.
const gatesOfCalls = callGateNames.map((name) => `'${name}'`).join(', ');

// A call that was stopped, or whose connection broke, says nothing about the model.
const answersOfNewest = `
  SELECT
    attempt.request_id AS requestId, attempt_id AS attemptId, model, effort, outcome, simulated,
    cost_nano_usd AS nanoUsd, latency_ms AS ms,
    (
      SELECT max(CASE verdict WHEN 'fail' THEN 2 WHEN 'pass' THEN 1 ELSE 0 END) FROM verdict
      WHERE verdict.attempt_id = attempt.attempt_id AND gate NOT IN (${gatesOfCalls})
    ) AS worst
  FROM (
    SELECT request_id FROM request WHERE NOT ${isEvaluation} ORDER BY seq DESC LIMIT ?
  ) AS newest
  CROSS JOIN attempt ON attempt.request_id = newest.request_id
  WHERE purpose = 'answer' AND outcome IN ('complete', 'truncated', 'refused', 'empty')
  ORDER BY attempt.seq`;

type Request = Pick<
  RequestColumns,
  'requestId' | 'atMs' | 'language' | 'workspace' | 'standingId'
> & {
  readonly taskType: TaskType;
  readonly plannedLoss: number | null;
  readonly strongestNanoUsd: number | null;
  readonly isWrong: number;
};

type Answer = Pick<
  AttemptColumns,
  'requestId' | 'attemptId' | 'model' | 'effort' | 'outcome' | 'simulated' | 'nanoUsd'
> & {
  readonly ms: number;
  /** 2 when a gate failed the answer, 1 when one passed it, else not judged. */
  readonly worst: number | null;
};

interface Reset {
  readonly atMs: number;
  readonly taskType: string | null;
  readonly model: string | null;
}

/** The newest requests with their outcomes, newest first. Evidence that a reset forgot is omitted. */
export function experiences(database: DatabaseSync): PastRequest[] {
  const { requests, answers, resets } = inReadTransaction(database, () => ({
    requests: database.prepare(newestRequests).all(mostRead) as unknown as Request[],
    answers: database.prepare(answersOfNewest).all(mostRead) as unknown as Answer[],
    resets: database
      .prepare(
        'SELECT at_ms AS atMs, task_type AS taskType, model FROM evidence_reset WHERE turn IS NULL',
      )
      .all() as unknown as Reset[],
  }));
  const answersOf = Map.groupBy(answers, ({ requestId }) => requestId);
  return requests.flatMap((request) => {
    const applying = resets.filter(
      ({ atMs, taskType }) =>
        request.atMs <= atMs && (taskType === null || taskType === request.taskType),
    );
    if (applying.some(({ model }) => model === null)) return [];
    const forgotten = new Set(applying.map(({ model }) => model));
    const own = (answersOf.get(request.requestId) ?? []).filter(
      ({ model }) => !forgotten.has(model),
    );
    return pastRequest(request, own);
  });
}

function pastRequest(request: Request, answers: readonly Answer[]): PastRequest {
  const { atMs, taskType, language, workspace, plannedLoss, strongestNanoUsd } = request;
  const taken = answers.findIndex(({ attemptId }) => attemptId === request.standingId);
  return {
    taskType,
    repository: workspace,
    wrong: request.isWrong === 1,
    day: dayOf(atMs),
    ...(language !== null && { language }),
    answers: answers.map((answer, place) => answerSeen(answer, answers.slice(0, place))),
    ...(taken >= 0 && { taken }),
    ...(plannedLoss !== null && {
      planned: {
        loss: plannedLoss / 1e6,
        ...(strongestNanoUsd !== null && { strongestNanoUsd }),
      },
    }),
  };
}

function answerSeen(answer: Answer, before: readonly Answer[]): AnswerSeen {
  const { model, effort, outcome, simulated, nanoUsd, ms, worst } = answer;
  const isRetry = before.some((each) => each.model === model && each.effort === effort);
  const passed = outcome !== 'complete' || worst === 2 ? false : worst === 1 ? true : undefined;
  return {
    rung: rungOf({ model, effort, isRetry }),
    ms,
    ...(passed !== undefined && { passed }),
    ...(nanoUsd !== null && { nanoUsd }),
    ...(simulated === 1 && { simulated: true }),
  };
}
