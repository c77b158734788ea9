import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import type { FallbackContext } from '../../../execution/attempt/fallback.ts';
import type { AttemptEnd } from '../../../execution/events.ts';
import type { Gate } from '../../../execution/gates/gate.ts';
import { runGates } from '../../../execution/gates/runGates.ts';
import { toCandidate } from '../../../execution/plan/gateAnswer.ts';
import { decideRequest, type RequestToRun, runRequest } from '../../../execution/request.ts';
import type { Runnable } from '../../../execution/run.ts';
import { createMeter, type SpendMeter, withSpendLimit } from '../../../execution/spendMeter.ts';
import { takeRunLease } from '../../../execution/workflow/journal/runLease.ts';
import { asksForConfidence } from '../../../routing/decision.ts';
import { isWholePlan, shadowSituation } from '../../../routing/decide/experimentSituation.ts';
import { type Experiment, type PlanName } from '../../../routing/experiments/experiment.ts';
import type { NanoUsd } from '../../../routing/models/money.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
import type { GateName } from '../../../routing/verdict.ts';
import type { ExperimentBook } from './experimentBook.ts';
import { experimentKey, leftOf } from './experimentFacts.ts';

/** An answer of plan A that is whole. */
export interface Answered {
  readonly requestId: string;
  readonly task: Task;
  readonly plan: Runnable;
  readonly end: AttemptEnd;
}

export interface ShadowParts {
  readonly book: ExperimentBook;
  /** One window at a time asks; this file says which. Its folder exists. */
  readonly lease: string;
  readonly context: FallbackContext;
  readonly asker: Omit<RequestToRun['asker'], 'reason'>;
  readonly maxOutputTokens: number;
  /** The developer's budgets for the request. */
  readonly budgetGuard: BudgetGuard;
  /** The gates of plan B itself. */
  readonly gates: RequestToRun['gates'];
  /** What both answers are checked by; gates that cost nothing. */
  readonly checks: readonly Gate[];
}

/**
 * Asks plan B for what plan A has answered, and keeps what the same checks say of both. Its answer is never
 * shown. It costs no more than the experiment has left, and nobody is asked; where another window is at it,
 * where plan B is not what would run or has gates that
 * run commands, or where no check can tell, nothing is done.
 */
export async function askShadow(
  {
    experiment,
    answered,
    situation,
  }: {
    readonly experiment: Experiment;
    readonly answered: Answered;
    readonly situation: Situation;
  },
  parts: ShadowParts,
  signal: AbortSignal,
): Promise<void> {
  const { book, context, checks } = parts;
  const { decision } = decideRequest(answered.task, shadowSituation(situation, experiment));
  const { plan } = decision;
  if (plan.kind === 'refuse' || !isWholePlan(decision) || !isQuiet(plan)) return;
  const lease = checks.length > 0 ? takeRunLease(parts.lease) : undefined;
  if (!lease) return;
  try {
    const [standing] = await book.standings([experiment], context.now());
    if (!standing || standing.end !== undefined) return;
    await askWithin(leftOf(standing), { experiment, answered, decision, plan }, parts, signal);
  } finally {
    lease.release();
  }
}

/** The gates that open nothing, run nothing and ask nobody. */
const quietGates: ReadonlySet<GateName> = new Set([
  'complete',
  'format',
  'syntax',
  'confidence',
  'judge',
]);

function isQuiet(plan: Runnable): boolean {
  return plan.kind === 'direct' || plan.gates.every((gate) => quietGates.has(gate));
}

interface Asked extends Pick<RequestToRun, 'decision' | 'plan'> {
  readonly experiment: Experiment;
  readonly answered: Answered;
}

/** Keeps what it may cost before it is asked, and what it did cost whatever becomes of it. */
async function askWithin(
  capNanoUsd: NanoUsd,
  { experiment, answered, decision, plan }: Asked,
  parts: ShadowParts,
  signal: AbortSignal,
): Promise<void> {
  const { book, context } = parts;
  const { task, requestId } = answered;
  const fact = { key: experimentKey(experiment), requestId, atMs: context.now() };
  const name = `the experiment “${experiment.name}”`;
  const meter = createMeter({ name, setting: 'tierwise.experiments', capNanoUsd });
  const most = Math.min(capNanoUsd, decision.limits?.nanoUsd ?? Infinity);
  await book.append({ ...fact, kind: 'shadowing', most: { real: most, practice: most } });
  let values: Values | undefined;
  try {
    const end = await endOf({ task, decision, plan }, meter, parts, signal);
    const A = await valueOf(task, answered.plan, answered.end, parts, signal);
    const B = end && (await valueOf(task, plan, end, parts, signal));
    if (A !== undefined && B !== undefined) values = { A, B };
  } finally {
    const cost = meter.spent();
    await book.append({ ...fact, kind: 'shadowed', cost, ...(values && { values }) });
  }
}

type Values = Readonly<Record<PlanName, number>>;

async function endOf(
  { task, decision, plan }: Pick<RequestToRun, 'task' | 'decision' | 'plan'>,
  meter: SpendMeter,
  { context, asker, maxOutputTokens, budgetGuard, gates }: ShadowParts,
  signal: AbortSignal,
): Promise<AttemptEnd | undefined> {
  const request: RequestToRun = {
    task,
    decision,
    plan,
    asker,
    maxOutputTokens,
    budgetGuard: withSpendLimit(meter, {
      ...budgetGuard,
      limits: (call) => budgetGuard.limits(call),
      askToRaise: async () => false,
    }),
    gates,
    purpose: 'evaluate',
  };
  let end: AttemptEnd | undefined;
  for await (const event of runRequest(request, context, signal)) {
    if (event.kind === 'finished') ({ end } = event);
  }
  return end;
}

/** 1 when a check passes the answer and none fails it, 0 when one fails it, undefined when none can tell. */
async function valueOf(
  task: Task,
  plan: Runnable,
  end: AttemptEnd,
  { checks, context }: ShadowParts,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (['refused', 'truncated', 'empty'].includes(end.outcome)) return 0;
  if (end.outcome !== 'complete') return undefined;
  const candidate = toCandidate(task, end, {
    last: true,
    statesConfidence: asksForConfidence(plan),
  });
  let value: number | undefined;
  for await (const { kind } of runGates(candidate, checks, signal, context.report)) {
    if (kind === 'fail') return 0;
    if (kind === 'pass') value = 1;
  }
  return value;
}
