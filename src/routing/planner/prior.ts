import type { TaskType } from '../task.ts';
import { normal } from './random.ts';
import shipped from './shippedPriors.json' with { type: 'json' };

/** What we assume about one number before there is evidence: `mean`, give or take `spread`. */
export interface Guess {
  readonly mean: number;
  readonly spread: number;
}

/** What we assume before there is evidence. Shares are on the logit scale. */
export interface Prior {
  /** Ability of the strongest rung: the logit of how often it solves a task of medium difficulty. */
  readonly strongest: Guess;
  /**
   * How far each rung's ability is behind the next one's; the strongest rung has no entry. Evidence about
   * a weak rung therefore says something about its neighbours and little about rungs far above it.
   */
  readonly behind: readonly Guess[];
  /** Logarithm of how much tasks vary in difficulty. */
  readonly difficulty: Guess;
  /** Share of good answers that pass the gates. */
  readonly sensitivity: Guess;
  /** Share of bad answers that pass the gates. It has heavy tails: gates may be far worse than usual. */
  readonly falseAccept: Guess;
  /** Share of wrongly accepted answers that are later found to be wrong. */
  readonly feedback: Guess;
}

/** Until evidence says otherwise, an answer after a failed one costs this many times its usual cost. */
export const climbingCost = shipped.climbingCost;

/** The shipped prior for a task type and rungs with these prices, cheapest to strongest. */
export function shippedPrior(taskType: TaskType, prices: readonly number[]): Prior {
  const { perTenfoldPrice, spread } = shipped.behindTheNext;
  return {
    strongest: {
      mean: abilityFor(shipped.strongestSolves[taskType]),
      spread: shipped.strongestSpread,
    },
    behind: prices.slice(0, -1).map((price, rung) => ({
      mean: perTenfoldPrice * tenfolds(prices[rung + 1]!, price),
      spread,
    })),
    difficulty: { mean: Math.log(shipped.difficulty.median), spread: shipped.difficulty.logSpread },
    sensitivity: guessOf(shipped.gates.sensitivity),
    falseAccept: guessOf(shipped.gates.falseAccept),
    feedback: guessOf(shipped.feedback),
  };
}

function guessOf({ median, logitSpread }: { median: number; logitSpread: number }): Guess {
  return { mean: logit(median), spread: logitSpread };
}

function tenfolds(higher: number, lower: number): number {
  return higher > 0 && lower > 0 ? Math.log10(higher / lower) : 0;
}

// The share over tasks of all difficulties is closer to a half than the share at medium difficulty. The
// factor 0.346 is the usual approximation of a logistic averaged over a normal: (16 √3 / 15 π)².
function abilityFor(share: number): number {
  return logit(share) * Math.sqrt(1 + 0.346 * shipped.difficulty.median ** 2);
}

export function logit(share: number): number {
  return Math.log(share / (1 - share));
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Draws with heavy tails (Student's t, two degrees of freedom) are cut off here; one in forty is beyond. */
const widest = 6;

/** Draws every number of a `Hypothesis`, in order, and writes them to `into` from `start` on. */
export function drawFrom(
  prior: Prior,
  random: () => number,
  into: Float64Array,
  start: number,
): void {
  const around = ({ mean, spread }: Guess) => mean + spread * normal(random);
  const rungs = prior.behind.length + 1;
  into[start + rungs - 1] = around(prior.strongest);
  for (let rung = rungs - 2; rung >= 0; rung -= 1) {
    into[start + rung] = into[start + rung + 1]! - around(prior.behind[rung]!);
  }
  into[start + rungs] = around(prior.difficulty);
  into[start + rungs + 1] = around(prior.sensitivity);
  const tails = normal(random) / Math.sqrt(-Math.log(1 - random()));
  into[start + rungs + 2] =
    prior.falseAccept.mean + prior.falseAccept.spread * Math.max(-widest, Math.min(widest, tails));
  into[start + rungs + 3] = around(prior.feedback);
}

/** The logarithm of a hypothesis's probability under the prior, up to a constant. */
export function logPrior(prior: Prior, hypotheses: Float64Array, start: number): number {
  const rungs = prior.behind.length + 1;
  const at = (place: number) => hypotheses[start + place]!;
  let sum = squares(at(rungs - 1), prior.strongest);
  for (let rung = 0; rung < rungs - 1; rung += 1) {
    sum += squares(at(rung + 1) - at(rung), prior.behind[rung]!);
  }
  sum += squares(at(rungs), prior.difficulty);
  sum += squares(at(rungs + 1), prior.sensitivity);
  sum += 3 * Math.log(1 + squares(at(rungs + 2), prior.falseAccept) / 2);
  sum += squares(at(rungs + 3), prior.feedback);
  return -sum / 2;
}

function squares(value: number, { mean, spread }: Guess): number {
  return ((value - mean) / spread) ** 2;
}
