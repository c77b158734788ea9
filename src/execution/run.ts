import type { Purpose, RequestFact } from '../ledger/facts.ts';
import type { Plan } from '../routing/decision.ts';
import type { Model } from '../routing/models/model.ts';
import type { Task } from '../routing/task.ts';
import type { GateName } from '../routing/verdict.ts';
import { failureToRecord, recorded } from './attempt/attemptContext.ts';
import { attemptOrFallback, type FallbackContext } from './attempt/fallback.ts';
import type { BudgetGuard } from './budgetGuard.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { Gate } from './gates/gate.ts';
import { cascade } from './plan/cascade.ts';
import { directCalls } from './plan/directCalls.ts';
import { type CallGates, gatedTurn } from './plan/gatedTurn.ts';
import { speculate } from './plan/speculate.ts';

/** A plan that can be run. */
export type Runnable = Exclude<Plan, { kind: 'refuse' }>;

export interface RunRequest {
  readonly task: Task;
  readonly plan: Runnable;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  /** Omitted when no budget applies. */
  readonly budgetGuard?: BudgetGuard;
  /** Also the last answer must pass the gates: an answer that fails them is of no use. */
  readonly mustPass?: boolean;
  /** The gates that may be asked about an answer. */
  readonly gates: ReadonlyMap<GateName, Gate>;
  /** Opens the gates of tool calls, when an answer is to be checked; without them no turn is gated. */
  readonly callGates?: CallGates;
  readonly fact: RequestFact;
  /** What its calls are for; `answer` when omitted. */
  readonly purpose?: Purpose;
  /** For models that take one, which those that reason do not. */
  readonly temperature?: number;
}

/*
 * This room runs what routing decided. A plan, a task and its gates come in; events go out, in order,
 * and every call is recorded in the ledger. `attempt/` makes one call, `plan/` decides which call comes
 * next, `gates/` checks an answer, `answer/` reads it, and `sandbox/` runs commands in a throwaway copy
 * of the project. `workflow/` runs many such requests as one workflow.
 */

/** Runs a plan and yields what happens. Ends with `finished`; throws only on a bug. */
export async function* run(
  request: RunRequest,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  // The ledger takes its calls one after the other, so the first reservation need not wait for this.
  const recording = failureToRecord(() => context.ledger.recordRequest(request.fact));
  // A bug in it is thrown below; until then nobody waits for it.
  recording.catch(() => undefined);
  let end: AttemptEnd;
  try {
    end = yield* runPlan(request, context, signal);
  } finally {
    await recording.catch(() => undefined);
  }
  const message = await recording;
  if (message !== undefined) yield { kind: 'notRecorded', message };
  const { requestId } = request.fact;
  const { attemptId } = end;
  // A call that no budget allowed is not in the ledger, so it cannot be recorded as chosen.
  if (end.error?.kind !== 'overBudget') {
    const chosen = { requestId, attemptId, atMs: context.now() };
    yield* recorded(() => context.ledger.recordChosen(chosen));
  }
  yield { kind: 'finished', end };
}

async function* runPlan(
  request: RunRequest,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { plan, baseline, budgetGuard, purpose } = request;
  const { requestId } = request.fact;
  if (plan.kind === 'cascade') {
    return yield* cascade({ ...request, requestId, plan }, context, signal);
  }
  if (plan.kind === 'speculation') {
    return yield* speculate({ ...request, requestId, plan }, context, signal);
  }
  const { gate } = plan;
  if (gate && request.callGates) {
    const gated = { ...request, requestId, plan: { ...plan, gate }, callGates: request.callGates };
    return yield* gatedTurn(gated, context, signal);
  }
  const { end } = yield* attemptOrFallback(
    {
      requestId,
      choice: plan.choice,
      call: directCalls(request, context),
      ...(baseline && { baseline }),
      ...(budgetGuard && { budgetGuard }),
      ...(purpose && { purpose }),
    },
    context,
    signal,
  );
  return end;
}
