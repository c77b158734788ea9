import type { RequestFact } from '../ledger/facts.ts';
import type { Cascade, Plan } from '../routing/decision.ts';
import type { GateName } from '../routing/gate.ts';
import type { Model } from '../routing/model.ts';
import type { Task } from '../routing/task.ts';
import { attempt, recorded, type AttemptContext } from './attempt.ts';
import { callFor } from './callFor.ts';
import { cascade } from './cascade.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { Gate } from './gates/gate.ts';

/** A plan that can be run. */
export type Runnable = Exclude<Plan, { kind: 'refuse' }>;

export interface RunRequest {
  readonly task: Task;
  readonly plan: Runnable;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  /** The gates that a cascade may ask. */
  readonly gates: ReadonlyMap<GateName, Gate>;
  readonly fact: RequestFact;
}

/** Runs a plan and tells what happens. Ends with `finished`; throws only on a bug. */
export async function* run(
  request: RunRequest,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  yield* recorded(() => context.ledger.recordRequest(request.fact));
  const end = yield* runPlan(request, request.plan, context, signal);
  yield { kind: 'finished', end };
}

function runPlan(
  request: RunRequest,
  plan: Cascade | Extract<Plan, { kind: 'direct' }>,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { requestId } = request.fact;
  if (plan.kind === 'cascade') {
    return cascade({ ...request, requestId, plan }, context, signal);
  }
  const { choice } = plan;
  const call = callFor(request.task, choice.model, request.maxOutputTokens);
  const { baseline } = request;
  return attempt({ requestId, choice, call, ...(baseline && { baseline }) }, context, signal);
}
