import type { Purpose, RequestFact } from '../ledger/facts.ts';
import type { Plan } from '../routing/decision.ts';
import { moneyOf } from '../routing/models/accounts.ts';
import type { Model } from '../routing/models/model.ts';
import type { Task } from '../routing/task.ts';
import { dayOf } from '../routing/time.ts';
import type { GateName } from '../routing/verdict.ts';
import { recorded } from './attempt/attempt.ts';
import { attemptOrFallback, type FallbackContext } from './attempt/fallback.ts';
import { callFor } from './attempt/prompt.ts';
import type { BudgetGuard } from './budgetGuard.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { Gate } from './gates/gate.ts';
import { affordable } from './plan/caps.ts';
import { cascade } from './plan/cascade.ts';
import { speculate } from './plan/speculate.ts';

/** A plan that can be run. */
export type Runnable = Exclude<Plan, { kind: 'refuse' }>;

export interface RunRequest {
  readonly task: Task;
  readonly plan: Runnable;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  /** Left out: it is under no budget. */
  readonly budgetGuard?: BudgetGuard;
  /** What fails its gates is of no use: the last answer is judged like the others. */
  readonly mustPass?: boolean;
  /** The gates that may be asked about an answer. */
  readonly gates: ReadonlyMap<GateName, Gate>;
  readonly fact: RequestFact;
  /** What its calls are for; by default to answer. */
  readonly purpose?: Purpose;
  readonly temperature?: number;
}

/** Runs a plan and tells what happens. Ends with `finished`; throws only on a bug. */
export async function* run(
  request: RunRequest,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  yield* recorded(() => context.ledger.recordRequest(request.fact));
  const end = yield* runPlan(request, context, signal);
  const { requestId } = request.fact;
  const { attemptId } = end;
  // What no budget allowed was never an attempt.
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
  const { plan, task, baseline, maxOutputTokens, budgetGuard, purpose, temperature } = request;
  const { requestId } = request.fact;
  const today = dayOf(context.now());
  if (plan.kind === 'cascade') {
    return yield* cascade({ ...request, requestId, plan }, context, signal);
  }
  if (plan.kind === 'speculation') {
    return yield* speculate({ ...request, requestId, plan }, context, signal);
  }
  const { end } = yield* attemptOrFallback(
    {
      requestId,
      choice: plan.choice,
      call: ({ model }) => {
        const whole = {
          ...callFor(task, model, { maxOutputTokens }),
          ...(temperature !== undefined && { temperature }),
        };
        // One that is beyond the money left is refused where it is reserved.
        return (
          affordable(
            whole,
            model,
            budgetGuard?.spendLimit?.left(moneyOf(model.simulated)),
            today,
          ) ?? whole
        );
      },
      ...(baseline && { baseline }),
      ...(budgetGuard && { budgetGuard }),
      ...(purpose && { purpose }),
    },
    context,
    signal,
  );
  return end;
}
