import type { TaskType } from '../task.ts';
import { normal } from './random.ts';
import shipped from './shippedPriors.json' with { type: 'json' };

/** What is believed of one number before there is evidence: around `mean`, give or take `spread`. */
export interface Guess {
  readonly mean: number;
  readonly spread: number;
}

/** What is believed before there is evidence. Shares are on the logit scale. */
export interface Prior {
  /** Ability of the strongest rung: the logit of how often it solves a task of medium difficulty. */
  readonly strongest: Guess;
  /**
   * How much less each other rung can than the next one; the strongest rung is not among them. What is
   * learnt of a weak rung says something of its neighbours, and little of those far above it.
   */
  readonly behind: readonly Guess[];
  /** Logarithm of how much tasks differ in difficulty. */
  readonly difficulty: Guess;
  /** Good answers that pass the gates. */
  readonly sensitivity: Guess;
  /** Bad answers that pass the gates. Heavy tails: gates may be far worse than usual. */
  readonly falseAccept: Guess;
  /** Wrong accepts that become known. */
  readonly feedback: Guess;
}

/** An answer after a failed one costs so many times what it costs otherwise, until it is known. */
export const climbingCost = shipped.climbingCost;

/** The shipped prior for a task type and rungs of these prices, cheapest to strongest. */
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

function tenfolds(dear: number, cheap: number): number {
  return dear > 0 && cheap > 0 ? Math.log10(dear / cheap) : 0;
}

// A share over tasks of all difficulties is nearer to a half than the share at medium difficulty.
function abilityFor(share: number): number {
  return logit(share) * Math.sqrt(1 + 0.346 * shipped.difficulty.median ** 2);
}

export function logit(share: number): number {
  return Math.log(share / (1 - share));
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Of draws with heavy tails (Student's t, two degrees of freedom) one in forty lies beyond; it is cut off. */
const widest = 6;

/** One draw of every number of a `World`, in their order, written to `into` from `start` on. */
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

/** The logarithm of how likely the prior thinks a hypothesis, but for a constant. */
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
