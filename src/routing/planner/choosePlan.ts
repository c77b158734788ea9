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
/**
 * A plan that seems too bad is tried again only if it costs at most this share of what is taken otherwise. Where it
 * saves less, missing it costs less than finding out. Chosen by judgement.
 */
const retryingCost = 0.5;

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
 * keeps the floor, or, now and then, would keep it if it turns out one standard deviation better, while the expected
 * losses and the cost of all exploring stay within their shares.
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
  const isCandidate = (plan: Priced) =>
    plan.cost <= (minimumSaving - margin) * strongest.cost &&
    // A plan that stops below the strongest rung must be more certain: no later rung corrects it.
    (plan.sequence.at(-1) === strongestRung || cautiousQuality(plan) >= floor);
  const isSettled = (plan: Priced) =>
    !plan.trial && isCandidate(plan) && plan.quality >= floor && cautiousQuality(plan) >= worst;
  const cheapestOf = (isAllowed: (plan: Priced) => boolean) =>
    cheapest(plans.filter((plan) => plan === strongest || isAllowed(plan)));

  const settled = cheapestOf(isSettled);
  if (!explored) return { plan: settled, strongest, exploring: false };
  const mayCost = exploringShare * (explored.requests + warmUpRequestsOfCost) * strongest.cost;
  const mayLose = lossLeft(floor, explored);
  if (explored.cost > mayCost || mayLose.inAll <= 0)
    return { plan: settled, strongest, exploring: false };

  const mayBeTried = (plan: Priced) =>
    isCandidate(plan) &&
    (plan.quality >= floor
      ? plan.loss <= mayLose.inAll
      : // It may have had bad luck, which only more answers can show.
        hopefulQuality(plan) >= floor &&
        plan.loss <= mayLose.byRetrying &&
        plan.cost <= retryingCost * settled.cost);
  const tried = cheapestOf((plan) => isSettled(plan) || mayBeTried(plan));
  const exploring =
    tried !== strongest && !isSettled(tried) && tried.cost < minimumSaving * settled.cost;
  return { plan: exploring ? tried : settled, strongest, exploring };
}

/** What exploring may still be expected to lose: in all, and on plans that seem too bad, which no warm-up is for. */
function lossLeft(floor: number, { requests, loss }: Pick<Explored, 'requests' | 'loss'>) {
  const ofEach = explorationBudgetShare * (1 - floor);
  const byRetrying = ofEach * requests - loss;
  return { inAll: byRetrying + ofEach * warmUpRequests, byRetrying };
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
