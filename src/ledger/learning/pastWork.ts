import type { DatabaseSync } from 'node:sqlite';
import type { Effort, ModelReference } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import type { Purpose } from '../facts.ts';
import {
  type AttemptColumns,
  type RequestColumns,
  type UsageColumns,
  usageOf,
} from '../sql/columns.ts';
import { isEvaluation, standingAttempt } from '../sql/requestParts.ts';
import { inReadTransaction } from '../sql/statements.ts';

/** One piece of work: a request together with those that escalated it by hand. */
export interface PastWork {
  /** When the first request was made. */
  readonly atMs: number;
  readonly workspace: string;
  /** What it was about, such as `src/cart.ts:10-24`. */
  readonly subject: string;
  readonly taskType: TaskType;
  readonly language?: string;
  /** In the order they were made. */
  readonly attempts: readonly PastAttempt[];
}

/** A call, whatever its purpose. */
export interface PastAttempt {
  readonly purpose: Purpose;
  readonly tier: string;
  readonly model: ModelReference;
  readonly effort?: Effort;
  readonly simulated: boolean;
  /** Whether it stands for its request. */
  readonly isStanding: boolean;
  /** Omitted when the provider reported none. */
  readonly usage?: Usage;
  /** Omitted when unknown. */
  readonly nanoUsd?: NanoUsd;
}

const requests = `
  SELECT
    request_id AS requestId, escalated_from AS escalatedFrom, at_ms AS atMs, workspace, subject,
    task_type AS taskType, language, ${standingAttempt} AS standingId
  FROM request WHERE NOT ${isEvaluation} ORDER BY seq`;

const attempts = `
  SELECT
    request_id AS requestId, attempt_id AS attemptId, purpose, tier, model, effort, simulated,
    input_tokens AS inputTokens, cache_read_tokens AS cacheReadTokens,
    cache_write_tokens AS cacheWriteTokens, cache_write_long_tokens AS cacheWriteLongTokens,
    output_tokens AS outputTokens, reasoning_tokens AS reasoningTokens,
    cost_nano_usd AS nanoUsd
  FROM attempt ORDER BY seq`;

type Request = Omit<RequestColumns, 'reason' | 'developerOutcome'>;

type Attempt = Pick<
  AttemptColumns,
  | ('requestId' | 'attemptId' | 'purpose' | 'tier' | 'model' | 'effort' | 'simulated' | 'nanoUsd')
  | keyof UsageColumns
>;

/** The pieces of work that began at `fromMs` or later, oldest first. */
export function pastWork(database: DatabaseSync, fromMs: number): PastWork[] {
  const read = inReadTransaction(database, () => ({
    requests: database.prepare(requests).all() as unknown as Request[],
    attempts: database.prepare(attempts).all() as unknown as Attempt[],
  }));
  const attemptsOf = Map.groupBy(read.attempts, ({ requestId }) => requestId);
  const rootOf = new Map<string, Request>();
  for (const request of read.requests) {
    rootOf.set(request.requestId, rootOf.get(request.escalatedFrom ?? '') ?? request);
  }
  const works = Map.groupBy(read.requests, ({ requestId }) => rootOf.get(requestId)!);
  return [...works]
    .filter(([{ atMs }]) => atMs >= fromMs)
    .map(([root, all]) => {
      const { atMs, workspace, subject, taskType, language } = root;
      return {
        atMs,
        workspace,
        subject,
        taskType: knownType(taskType),
        ...(language !== null && { language }),
        attempts: all.flatMap(({ requestId, standingId }) =>
          (attemptsOf.get(requestId) ?? []).map((row) => pastAttempt(row, standingId)),
        ),
      };
    });
}

function knownType(written: string): TaskType {
  return taskTypes.find((type) => type === written) ?? 'other';
}

function pastAttempt(row: Attempt, standingId: string | null): PastAttempt {
  const { attemptId, purpose, tier, model, effort, simulated, nanoUsd } = row;
  const usage = usageOf(row);
  return {
    purpose,
    tier,
    model,
    simulated: simulated === 1,
    isStanding: attemptId === standingId,
    ...(effort !== null && { effort }),
    ...(usage && { usage }),
    ...(nanoUsd !== null && { nanoUsd }),
  };
}
