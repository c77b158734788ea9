import { fullCallOf } from '../../../execution/attempt/attempt.ts';
import { callFor } from '../../../execution/attempt/prompt.ts';
import { worstCase } from '../../../execution/attempt/settleCost.ts';
import type { ModelStep } from '../../../execution/workflow/definition.ts';
import { usualLimits } from '../../../routing/budgets/requestLimits.ts';
import { batchTier } from '../../../routing/models/batchPrice.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import { dayOf } from '../../../routing/time.ts';
import type { BatchRequest } from '../../batch/batchHost.ts';
import { batchPriced } from '../../batch/batchMoney.ts';
import type { TrialRequest } from '../../finder/finder.ts';
import { hashOf } from '../../hash.ts';
import { type Contestant, decideContestant } from '../contestants.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import { type FixtureWork, fixtureWork } from '../fixtureWork.ts';
import type { RunOptions } from '../runOptions.ts';
import type { BatchOrder } from './batchOrder.ts';

export interface OrderParts {
  readonly evaluation: string;
  readonly runId: string;
  readonly options: RunOptions;
  readonly contestant: Contestant;
  readonly step: ModelStep | undefined;
  /** As the batch knows the trial. */
  keyOf(request: TrialRequest): string;
}

/** A job's name has room for so many characters. */
const nameLength = 12;

/**
 * Writes down what the trials of one candidate ask; undefined when none of them can go into a batch. Trials
 * whose plan has changed, or that cost more than a request may, are left out: they are asked at once,
 * where they hear why not.
 */
export async function orderTrials(
  trials: readonly TrialRequest[],
  parts: OrderParts,
  host: EvaluationHost,
): Promise<BatchOrder | undefined> {
  const { evaluation, runId, options, contestant } = parts;
  const { attempts, sessionId, workspace } = host;
  const [choice] = contestant.rungs;
  const startedAtMs = attempts.now();
  const requests: BatchRequest[] = [];
  let first: FixtureWork | undefined;
  for (const trial of trials) {
    const work = await fixtureWork(trial.fixture, parts.step);
    const call = await callOf(work, contestant, host);
    if (!call) continue;
    first ??= work;
    requests.push({ key: parts.keyOf(trial), call });
  }
  if (!first) return undefined;
  const requestId = attempts.newId();
  return {
    job: hashOf(requestId).slice(0, nameLength),
    runId,
    candidateId: contestant.named.id,
    options,
    startedAtMs,
    fact: {
      requestId,
      sessionId,
      atMs: startedAtMs,
      workspace,
      subject: `evaluation ${evaluation} › batch of ${requests.length}`,
      taskType: first.task.type,
      language: first.task.language,
      reason: `It measures ${contestant.named.name} by a batch.`,
    },
    choice,
    requests,
  };
}

async function callOf(
  work: FixtureWork,
  contestant: Contestant,
  host: EvaluationHost,
): Promise<BatchRequest['call'] | undefined> {
  const situation = await host.situation(work.task.language);
  const { plan, limits = usualLimits.request } = decideContestant(
    work,
    contestant,
    situation,
  ).decision;
  if (plan.kind !== 'direct') return undefined;
  const { maxOutputTokens, attempts } = host;
  const { choice } = plan;
  const call = fullCallOf(callFor(work.task, choice.model, { maxOutputTokens }), choice);
  const most = worstCase(call, batchPriced(choice.model), dayOf(attempts.now()), batchTier);
  const { maxUsd } = work.checks;
  const cap = Math.min(
    limits.nanoUsd ?? Infinity,
    maxUsd === undefined ? Infinity : nanoUsdOf(maxUsd),
  );
  return most !== undefined && most <= cap ? call : undefined;
}
