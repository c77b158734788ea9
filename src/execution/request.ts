import type { PlannedFact, Purpose, RequestFact } from '../ledger/facts.ts';
import { ProviderError } from '../providers/providerError.ts';
import {
  limitsSetting,
  type SpendingLimits,
  usualLimits,
} from '../routing/budgets/requestLimits.ts';
import { decide } from '../routing/decide/decide.ts';
import { type StepChoice, stepSituation } from '../routing/decide/stepSituation.ts';
import { asksForConfidence, type Decision, type GatedPlan } from '../routing/decision.ts';
import { withExperiments } from '../routing/decide/experimentSituation.ts';
import { explain } from '../routing/explain.ts';
import type { Escalation, Situation } from '../routing/situation.ts';
import type { Task } from '../routing/task.ts';
import { splitStatement } from './answer/parseAnswer.ts';
import type { FallbackContext } from './attempt/fallback.ts';
import { timeLimit } from './attempt/timeLimit.ts';
import type { BudgetGuard } from './budgetGuard.ts';
import type { AttemptEnd, RunEvent } from './events.ts';
import type { GateKit } from './gates/gate.ts';
import { describeFailure } from './gates/runGates.ts';
import type { CallGates } from './plan/gatedTurn.ts';
import { handOn } from './plan/handOn.ts';
import { run, type Runnable } from './run.ts';
import { createMeter, withSpendLimit } from './spendMeter.ts';

/*
 * The one path of a request. A command on a selection, a chat turn, a workflow step, an agent's turn and the
 * second opinion about a task type all decide and run here, so the ledger learns the same of each, and the
 * user's limits for one request hold for each.
 */

/** A task, the situation it was decided in, and the decision. */
export interface DecidedRequest {
  readonly task: Task;
  readonly situation: Situation;
  readonly decision: Decision;
}

/** Decides about a task. A workflow step brings its own choice of model, which comes first. */
export function decideRequest(
  task: Task,
  situation: Situation,
  {
    escalation,
    step,
    drawFor,
  }: {
    readonly escalation?: Escalation;
    readonly step?: StepChoice;
    /** The request's id, when it takes part in the experiments that go on. */
    readonly drawFor?: string;
  } = {},
): DecidedRequest {
  const drawn = drawFor === undefined ? situation : withExperiments(situation, task, drawFor);
  const own = step ? stepSituation(situation, step) : drawn;
  return { task, situation: own, decision: decide(task, own, escalation) };
}

/** Who makes a request, as the ledger records it. */
export interface Asker {
  readonly requestId: string;
  readonly sessionId: string;
  /** The workspace's name, for people. */
  readonly workspace: string;
  /** What the request is about, such as `src/cart.ts:10-24`. */
  readonly subject: string;
  /** Another extension that asks; omitted when the developer does. */
  readonly origin?: string;
  /** The id of the request that this one escalates. */
  readonly escalatedFrom?: string;
  /** Why the request is made; by default the decision's own sentence. */
  readonly reason?: string;
}

export interface RequestToRun {
  readonly task: Task;
  readonly decision: Decision;
  /** The decision's plan, which is not a refusal. */
  readonly plan: Runnable;
  readonly asker: Asker;
  /** At most so many output tokens for each call. */
  readonly maxOutputTokens: number;
  readonly budgetGuard: BudgetGuard;
  /**
   * Makes the gates of a plan that has some; they are disposed when the run is over. Those that ask a model
   * spend by the guard that they are given.
   */
  readonly gates: (plan: GatedPlan, budgetGuard: BudgetGuard) => Promise<GateKit>;
  /**
   * Opens the gates of tool calls, for turns whose calls are checked; the events then show nothing of a try that
   * failed them but the words before its first call. Omitted where no turn is gated.
   */
  readonly callGates?: CallGates;
  /** An answer that fails its gates is of no use, so the last one is judged as well. */
  readonly mustPass?: boolean;
  /** What its calls are for; by default to answer. */
  readonly purpose?: Purpose;
  /** For models that take one, which those that reason do not; omitted for the provider's default. */
  readonly temperature?: number;
}

/** The last event of a request. */
export interface RequestFinished {
  readonly kind: 'finished';
  readonly end: AttemptEnd;
  /** The answer without its statement of confidence. */
  readonly text: string;
  /** What its gates found, when the answer did not pass them. */
  readonly failure?: string;
}

