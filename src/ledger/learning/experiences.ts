import type { DatabaseSync } from 'node:sqlite';
import type { AnswerSeen, PastRequest } from '../../routing/evidence/evidence.ts';
import type { TaskType } from '../../routing/task.ts';
import { standingAttempt } from '../report/attemptsOfSession.ts';
import { inReadTransaction } from '../sql/statements.ts';

/** Older ones say little of what a model does now, and reading all of a large ledger takes long. */
const mostRead = 2000;

// The developer was given it, and rejected it, undid it, or asked for a stronger one.
const wrong = `EXISTS (
  SELECT 1 FROM outcome AS bad
  WHERE bad.request_id = request.request_id
    AND bad.outcome IN ('rejected', 'undone', 'escalated'))`;

const newestRequests = `
  SELECT
    request_id AS requestId, at_ms AS atMs, task_type AS taskType, language, workspace,
    planned_loss AS plannedLoss, planned_strongest_nano_usd AS strongestNanoUsd,
    ${standingAttempt} AS standingId, ${wrong} AS isWrong
  FROM (SELECT * FROM request ORDER BY seq DESC LIMIT ?) AS request
  ORDER BY seq DESC`;

// A call that was stopped, or whose connection broke, says nothing of the model.
const theirAnswers = `
  SELECT
    attempt.request_id AS requestId, attempt_id AS attemptId, model, effort, outcome,
    cost_nano_usd AS nanoUsd, latency_ms AS ms,
    (
      SELECT max(CASE verdict WHEN 'fail' THEN 2 WHEN 'pass' THEN 1 ELSE 0 END) FROM verdict
      WHERE verdict.attempt_id = attempt.attempt_id
    ) AS worst
  FROM (SELECT request_id FROM request ORDER BY seq DESC LIMIT ?) AS newest
  CROSS JOIN attempt ON attempt.request_id = newest.request_id
  WHERE purpose = 'answer' AND outcome IN ('complete', 'truncated', 'refused', 'empty')
  ORDER BY attempt.seq`;

interface RequestColumns {
  readonly requestId: string;
  readonly atMs: number;
  readonly taskType: TaskType;
  readonly language: string | null;
  readonly workspace: string;
  readonly plannedLoss: number | null;
  readonly strongestNanoUsd: number | null;
  readonly standingId: string | null;
  readonly isWrong: number;
}

interface AnswerColumns {
  readonly requestId: string;
  readonly attemptId: string;
  readonly model: string;
  readonly effort: string | null;
  readonly outcome: string;
  readonly nanoUsd: number | null;
  readonly ms: number;
  /** 2: a gate failed it, 1: passed, else not judged. */
  readonly worst: number | null;
}

interface Reset {
  readonly atMs: number;
  readonly taskType: string | null;
  readonly model: string | null;
}

/** What became of the newest requests, newest first. What a reset forgets is left out. */
export function experiences(database: DatabaseSync): PastRequest[] {
  const { requests, answers, resets } = inReadTransaction(database, () => ({
    requests: database.prepare(newestRequests).all(mostRead) as unknown as RequestColumns[],
    answers: database.prepare(theirAnswers).all(mostRead) as unknown as AnswerColumns[],
    resets: database
      .prepare('SELECT at_ms AS atMs, task_type AS taskType, model FROM evidence_reset')
      .all() as unknown as Reset[],
  }));
  const answersOf = Map.groupBy(answers, ({ requestId }) => requestId);
  return requests.flatMap((request) => {
    const forgetting = resets.filter(
      ({ atMs, taskType }) =>
        request.atMs <= atMs && (taskType === null || taskType === request.taskType),
    );
    if (forgetting.some(({ model }) => model === null)) return [];
    const forgotten = new Set(forgetting.map(({ model }) => model));
    const own = (answersOf.get(request.requestId) ?? []).filter(
      ({ model }) => !forgotten.has(model),
    );
    return pastRequest(request, own);
  });
}

function pastRequest(request: RequestColumns, answers: readonly AnswerColumns[]): PastRequest {
  const { taskType, language, workspace, plannedLoss, strongestNanoUsd } = request;
  const taken = answers.findIndex(({ attemptId }) => attemptId === request.standingId);
  return {
    taskType,
    repository: workspace,
    wrong: request.isWrong === 1,
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

function answerSeen(answer: AnswerColumns, before: readonly AnswerColumns[]): AnswerSeen {
  const { model, effort, outcome, nanoUsd, ms, worst } = answer;
  const isRetry = before.some((each) => each.model === model && each.effort === effort);
  const rung = effort === null ? model : `${model}@${effort}`;
  const passed = outcome !== 'complete' || worst === 2 ? false : worst === 1 ? true : undefined;
  return {
    rung: isRetry ? `${rung}+retry` : rung,
    ms,
    ...(passed !== undefined && { passed }),
    ...(nanoUsd !== null && { nanoUsd }),
  };
}
