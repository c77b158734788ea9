import type { Decision, GatedPlan, Plan } from '../../../routing/decision.ts';
import { describePlan, explain } from '../../../routing/explain.ts';
import { explainRejected } from '../../../routing/explainPassedOver.ts';
import type { Checks } from '../../../routing/policy/policy.ts';
import type { StepUse } from '../../../routing/policy/stepUse.ts';
import { howToRunHere } from '../../../routing/stay.ts';
import type { Task } from '../../../routing/task.ts';
import type { GateName } from '../../../routing/verdict.ts';
import type { BudgetGuard } from '../../budgetGuard.ts';
import type { AttemptEnd } from '../../events.ts';
import type { Gate, GateKit } from '../../gates/gate.ts';
import {
  type DecidedRequest,
  decideRequest,
  type RequestEvent,
  type RequestFinished,
  runRequest,
} from '../../request.ts';
import type { Runnable } from '../../run.ts';
import type { SeenFiles } from '../seenFiles.ts';
import { StepFailure } from '../stepFailure.ts';
import type { StepId, TaskFacts } from '../workflowEvents.ts';
import { otherThanDeclared, wordsOf } from './declared.ts';
import type { RunContext } from './running.ts';
import { withSpendLimit, type SpendMeter } from '../../spendMeter.ts';

/** A request that a step makes. */
export interface StepRequest {
  readonly step: StepId;
  readonly name: string;
  readonly task: Task;
  readonly use: StepUse;
  /** The earlier value that chose the tier, such as `triage.tier`. */
  readonly tierFrom?: string | undefined;
  readonly checks: Checks;
  readonly minConfidence?: number;
  /** Gates of the step itself, which replace the usual ones of the same name. */
  readonly ownGates?: ReadonlyMap<GateName, Gate>;
  readonly meter: SpendMeter;
}

export interface StepAnswer {
  readonly requestId: string;
  readonly end: AttemptEnd;
  /** Without the line that states the model's confidence. */
  readonly text: string;
  /** Set when it did not pass its gates: what they found. */
  readonly failure?: string;
  /** Whether no gate has judged it. */
  readonly isUnchecked: boolean;
}

/** Decides and runs a step's request, like every other request of the extension. Rejects with StepFailure. */
export async function ask(
  given: StepRequest,
  running: RunContext,
  signal: AbortSignal,
): Promise<StepAnswer> {
  const asked = withSeen(given, running.seen);
  const { step, task, use } = asked;
  const { context, workflow, emit } = running;
  const { situation, decision } = await decideStep(asked, running);
  const { plan, stay } = decision;
  if (stay) running.seen.keep(stay);
  if (plan.kind === 'refuse') throw refused(asked, decision, plan);
  const requestId = context.newId();
  emitDecided(asked, { decision, plan, requestId }, running);
  const budgetGuard = withSpendLimit(
    tracked(asked.meter, step, running),
    context.budgetGuard?.(task, situation, requestId),
  );
  const { sessionId, workspace, maxOutputTokens } = context;
  const events = runRequest(
    {
      task,
      decision,
      plan,
      asker: { requestId, sessionId, workspace, subject: `workflow ${workflow.name} › ${step}` },
      maxOutputTokens,
      budgetGuard,
      gates: (gated, guard) =>
        gatesFor(asked, { plan: gated, requestId, budgetGuard: guard }, running),
      mustPass: true,
    },
    context,
    signal,
  );
  const { end, text, failure } = await forwardEvents(events, asked, running);
  signal.throwIfAborted();
  const other = otherThanDeclared(use, decision, end);
  if (other) emit({ kind: 'ranOther', step, ...other });
  const isUnchecked = plan.kind === 'direct';
  return { requestId, end, text, isUnchecked, ...(failure !== undefined && { failure }) };
}

/** What the run has read so far may be in any value, and so in any prompt. */
function withSeen(asked: StepRequest, seen: SeenFiles): StepRequest {
  const stay = seen.stay();
  return { ...asked, task: { ...asked.task, seen: seen.files(), ...(stay && { stay }) } };
}

async function decideStep(
  { task, name, use, checks }: StepRequest,
  { context, caches }: RunContext,
): Promise<DecidedRequest> {
  const step = { name, taskType: task.type, use, checks };
  const current = await context.situation(task.language);
  return decideRequest(task, { ...current, caches: caches.of(task.conversation) }, { step });
}

