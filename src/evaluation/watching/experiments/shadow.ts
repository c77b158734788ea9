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
import {
  type Experiment,
  isWholePlan,
  type PlanName,
  shadowSituation,
} from '../../../routing/experiments/experiment.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
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
 * where plan B is not what would run, or where no check can tell, nothing is done.
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
  const { task } = answered;
  const { decision } = decideRequest(task, shadowSituation(situation, experiment));
  const { plan } = decision;
  if (plan.kind === 'refuse' || !isWholePlan(decision) || checks.length === 0) return;
  const lease = takeRunLease(parts.lease);
  if (!lease) return;
  try {
    const [standing] = await book.standings([experiment], context.now());
    if (!standing || standing.end !== undefined) return;
    const meter = createMeter({
      name: `the experiment “${experiment.name}”`,
      setting: 'tierwise.experiments',
      capNanoUsd: leftOf(standing),
    });
    const fact = { key: experimentKey(experiment), requestId: answered.requestId };
    const most = Math.min(leftOf(standing), decision.limits?.nanoUsd ?? Infinity);
    await book.append({
      ...fact,
      kind: 'shadowing',
      atMs: context.now(),
      most: { real: most, practice: most },
    });
    let values: Values | undefined;
    try {
      const end = await endOf({ task, decision, plan }, meter, parts, signal);
      const A = await valueOf(task, answered.plan, answered.end, parts, signal);
      const B = end && (await valueOf(task, plan, end, parts, signal));
      if (A !== undefined && B !== undefined) values = { A, B };
    } finally {
      await book.append({
        ...fact,
        kind: 'shadowed',
        atMs: context.now(),
        cost: meter.spent(),
        ...(values && { values }),
      });
    }
  } finally {
    lease.release();
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
