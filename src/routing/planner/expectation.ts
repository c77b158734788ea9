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

/** What to expect of a plan. Quality is relative to always asking the strongest rung. */
export interface Expectation {
  readonly sequence: Sequence;
  /** Mean quality; 1 is as good as the strongest rung, and a plan may exceed it. */
  readonly quality: number;
  /** One standard deviation of the quality. */
  readonly standardDeviation: number;
  /** Expected amount by which it falls short of the strongest rung; better outcomes count as 0. */
  readonly loss: number;
  /** The probability that each rung is asked; 1 for the first. */
  readonly reach: readonly number[];
}

/** Predicts the outcome of each plan from a posterior. */
export function expectationsOf(
  posterior: Posterior,
  sequences: readonly Sequence[],
): Expectation[] {
  const { ladder, numbers, weights } = posterior;
  const hypothesis = emptyHypothesis(ladder.length);
  const sums = sequences.map((sequence) => ({
    sequence,
    quality: 0,
    squares: 0,
    loss: 0,
    reach: sequence.map(() => 0),
  }));
  for (let h = 0; h < weights.length; h += 1) {
    readHypothesis(numbers, h * numbersOf(ladder.length), hypothesis);
    const weight = weights[h]!;
    const strongest = solvedBy([ladder.length - 1], hypothesis, 0);
    for (const sum of sums) {
      const quality = solvedBy(sum.sequence, hypothesis, weight, sum.reach) / strongest;
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

/**
 * The share of tasks that a plan solves under a hypothesis. Adds the probability of reaching each rung,
 * times `weight`, to `reached`.
 */
function solvedBy(
  sequence: Sequence,
  hypothesis: Hypothesis,
  weight: number,
  reached?: number[],
): number {
  const { solves, sensitivity, falseAccept } = hypothesis;
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

/** The expected cost of a plan, given the costs of the rungs. */
export function expectedPlanCost(
  { sequence, reach }: Expectation,
  costs: readonly RungCosts[],
): number {
  return sequence.reduce((sum, rung, place) => {
    const { first, climb } = costs[rung]!;
    return sum + reach[place]! * (place === 0 ? first : climb);
  }, 0);
}
