import type { Explored } from './evidence.ts';
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
}

export interface ChosenPlan {
  readonly plan: Priced;
  /** Asking the strongest rung at once. */
  readonly strongest: Priced;
  /** It is not sure yet that the plan keeps the floor. */
  readonly exploring: boolean;
}

/** A plan counts as good enough when it keeps the floor with this many deviations to spare. */
const surety = 1;
/** It is worth a try when it would keep the floor if this many deviations turned out well. */
const hope = 0.7;
/** Costs this near to the least count as the least: quality decides then. */
const nearLeast = 1.03;
/** A try must promise to save so much. */
const worthATry = 0.97;
/** The share of what the floor allows to be lost that exploring may lose, and its start in requests. */
const losable = 0.3;
const headStart = 60;
const headStartOfCost = 10;

/**
 * The cheapest plan that surely enough keeps the floor. Now and then a cheaper one that may keep it,
 * as long as exploring has cost little quality and little money so far.
 *
 * @param plans The strongest rung alone is among them.
 * @param strongestRung Its place in the ladder.
 * @param explored Its money is in the unit of the plans' costs.
 */
export function choosePlan(
  plans: readonly Priced[],
  strongestRung: number,
  { floor, exploringShare }: Aims,
  explored: Pick<Explored, 'requests' | 'loss'> & { readonly cost: number },
): ChosenPlan {
  const strongest = plans.find(
    ({ sequence }) => sequence.length === 1 && sequence[0] === strongestRung,
  )!;
  const isSure = (plan: Priced) =>
    plan === strongest || plan.quality - surety * plan.doubt >= floor;
  const sure = cheapest(plans.filter(isSure));
  const { requests, loss, cost } = explored;
  const settled: ChosenPlan = { plan: sure, strongest, exploring: false };
  if (cost > exploringShare * (requests + headStartOfCost) * strongest.cost) return settled;

  const mayLose = losable * (1 - floor) * (requests + headStart) - loss;
  const mayKeepFloor = (plan: Priced) =>
    plan.quality + hope * plan.doubt >= floor && plan.loss <= mayLose;
  const tried = cheapest(plans.filter((plan) => isSure(plan) || mayKeepFloor(plan)));
  if (isSure(tried) || tried.cost >= worthATry * sure.cost) return settled;
  return { plan: tried, strongest, exploring: true };
}

/** The best of those that cost about the least. */
function cheapest(plans: readonly Priced[]): Priced {
  const least = Math.min(...plans.map(({ cost }) => cost));
  const near = plans.filter(({ cost }) => cost <= least * nearLeast);
  return near.reduce((best, plan) => (surely(plan) > surely(best) ? plan : best));
}

function surely({ quality, doubt }: Priced): number {
  return quality - surety * doubt;
}
