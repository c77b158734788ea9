import { decide } from '../../../routing/decide/decide.ts';
import { stepSituation } from '../../../routing/decide/stepSituation.ts';
import type { Plan } from '../../../routing/decision.ts';
import { describePlan, explain, explainRejected } from '../../../routing/explain.ts';
import type { Checks } from '../../../routing/policy/policy.ts';
import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { Task } from '../../../routing/task.ts';
import type { GateName } from '../../../routing/verdict.ts';
import { splitStatement } from '../../answer/parseAnswer.ts';
import type { BudgetGuard } from '../../budgetGuard.ts';
import type { AttemptEnd } from '../../events.ts';
import type { Gate } from '../../gates/gate.ts';
import { describeFailure } from '../../gates/runGates.ts';
import { run, type Runnable, type RunRequest } from '../../run.ts';
import { StepFailure } from '../stepFailure.ts';
import type { GateKit } from '../workflowContext.ts';
import type { StepId, TaskFacts } from '../workflowEvents.ts';
import { otherThanDeclared, wordsOf } from './declared.ts';
import type { RunContext } from './running.ts';
import { meteredPurse, type SpendMeter } from './spendMeter.ts';

/** A request that a step makes. */
export interface StepRequest {
  readonly step: StepId;
  readonly name: string;
  readonly task: Task;
  readonly use: StepUse;
  readonly checks: Checks;
  readonly minConfidence?: number;
  /** Gates of the step itself, in the place of the usual ones. */
  readonly ownGates?: ReadonlyMap<GateName, Gate>;
  readonly meter: SpendMeter;
}

export interface StepAnswer {
  readonly end: AttemptEnd;
  /** Without a statement of confidence. */
  readonly text: string;
  /** What its gates found, when it did not pass them. */
  readonly failure?: string;
  /** No gate has looked at it. */
  readonly isUnchecked: boolean;
}

/** Takes a step's request along the one path: decide, run. Rejects with StepFailure. */
export async function ask(
  asked: StepRequest,
  running: RunContext,
  signal: AbortSignal,
): Promise<StepAnswer> {
  const { step, task, use, checks, name, meter } = asked;
  const { context, workflow, emit } = running;
  const choice = { name, taskType: task.type, use, checks };
  const situation = stepSituation(await context.situation(), choice);
  const decision = decide(task, situation);
  const { plan, baseline, expected } = decision;
  const reason = explain(task, decision);
  if (plan.kind === 'refuse') {
    const passedOver = explainRejected(decision.rejected);
    const why = [reason, passedOver && `${passedOver}.`, nextStep(plan)];
    throw new StepFailure(why.filter(Boolean).join(' '));
  }
  const requestId = context.newId();
  emit({
    kind: 'decided',
    step,
    requestId,
    reason,
    declared: wordsOf(use),
    plan: describePlan(plan),
    choice,
    task: factsOf(task),
    ...(expected && { expected }),
  });
  const budgetGuard = meteredPurse(
    tracked(meter, step, running),
    context.budgetGuard?.(task, situation, requestId),
  );
  const { sessionId, workspace } = context;
  const fact = {
    requestId,
    sessionId,
    workspace,
    atMs: context.now(),
    reason,
    subject: `workflow ${workflow.name} › ${step}`,
    taskType: task.type,
  };
  const kit = await gatesFor(asked, { plan, requestId, budgetGuard }, running);
  const request: RunRequest = {
    task,
    plan,
    fact,
    budgetGuard,
    gates: kit.gates,
    mustPass: true,
    maxOutputTokens: context.maxOutputTokens,
    ...(baseline && { baseline }),
  };
  try {
    signal.throwIfAborted();
    const { end, failure } = await told(request, { step, running }, signal);
    signal.throwIfAborted();
    const other = otherThanDeclared(use, decision, end);
    if (other) emit({ kind: 'ranOther', step, ...other });
    const states = 'gates' in plan && plan.gates.includes('confidence');
    const { text } = states ? splitStatement(end.text) : end;
    const isUnchecked = plan.kind === 'direct';
    return { end, text, isUnchecked, ...(failure !== undefined && { failure }) };
  } finally {
    await kit.dispose();
  }
}

/** Makes the run's events the step's; returns the end, and why its gates did not pass it. */
async function told(
  request: RunRequest,
  { step, running: { context, emit } }: { readonly step: StepId; readonly running: RunContext },
  signal: AbortSignal,
): Promise<{ readonly end: AttemptEnd; readonly failure?: string }> {
  const failures = new Map<string, string>();
  let end: AttemptEnd | undefined;
  for await (const event of run(request, context, signal)) {
    if (event.kind === 'text') emit({ ...event, step });
    if (event.kind === 'verdict') {
      const { attemptId, verdict } = event;
      emit({ kind: 'verdict', step, attemptId, verdict });
      if (verdict.kind === 'fail') failures.set(attemptId, describeFailure(verdict));
    }
    if (event.kind === 'capped') {
      emit({ kind: 'note', step, text: `It stopped at its limit of ${event.cap}.` });
    }
    if (event.kind === 'notRecorded') emit({ kind: 'note', step, text: event.message });
    if (event.kind === 'finished') ({ end } = event);
  }
  const failure = failures.get(end!.attemptId);
  return { end: end!, ...(failure !== undefined && { failure }) };
}

/** A step's meter that tells the trace of each call. */
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

const noGates: GateKit = { gates: new Map(), dispose: async () => undefined };

async function gatesFor(
  { task, minConfidence, ownGates = new Map() }: StepRequest,
  {
    plan,
    ...request
  }: { readonly plan: Runnable; readonly requestId: string; readonly budgetGuard: BudgetGuard },
  { context, files }: RunContext,
): Promise<GateKit> {
  if (plan.kind === 'direct') return noGates;
  const kit = await context.gates({
    ...request,
    task,
    plan,
    edits: files.edits(),
    ...(minConfidence !== undefined && { minConfidence }),
  });
  return { ...kit, gates: new Map([...kit.gates, ...ownGates]) };
}

function nextStep({ refusal }: Extract<Plan, { kind: 'refuse' }>): string {
  switch (refusal.kind) {
    case 'noModelReady':
      return 'Set a key for one of its models, or name a tier whose model can do it.';
    case 'unknownTier':
      return 'Name one of them in the workflow.';
    case 'capTooLow':
      return 'Raise its `maxUsd`, or name a cheaper tier.';
    case 'alreadyAtTop':
      return 'Name another tier.';
  }
}
