import type { Purpose } from '../../ledger/facts.ts';
import type { Try } from '../../routing/candidates/tries.ts';
import { asksForConfidence, type Choice, type GatedPlan } from '../../routing/decision.ts';
import {
  type Accounts,
  bothPlus,
  type Money,
  moneyOf,
  noMoney,
} from '../../routing/models/accounts.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { EarlierAnswer, Task } from '../../routing/task.ts';
import { dayOf } from '../../routing/time.ts';
import type { GateName, Verdict } from '../../routing/verdict.ts';
import {
  attemptOrFallback,
  type FallbackContext,
  type FallbackRequest,
} from '../attempt/fallback.ts';
import { callFor } from '../attempt/prompt.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import type { Gate } from '../gates/gate.ts';
import { affordable, leastOutputTokens } from './caps.ts';
import { toCandidate, gateAnswer } from './gateAnswer.ts';

/** A request whose answers are checked by gates. */
export interface GatedRequest<Plan extends GatedPlan = GatedPlan> {
  readonly requestId: string;
  readonly task: Task;
  readonly plan: Plan;
  readonly baseline?: Model;
  readonly maxOutputTokens: number;
  readonly budgetGuard?: BudgetGuard;
  /** Also the last answer must pass the gates: an answer that fails them is of no use. */
  readonly mustPass?: boolean;
  /** The gates that are set up. A gate that the plan names and that is missing here could not run. */
  readonly gates: ReadonlyMap<GateName, Gate>;
  /** What its calls are for; `answer` when omitted. */
  readonly purpose?: Purpose;
}

/** One try: which model is asked, with which earlier answers and how much money. */
export interface TryOptions {
  readonly choice: Choice;
  readonly how: Try['how'];
  readonly earlier: readonly EarlierAnswer[];
  /** The request's first try. It is made however little money is left, so that there is an answer. */
  readonly first: boolean;
  /** No further attempt follows. */
  readonly last: boolean;
  /** The most that it may cost of this kind of money, in nano-dollars; undefined without a cap. */
  readonly left: (money: Money) => NanoUsd | undefined;
}

export interface GatedResult {
  readonly end: AttemptEnd;
  /** What the attempt and its gates cost, as far as known. */
  readonly spent: Accounts;
  /** Why the answer is not good enough; undefined when no gate failed it. */
  readonly failure?: string;
}

/**
 * Asks one model, or its fallbacks, and runs the gates on the answer. Undefined when too little money
 * is left for the call.
 */
export async function* gatedAttempt(
  request: GatedRequest,
  options: TryOptions,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, GatedResult | undefined> {
  const { requestId, plan, baseline, budgetGuard, purpose } = request;
  const { choice, how } = options;
  const today = dayOf(context.now());
  const call = affordableCalls(request, options, today);
  if (!call(choice, noMoney)) return undefined;
  const { end, spent } = yield* attemptOrFallback(
    {
      requestId,
      choice,
      how,
      call,
      ...(baseline && { baseline }),
      ...(budgetGuard && { budgetGuard }),
      ...(purpose && { purpose }),
    },
    context,
    signal,
  );
  if (end.error) return { end, spent, failure: end.error.message };
  const last = options.last && !request.mustPass;
  const candidate = toCandidate(request.task, end, {
    last,
    statesConfidence: asksForConfidence(plan),
  });
  const gates = plan.gates.map((name) => request.gates.get(name) ?? absent(name));
  const { charged, failure } = yield* gateAnswer(candidate, gates, context, signal);
  // An answer whose checks were interrupted has not passed them.
  const stopped = signal.aborted ? 'It was stopped.' : undefined;
  const why = failure ?? stopped;
  return { end, spent: bothPlus(spent, charged), ...(why !== undefined && { failure: why }) };
}

/** Makes the calls of a try, each with no more output than the money left pays for. */
function affordableCalls(
  { plan, task: asked, maxOutputTokens, budgetGuard }: GatedRequest,
  { choice, earlier, first, left }: TryOptions,
  today: string,
): FallbackRequest['call'] {
  const task = { ...asked, earlier: [...asked.earlier, ...earlier] };
  const statesConfidence = asksForConfidence(plan);
  return ({ model }, spent) => {
    const money = moneyOf(model.simulated);
    const leftOfCap = left(money);
    const whole = callFor(task, model, { maxOutputTokens, statesConfidence });
    const mostNanoUsd = lower(
      leftOfCap === undefined ? undefined : leftOfCap - spent[money],
      budgetGuard?.spendLimit?.left(money),
    );
    const fits = affordable(whole, model, mostNanoUsd, today);
    const mustBe = first && model === choice.model;
    return fits ?? (mustBe ? { ...whole, maxOutputTokens: leastOutputTokens } : undefined);
  };
}

function lower(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function absent(name: GateName): Gate {
  const verdict: Verdict = { gate: name, kind: 'couldNotRun', why: 'it is not set up' };
  return { name, check: async () => verdict };
}
