import type { Mean, RungFigures } from '../evidence/evidence.ts';
import { climbingCost } from './prior.ts';

/** What an answer of a rung is expected to cost. */
export interface RungCosts {
  /** When it is asked first. */
  readonly first: number;
  /** When it is asked after another rung failed. */
  readonly climb: number;
}

// How many answers each source counts as: the guess from list prices, and at most this many answers of
// the other kind (first or climb). Chosen by judgement.
const guessWeight = 1;
const otherWeight = 4;

/** Blends a guess with the measured costs: the more answers were measured, the less the guess counts. */
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
