import type { Explored } from '../evidence/evidence.ts';
import type { Expectation } from './expectation.ts';

/** What the planner holds to. */
export interface Aims {
  /** Quality relative to always asking the strongest rung. */
  readonly floor: number;
  /** What exploring may cost beyond always asking the strongest, a share of what that costs. */
  readonly exploringShare: number;
}

export const shippedAims: Aims = { floor: 0.99, exploringShare: 0.005 };

/** A plan with what it is expected to cost. */
export interface Priced extends Expectation {
  readonly cost: number;
  /** Nobody knows all its steps yet, so only exploring takes it. */
  readonly trial?: true;
}

export interface ChosenPlan {
  readonly plan: Priced;
  /** Asking the strongest rung at once. */
  readonly strongest: Priced;
  /** It is not sure yet that the plan keeps the floor. */
  readonly exploring: boolean;
}

// The numbers below are judgement, then tuned by hand until the floor was kept on the outcome files that
// `npm run bench routing` plays. What the bench says of those files is in-sample: on others the numbers
// are unproven. The trade is always the same: larger shares find cheap plans sooner and lose more answers.

/**
 * Costs this near to the least count as the least: quality decides then. Judgement,
 * never tuned.
 */
const costTieMargin = 1.03;
/**
 * What is not the strongest may cost this share of it at most: costs are only expected.
 * Judgement, never tuned; that it holds for settled plans as well was added after a look at the bench.
 */
const minimumSaving = 0.97;
/**
 * The share of what the floor allows to be lost that a plan may be expected to lose for good. Tuned on
 * the bench, from 0.3.
 */
const lossBudgetShare = 0.35;
/**
 * The share of it that all plans so far may be expected to have lost, for exploring to go on. Tuned on
 * the bench, from 0.35 by way of 0.25.
 */
const explorationBudgetShare = 0.2;
/** Exploring may begin as if so many requests had gone well. Tuned on the bench, from 60. */
const warmUpRequests = 30;
/** The same for the money that exploring costs. Judgement, never tuned. */
const warmUpRequestsOfCost = 10;

/**
 * The cheapest plan whose expected quality keeps the floor and whose expected loss against the
 * strongest can be borne for good. Now and then a cheaper one that keeps the floor but may lose more,
 * as far as the losses expected of all such plans, and their money, stay within their share. Trials
 * are taken in no other way.
 *
 * @param plans The strongest rung alone is among them.
 * @param strongestRung Its place in the ladder.
 * @param explored Its money is in the unit of the plans' costs.
 */
export function choosePlan(
  plans: readonly Priced[],
  strongestRung: number,
  { floor, exploringShare }: Aims,
  { requests, loss, cost }: Pick<Explored, 'requests' | 'loss'> & { readonly cost: number },
): ChosenPlan {
  const strongest = plans.find(
    ({ sequence }) => sequence.length === 1 && sequence[0] === strongestRung,
  )!;
  const isGoodEnough = (plan: Priced, mayLose: number) =>
    plan.cost <= minimumSaving * strongest.cost &&
    plan.quality >= floor &&
    plan.loss <= mayLose &&
    // What gives up before the strongest must be surer: nothing mends it.
    (plan.sequence.at(-1) === strongestRung || surely(plan) >= floor);
  const cheapestLosing = (mayLose: number, among: readonly Priced[]) =>
    cheapest(among.filter((plan) => plan === strongest || isGoodEnough(plan, mayLose)));

  const bearable = lossBudgetShare * (1 - floor);
  const known = plans.filter(({ trial }) => !trial);
  const settled: ChosenPlan = {
    plan: cheapestLosing(bearable, known),
    strongest,
    exploring: false,
  };
  if (cost > exploringShare * (requests + warmUpRequestsOfCost) * strongest.cost) return settled;

  const explorable = explorationBudgetShare * (1 - floor) * (requests + warmUpRequests) - loss;
  const plan = cheapestLosing(Math.max(bearable, explorable), explorable > 0 ? plans : known);
  const isSettled = plan.loss <= bearable && !plan.trial;
  if (isSettled || plan.cost >= minimumSaving * settled.plan.cost) return settled;
  return { plan, strongest, exploring: true };
}

/** The best of those that cost about the least. */
function cheapest(plans: readonly Priced[]): Priced {
  const least = Math.min(...plans.map(({ cost }) => cost));
  const near = plans.filter(({ cost }) => cost <= least * costTieMargin);
  return near.reduce((best, plan) => (surely(plan) > surely(best) ? plan : best));
}

function surely({ quality, standardDeviation }: Priced): number {
  return quality - standardDeviation;
}
