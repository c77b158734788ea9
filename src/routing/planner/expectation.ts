import {
  difficulties,
  emptyHypothesis,
  numbersOf,
  readHypothesis,
  type Hypothesis,
} from './hypothesis.ts';
import type { Posterior } from './particleFilter.ts';
import type { Sequence } from './planSpace.ts';
import type { RungCosts } from './rungCosts.ts';

/** What is to be expected of a plan. Quality is relative to always asking the strongest rung. */
export interface Expectation {
  readonly sequence: Sequence;
  /** Mean quality; 1 is as good as the strongest rung, which may be surpassed. */
  readonly quality: number;
  /** One standard deviation of it. */
  readonly standardDeviation: number;
  /** By how much it is expected to fall short of the strongest, where it does. */
  readonly loss: number;
  /** How likely each rung is asked; the first is 1. */
  readonly reach: readonly number[];
}

/** What a belief expects of each plan. */
export function expectationsOf(belief: Posterior, sequences: readonly Sequence[]): Expectation[] {
  const { ladder, numbers, weights } = belief;
  const world = emptyHypothesis(ladder.length);
  const sums = sequences.map((sequence) => ({
    sequence,
    quality: 0,
    squares: 0,
    loss: 0,
    reach: sequence.map(() => 0),
  }));
  for (let h = 0; h < weights.length; h += 1) {
    readHypothesis(numbers, h * numbersOf(ladder.length), world);
    const weight = weights[h]!;
    const strongest = solvedBy([ladder.length - 1], world, 0);
    for (const sum of sums) {
      const quality = solvedBy(sum.sequence, world, weight, sum.reach) / strongest;
      sum.quality += weight * quality;
      sum.squares += weight * quality ** 2;
      sum.loss += weight * Math.max(0, 1 - quality);
    }
  }
  return sums.map(({ squares, ...sum }) => ({
    ...sum,
    standardDeviation: Math.sqrt(Math.max(0, squares - sum.quality ** 2)),
  }));
}

/** The share of tasks that a plan solves in a world; adds the weight with which rungs are reached. */
function solvedBy(
  sequence: Sequence,
  world: Hypothesis,
  weight: number,
  reached?: number[],
): number {
  const { solves, sensitivity, falseAccept } = world;
  const last = sequence.length - 1;
  let solved = 0;
  for (let d = 0; d < difficulties; d += 1) {
    let reach = 1 / difficulties;
    for (let place = 0; place <= last; place += 1) {
      const good = solves[sequence[place]! * difficulties + d]!;
      if (reached) reached[place]! += weight * reach;
      solved += reach * good * (place === last ? 1 : sensitivity);
      reach *= 1 - (falseAccept + (sensitivity - falseAccept) * good);
    }
  }
  return solved;
}

/** What a plan is expected to cost when its rungs cost so much. */
export function expectedPlanCost(
  { sequence, reach }: Expectation,
  costs: readonly RungCosts[],
): number {
  return sequence.reduce((sum, rung, place) => {
    const { first, climb } = costs[rung]!;
    return sum + reach[place]! * (place === 0 ? first : climb);
  }, 0);
}
