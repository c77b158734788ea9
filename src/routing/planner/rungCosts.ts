import type { Mean, RungFigures } from '../evidence/evidence.ts';
import { climbingCost } from './prior.ts';

/** What an answer of a rung is expected to cost. */
export interface RungCosts {
  /** Asked first. */
  readonly first: number;
  /** Asked after another rung failed. */
  readonly climb: number;
}

/** A guess is worth one answer, the other kind of cost at most four. */
const guessWeight = 1;
const otherWeight = 4;

/** From a guess to what was measured, the more so the more was. */
export function rungCosts(
  guess: number,
  { firstCost, climbCost }: Pick<RungFigures, 'firstCost' | 'climbCost'> = {},
): RungCosts {
  const fromClimbs = climbCost && {
    mean: climbCost.mean / climbingCost,
    weight: Math.min(climbCost.weight, otherWeight),
  };
  const first = pooled([{ mean: guess, weight: guessWeight }, firstCost, fromClimbs]);
  const climb = pooled([{ mean: first * climbingCost, weight: otherWeight }, climbCost]);
  return { first, climb };
}

function pooled(means: readonly (Mean | undefined)[]): number {
  const known = means.filter((mean) => mean !== undefined);
  const weight = known.reduce((sum, each) => sum + each.weight, 0);
  return known.reduce((sum, each) => sum + each.mean * each.weight, 0) / weight;
}