export type RequestEvent = Exclude<RunEvent, { kind: 'finished' }> | RequestFinished;

/**
 * Runs a decided request and reports what happens; the last event is `finished`. Rejects with the
 * signal's reason when it was aborted before the first call.
 */
export async function* runRequest(
  request: RequestToRun,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RequestEvent, void> {
  const { task, decision, plan } = request;
  const fact = requestFact(request, context.now());
  const limits = decision.limits ?? usualLimits.request;
  const budgetGuard = withinLimits(limits, request);
  using time = timeLimit(signal, limits.seconds);
  const kit = plan.kind === 'direct' ? undefined : await request.gates(plan, budgetGuard);
  const failures = new Map<string, string>();
  try {
    signal.throwIfAborted();
    const toRun = {
      task,
      plan,
      fact,
      gates: kit?.gates ?? new Map(),
      maxOutputTokens: request.maxOutputTokens,
      budgetGuard,
      // Nothing is saved or lost by measuring models.
      ...(decision.baseline && request.purpose !== 'evaluate' && { baseline: decision.baseline }),
      ...(request.mustPass && { mustPass: true }),
      ...(request.purpose && { purpose: request.purpose }),
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(request.callGates && { callGates: request.callGates }),
    };
    const events = run(toRun, context, time.signal);
    const isGated = plan.kind === 'direct' && plan.gate && request.callGates;
    for await (const event of isGated ? handOn(events, signal) : events) {
      if (event.kind === 'verdict' && event.verdict.kind === 'fail') {
        failures.set(event.attemptId, describeFailure(event.verdict));
      }
      if (event.kind !== 'finished') {
        yield event;
        continue;
      }
      const isLate = time.signal.aborted && !signal.aborted && event.end.outcome === 'cancelled';
      const end = isLate ? stoppedLate(event.end, limits.seconds) : event.end;
      yield finished(end, plan, failures);
    }
  } finally {
    await kit?.dispose();
  }
}

/** Counts everything that the request spends: answers, stand-ins, repeated tries and judges. */
function withinLimits(
  { calls, nanoUsd, holdsUnknown }: SpendingLimits,
  { plan, budgetGuard }: RequestToRun,
): BudgetGuard {
  const hasOwnCap = plan.kind !== 'direct' && plan.caps.nanoUsd !== undefined;
  const meter = createMeter({
    name: 'this request',
    setting: limitsSetting,
    capNanoUsd: nanoUsd,
    maxCalls: calls,
    passesUnknown: !holdsUnknown && !hasOwnCap,
  });
  return withSpendLimit(meter, budgetGuard);
}

/** An end that the user's limit of time brought about. */
function stoppedLate(end: AttemptEnd, seconds: number): AttemptEnd {
  const error = new ProviderError({
    kind: 'overBudget',
    provider: 'Tierwise',
    origin: '',
    message: `The request was stopped after ${seconds} s, which is all the time that it may take.`,
    setting: limitsSetting,
  });
  return { ...end, outcome: 'failed', error };
}

function finished(
  end: AttemptEnd,
  plan: Runnable,
  failures: ReadonlyMap<string, string>,
): RequestFinished {
  const { text } = asksForConfidence(plan) ? splitStatement(end.text) : end;
  const failure = failures.get(end.attemptId);
  return { kind: 'finished', end, text, ...(failure !== undefined && { failure }) };
}

function requestFact({ task, decision, asker }: RequestToRun, atMs: number): RequestFact {
  const planned = plannedFact(decision);
  return {
    reason: explain(task, decision),
    ...asker,
    atMs,
    taskType: task.type,
    ...(task.turn && { turn: task.turn.kind }),
    language: task.language,
    ...(planned && { planned }),
  };
}

/** What the planner's choice counts for exploring; undefined where it did not choose. */
function plannedFact({ reason, plan }: Decision): PlannedFact | undefined {
  if (reason.kind !== 'planned') return undefined;
  const { quality, exploring, strongestNanoUsd } = reason;
  const loss = exploring ? quality.loss : 0;
  return { loss, ...(plan.kind !== 'direct' && { strongestNanoUsd }) };
}
