import { type Accounts, bothPlus, noMoney } from '../../../routing/models/accounts.ts';
import { nanoUsdOf, type NanoUsd } from '../../../routing/models/money.ts';
import { type Experiment, isPast, type PlanName } from '../../../routing/experiments/experiment.ts';
import { dayOf } from '../../../routing/time.ts';
import { hashOf } from '../../hash.ts';
import { type Arm, type SplitState, startSplit, withOutcome, withPair } from '../liveSplit.ts';

/** What is kept of experiments, one line each; a fact is never changed. */
export type ExperimentFact =
  /** A request was given a plan. */
  | {
      readonly kind: 'drawn';
      readonly key: string;
      readonly requestId: string;
      readonly plan: PlanName;
      readonly atMs: number;
      /** The most that it is expected to cost, nano-dollars; omitted when that is unknown. */
      readonly expectedNanoUsd?: NanoUsd;
      readonly simulated?: true;
    }
  /** What became of it. */
  | {
      readonly kind: 'settled';
      readonly key: string;
      readonly requestId: string;
      readonly atMs: number;
      /** From 0 (bad) to 1 (good); omitted when nothing can be said. */
      readonly value?: number;
      readonly cost: Accounts;
    }
  /** Plan B is about to be asked beside an answer of plan A. */
  | {
      readonly kind: 'shadowing';
      readonly key: string;
      readonly requestId: string;
      readonly atMs: number;
      /** The most that it may cost. */
      readonly most: Accounts;
    }
  /** It was asked. */
  | {
      readonly kind: 'shadowed';
      readonly key: string;
      readonly requestId: string;
      readonly atMs: number;
      /** What the same checks say of both answers; omitted when they say nothing of one. */
      readonly values?: Readonly<Record<PlanName, number>>;
      readonly cost: Accounts;
    };

type Drawn = Extract<ExperimentFact, { kind: 'drawn' }>;

/** How far one plan has come. */
export interface PlanStanding {
  readonly tasks: number;
  /** Tasks with an outcome, and the sum of their values. */
  readonly cases: number;
  readonly sum: number;
  readonly spent: Accounts;
}

/** Why an experiment is over. */
export type ExperimentEnd = 'decided' | 'undecided' | 'money' | 'until';

export interface ExperimentStanding {
  readonly experiment: Experiment;
  /** Identifies what is compared; another plan makes another experiment. */
  readonly key: string;
  readonly plans: Readonly<Record<PlanName, PlanStanding>>;
  /** Requests that nothing has become of yet. */
  readonly open: readonly Drawn[];
  /** What shadows may have cost whose end nobody saw. */
  readonly unseen: Accounts;
  readonly split: SplitState;
  readonly end?: ExperimentEnd;
}

/**
 * A plan may be up to ten points worse and still count as no worse: it is tried because it costs less. With
 * 300 pairs at most, the error of the verdict was found by simulation (`npm run bench evaluation`).
 */
const comparison = { margin: 0.1, mostPairs: 300, seed: 0 } as const;

export function experimentKey({ name, taskType, plans, mode }: Experiment): string {
  return hashOf({ name, taskType, plans, mode });
}

/** Where an experiment stands. The order of the facts decides; the first that settles a request counts. */
export function standingOf(
  experiment: Experiment,
  facts: readonly ExperimentFact[],
  nowMs: number,
): ExperimentStanding {
  const key = experimentKey(experiment);
  const open = new Map<string, Drawn>();
  const planOf = new Map<string, PlanName>();
  const shadowed = new Set<string>();
  const shadowing = new Map<string, Accounts>();
  const plans: Record<PlanName, PlanStanding> = { A: nothing, B: nothing };
  let split = startSplit(comparison);
  for (const fact of facts) {
    if (fact.key !== key) continue;
    const { requestId } = fact;
    if (fact.kind === 'drawn') {
      if (planOf.has(requestId)) continue;
      planOf.set(requestId, fact.plan);
      open.set(requestId, fact);
      plans[fact.plan] = { ...plans[fact.plan], tasks: plans[fact.plan].tasks + 1 };
    } else if (fact.kind === 'settled') {
      const plan = open.has(requestId) ? planOf.get(requestId) : undefined;
      if (plan === undefined) continue;
      open.delete(requestId);
      plans[plan] = withResult(plans[plan], fact);
      // Of a shadowed experiment, only pairs are compared.
      if (fact.value !== undefined && experiment.mode === 'split') {
        split = withOutcome(split, armOf[plan], fact.value);
      }
    } else if (fact.kind === 'shadowing') {
      shadowing.set(requestId, fact.most);
    } else if (!shadowed.has(requestId)) {
      shadowed.add(requestId);
      shadowing.delete(requestId);
      plans.B = withResult(
        { ...plans.B, tasks: plans.B.tasks + 1 },
        { ...fact, ...(fact.values && { value: fact.values.B }) },
      );
      if (fact.values) split = withPair(split, { current: fact.values.A, other: fact.values.B });
    }
  }
  const unseen = [...shadowing.values()].reduce(bothPlus, noMoney);
  const standing = { experiment, key, plans, open: [...open.values()], unseen, split };
  const end = endOf(standing, nowMs);
  return { ...standing, ...(end && { end }) };
}

const nothing: PlanStanding = { tasks: 0, cases: 0, sum: 0, spent: noMoney };
const armOf: Readonly<Record<PlanName, Arm>> = { A: 'current', B: 'other' };

function withResult(
  { tasks, cases, sum, spent }: PlanStanding,
  { value, cost }: { readonly value?: number; readonly cost: Accounts },
): PlanStanding {
  return {
    tasks,
    cases: cases + Number(value !== undefined),
    sum: sum + (value ?? 0),
    spent: bothPlus(spent, cost),
  };
}

function endOf(
  standing: Omit<ExperimentStanding, 'key' | 'end'>,
  nowMs: number,
): ExperimentEnd | undefined {
  const { experiment, split } = standing;
  if (split.verdict === 'undecided') return 'undecided';
  if (split.verdict !== 'open') return 'decided';
  if (isPast(experiment, dayOf(nowMs))) return 'until';
  return leftOf(standing) <= 0 ? 'money' : undefined;
}

/**
 * What plan B may still cost, nano-dollars, of the kind of money that is shorter: requests that are not
 * settled count at the most that is expected of them. Infinite without a cap.
 */
export function leftOf({
  experiment,
  plans,
  open,
  unseen,
}: Pick<ExperimentStanding, 'experiment' | 'plans' | 'open' | 'unseen'>): NanoUsd {
  if (experiment.maxUsd === undefined) return Infinity;
  const pending = open
    .filter(({ plan }) => plan === 'B')
    .reduce<Accounts>(
      (sum, { expectedNanoUsd = 0, simulated }) =>
        bothPlus(sum, { ...noMoney, [simulated ? 'practice' : 'real']: expectedNanoUsd }),
      bothPlus(plans.B.spent, unseen),
    );
  return nanoUsdOf(experiment.maxUsd) - Math.max(pending.real, pending.practice);
}
