import type { Explored } from '../evidence/evidence.ts';
import type { Expectation } from './expectation.ts';

/** The limits that the planner keeps. */
export interface Aims {
  /** The lowest quality allowed, relative to always asking the strongest rung. */
  readonly floor: number;
  /** What exploring may cost on top of always asking the strongest rung, as a share of that cost. */
  readonly exploringShare: number;
}

/** Chosen by judgement; a policy may set its own floor and a smaller share. */
export const shippedAims: Aims = { floor: 0.99, exploringShare: 0.005 };

/** A plan with what it is expected to cost. */
export interface Priced extends Expectation {
  readonly cost: number;
  /** Some of its steps have too little evidence, so only exploring takes it. */
  readonly trial?: true;
}

export interface ChosenPlan {
  readonly plan: Priced;
  /** The plan that asks the strongest rung at once. */
  readonly strongest: Priced;
  /** It is not certain yet that the plan keeps the floor. */
  readonly exploring: boolean;
}

// The constants below started as judgement. Some were then tuned by hand on the outcome files that
// `npm run bench routing` plays, until the floor was kept. The bench results on those files are therefore
// in-sample; on other files the constants are unproven. The trade-off is always the same: larger shares
// find cheap plans sooner and lose more good answers.

/**
 * Plans that cost at most this many times the cheapest count as equally cheap; quality decides among
 * them. Chosen by judgement, never tuned.
 */
const costTieMargin = 1.03;
/**
 * A plan other than the strongest may cost at most this share of the strongest, because costs are only
 * estimates. Chosen by judgement, never tuned. Applying it to settled plans too was a result of
 * `npm run bench routing`.
 */
const minimumSaving = 0.97;
/**
 * The floor allows some loss of quality. A settled plan may have an expected loss of this share of it.
 * Tuned on `npm run bench routing`, from 0.3.
 */
const lossBudgetShare = 0.35;
/**
 * Exploring continues while the expected loss of all plans so far stays below this share of the loss
 * that the floor allows. Tuned on `npm run bench routing`, from 0.35 through 0.25.
 */
const explorationBudgetShare = 0.2;
/** Exploring starts as if this many requests had lost nothing. Tuned on `npm run bench routing`, from 60. */
const warmUpRequests = 30;
/** The same for the cost of exploring. Chosen by judgement, never tuned. */
const warmUpRequestsOfCost = 10;

/**
 * Chooses the cheapest plan whose expected quality keeps the floor and whose expected loss against the
 * strongest rung is acceptable in the long run. Sometimes it explores: it takes a cheaper plan that
 * keeps the floor but may lose more, while the expected losses and the cost of all exploring stay within
 * their shares. Trials are only taken by exploring.
 *
 * @param plans They include the plan that asks the strongest rung alone.
 * @param strongestRung The strongest rung's place in the ladder.
 * @param explored `cost` has the unit of the plans' costs.
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
    // A plan that stops below the strongest rung must be more certain: no later rung corrects it.
    (plan.sequence.at(-1) === strongestRung || cautiousQuality(plan) >= floor);
  const cheapestLosing = (mayLose: number, among: readonly Priced[]) =>
    cheapest(among.filter((plan) => plan === strongest || isGoodEnough(plan, mayLose)));

  const acceptableLoss = lossBudgetShare * (1 - floor);
  const settledPlans = plans.filter(({ trial }) => !trial);
  const settled: ChosenPlan = {
    plan: cheapestLosing(acceptableLoss, settledPlans),
    strongest,
    exploring: false,
  };
  if (cost > exploringShare * (requests + warmUpRequestsOfCost) * strongest.cost) return settled;

  const explorable = explorationBudgetShare * (1 - floor) * (requests + warmUpRequests) - loss;
  const plan = cheapestLosing(
    Math.max(acceptableLoss, explorable),
    explorable > 0 ? plans : settledPlans,
  );
  const isSettled = plan.loss <= acceptableLoss && !plan.trial;
  if (isSettled || plan.cost >= minimumSaving * settled.plan.cost) return settled;
  return { plan, strongest, exploring: true };
}

/** The best of the plans that cost about as little as the cheapest. */
function cheapest(plans: readonly Priced[]): Priced {
  const least = Math.min(...plans.map(({ cost }) => cost));
  const near = plans.filter(({ cost }) => cost <= least * costTieMargin);
  return near.reduce((best, plan) => (cautiousQuality(plan) > cautiousQuality(best) ? plan : best));
}

/** The quality one standard deviation below the mean. */
function cautiousQuality({ quality, standardDeviation }: Priced): number {
  return quality - standardDeviation;
}