function refused(
  { task, tierFrom }: StepRequest,
  decision: Decision,
  plan: Extract<Plan, { kind: 'refuse' }>,
): StepFailure {
  const rejected = explainRejected(decision.rejected);
  const why = [
    explain(task, decision),
    rejected && `${rejected}.`,
    decision.stay ? howToRunHere : nextStep(plan, tierFrom),
  ];
  return new StepFailure(why.filter(Boolean).join(' '));
}

function emitDecided(
  { step, task, name, use, checks }: StepRequest,
  request: { readonly decision: Decision; readonly plan: Runnable; readonly requestId: string },
  { emit }: RunContext,
): void {
  const { decision, plan, requestId } = request;
  const { expected, stay } = decision;
  emit({
    kind: 'decided',
    step,
    requestId,
    reason: explain(task, decision),
    declared: wordsOf(use),
    plan: describePlan(plan),
    choice: { name, taskType: task.type, use, checks },
    task: factsOf(task),
    ...(expected && { expected }),
    ...(stay && { stay }),
  });
}

/** Emits the events of the request as events of the step, and returns the last one. */
async function forwardEvents(
  events: AsyncIterable<RequestEvent>,
  { step, task }: StepRequest,
  { emit, caches, context }: RunContext,
): Promise<RequestFinished> {
  let finished: RequestFinished | undefined;
  for await (const event of events) {
    if (event.kind === 'text') emit({ ...event, step });
    if (event.kind === 'attemptEnded') caches.keep(task.conversation, event.end, context.now());
    if (event.kind === 'verdict') {
      const { attemptId, verdict } = event;
      emit({ kind: 'verdict', step, attemptId, verdict });
    }
    if (event.kind === 'capped') {
      emit({ kind: 'note', step, text: `It stopped at its limit of ${event.cap}.` });
    }
    if (event.kind === 'notRecorded') emit({ kind: 'note', step, text: event.message });
    if (event.kind === 'finished') finished = event;
  }
  return finished!;
}

/** A part of the step's meter that emits an event for each call. */
function tracked(meter: SpendMeter, step: StepId, { emit }: RunContext): SpendMeter {
  return meter.part({
    name: step,
    onReserve(fact) {
      const { atMs: _, ...call } = fact;
      emit({ kind: 'callStarted', step, ...call });
    },
    onRelease: (attemptId) => emit({ kind: 'callRefused', step, attemptId }),
    onSettle(fact) {
      const { atMs: _, baseline: __, ...settled } = fact;
      emit({ kind: 'callEnded', step, ...settled });
    },
  });
}

function factsOf(task: Task): TaskFacts {
  const { type, answerKind, language, path, target, critical = false, conversation } = task;
  return {
    type,
    answerKind,
    language,
    path,
    critical,
    lines: target.endLine - target.startLine + 1,
    isConversation: conversation !== undefined,
    hasTools: (conversation?.tools.length ?? 0) > 0,
  };
}

async function gatesFor(
  { task, minConfidence, ownGates = new Map() }: StepRequest,
  request: {
    readonly plan: GatedPlan;
    readonly requestId: string;
    readonly budgetGuard: BudgetGuard;
  },
  { context, files }: RunContext,
): Promise<GateKit> {
  const kit = await context.gates({
    ...request,
    task,
    edits: files.edits(),
    ...(minConfidence !== undefined && { minConfidence }),
  });
  return { ...kit, gates: new Map([...kit.gates, ...ownGates]) };
}

function nextStep(
  { refusal }: Extract<Plan, { kind: 'refuse' }>,
  tierFrom: string | undefined,
): string {
  switch (refusal.kind) {
    case 'noModelReady':
      return 'Set a key for one of its models, or name a tier whose model can do it.';
    case 'unknownTier':
      if (tierFrom === undefined) return 'Name one of them in the workflow.';
      return `“${tierFrom}” named it: let it be one of them. A step chooses among them with \`output: { tier: [${refusal.known.join(', ')}] }\`.`;
    case 'capTooLow':
      return 'Raise its `maxUsd`, or name a cheaper tier.';
    case 'alreadyAtTop':
      return 'Name another tier.';
  }
}
