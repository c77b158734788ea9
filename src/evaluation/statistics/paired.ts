import { betaBelow } from '../../routing/evidence/beta.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { atLeastHits } from './binomial.ts';

/** Two candidates on the same fixtures, passed or not. */
export interface PairedPasses {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
  /** The probability of so uneven a split, or a more uneven one, if both were as good (exact McNemar). */
  readonly pValue: number;
}

export function comparePasses(
  pairs: readonly { readonly first: boolean; readonly second: boolean }[],
): PairedPasses {
  const count = (first: boolean, second: boolean) =>
    pairs.filter((pair) => pair.first === first && pair.second === second).length;
  const onlyFirst = count(true, false);
  const onlySecond = count(false, true);
  return {
    both: count(true, true),
    onlyFirst,
    onlySecond,
    neither: count(false, false),
    pValue: signTest(onlyFirst, onlySecond),
  };
}

/** The two-sided p-value of the sign test: how uneven a split of wins is for two that are as good. */
export function signTest(wins: number, losses: number): number {
  const decided = wins + losses;
  if (decided === 0) return 1;
  return Math.min(1, 2 * atLeastHits(Math.max(wins, losses), decided, 1 / 2));
}

/** The difference of two candidates' scores on the same fixtures, the first less the second. */
export interface PairedScores {
  /** Mean difference with its interval (Student's t); an interval needs two pairs. */
  readonly difference: Interval;
  readonly pairs: number;
  /** Two-sided, of the paired t test; undefined when fewer than two pairs or no spread allow none. */
  readonly tTest?: number;
  /** Two-sided, of the sign test; ties are left out. It asks less of the scores than the t test. */
  readonly signTest: number;
}

export function compareScores(
  pairs: readonly { readonly first: number; readonly second: number }[],
): PairedScores {
  const differences = pairs.map(({ first, second }) => first - second);
  const tTest = tTestOf(differences);
  return {
    difference: intervalOf(differences),
    pairs: pairs.length,
    ...(tTest !== undefined && { tTest }),
    signTest: signTest(
      differences.filter((each) => each > 0).length,
      differences.filter((each) => each < 0).length,
    ),
  };
}

function tTestOf(values: readonly number[]): number | undefined {
  const count = values.length;
  if (count < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (squares === 0) return undefined;
  const degrees = count - 1;
  const t = mean / Math.sqrt(squares / degrees / count);
  return betaBelow(degrees / (degrees + t * t), degrees / 2, 1 / 2);
}
