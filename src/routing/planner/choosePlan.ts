import type { Evidence, Explored, RungKey } from '../evidence/evidence.ts';
import type { Aims } from '../policy/aims.ts';
import type { Expectation } from './expectation.ts';

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
 * What it must save beyond that while nothing is known of what the strongest costs when it is asked first, and the
 * answers after which it is half of that. Without it, a cascade may cost more than the strongest and never find out,
 * because it asks the strongest only about the hardest tasks. Tuned on `npm run bench routing`.
 */
const marginWhenUnmeasured = 0.2;
const answersToHalveMargin = 10;
/**
 * Exploring continues while the expected loss of what was explored stays below this share of the loss
 * that the floor allows. Tuned on `npm run bench routing`, from 0.35 through 0.25 and 0.2.
 */
const explorationBudgetShare = 0.1;
/**
 * Exploring starts as if this many requests had lost nothing, so a new user's first tasks are tried cheap where the
 * shipped priors allow it. Chosen by judgement; `npm run bench routing` is as good with 30.
 */
const warmUpRequests = 60;
/** The same for the cost of exploring. Chosen by judgement, never tuned. */
const warmUpRequestsOfCost = 10;

/** The strongest rung of a ladder. */
export interface Strongest {
  /** Its place in the ladder. */
  readonly rung: number;
  /** On how many of its answers, asked first, the knowledge of its cost rests. */
  readonly measured: number;
}

export function strongestOf(ladder: readonly RungKey[], figures: Evidence['figures']): Strongest {
  const { firstCost } = figures.get(ladder.at(-1)!) ?? {};
  return { rung: ladder.length - 1, measured: firstCost?.weight ?? 0 };
}

/**
 * Chooses the cheapest plan that is expected to keep the floor. Good and bad luck of many tasks average out, so
 * what may be lost by bad luck alone counts only for one task type at a time: the quality of this one must not
 * fall below `worst`. Sometimes it explores: it takes a cheaper plan whose quality is not known well enough and
 * may keep the floor, while the expected losses and the cost of all exploring stay within their shares. So a plan
 * that seems just too bad is looked at again now and then; only answers can show that it was bad luck.
 * Trials are only taken by exploring.
 *
 * @param plans They include the plan that asks the strongest rung alone.
 * @param explored `cost` has the unit of the plans' costs; undefined where nothing may be explored.
 */
export function choosePlan(
  plans: readonly Priced[],
  { rung: strongestRung, measured }: Strongest,
  { floor, worst, exploringShare }: Aims,
  explored: (Pick<Explored, 'requests' | 'loss'> & { readonly cost: number }) | undefined,
): ChosenPlan {
  const strongest = plans.find(
    ({ sequence }) => sequence.length === 1 && sequence[0] === strongestRung,
  )!;
  const margin = marginWhenUnmeasured / (1 + measured / answersToHalveMargin);
  const saves = (plan: Priced) => plan.cost <= (minimumSaving - margin) * strongest.cost;
  // A plan that stops below the strongest rung must be more certain: no later rung corrects it.
  const isCorrected = (plan: Priced) =>
    plan.sequence.at(-1) === strongestRung || cautiousQuality(plan) >= floor;
  const isSettled = (plan: Priced) =>
    !plan.trial &&
    saves(plan) &&
    isCorrected(plan) &&
    plan.quality >= floor &&
    cautiousQuality(plan) >= worst;
  const mayBeTried = (plan: Priced, mayLose: number) =>
    saves(plan) && isCorrected(plan) && hopefulQuality(plan) >= floor && plan.loss <= mayLose;
  const cheapestOf = (isAllowed: (plan: Priced) => boolean) =>
    cheapest(plans.filter((plan) => plan === strongest || isAllowed(plan)));

  const settled = cheapestOf(isSettled);
  if (!explored) return { plan: settled, strongest, exploring: false };
  const { requests, loss, cost } = explored;
  const mayCost = exploringShare * (requests + warmUpRequestsOfCost) * strongest.cost;
  const mayLose = explorationBudgetShare * (1 - floor) * (requests + warmUpRequests) - loss;
  if (cost > mayCost || mayLose <= 0) return { plan: settled, strongest, exploring: false };

  const tried = cheapestOf((plan) => isSettled(plan) || mayBeTried(plan, mayLose));
  const exploring =
    tried !== strongest && !isSettled(tried) && tried.cost < minimumSaving * settled.cost;
  return { plan: exploring ? tried : settled, strongest, exploring };
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

/** The quality one standard deviation above the mean. */
function hopefulQuality({ quality, standardDeviation }: Priced): number {
  return quality + standardDeviation;
}
