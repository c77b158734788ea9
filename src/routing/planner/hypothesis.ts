import type { RungKey, Tally } from '../evidence/evidence.ts';
import { logistic } from './prior.ts';

/**
 * One possible explanation of the evidence. Tasks vary in difficulty, each rung has an ability, and it
 * solves a task with probability logistic(ability − spread × difficulty). Gates pass good answers with
 * probability `sensitivity` and bad ones with `falseAccept`; an accepted bad answer is found out with
 * probability `feedback`.
 *
 * It is stored as numbers: an ability for each rung, the logarithm of the spread of difficulty, and the
 * three probabilities as logits.
 */
export interface Hypothesis {
  /** The probability that a rung solves a task, by difficulty: `solves[rung * difficulties + d]`. */
  readonly solves: Float64Array;
  sensitivity: number;
  falseAccept: number;
  feedback: number;
}

/** The medians of eight equally likely parts of the normal distribution. */
const levels = [-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534];
export const difficulties = levels.length;

export function numbersOf(rungs: number): number {
  return rungs + 4;
}

export function emptyHypothesis(rungs: number): Hypothesis {
  return {
    solves: new Float64Array(rungs * difficulties),
    sensitivity: 0,
    falseAccept: 0,
    feedback: 0,
  };
}

/** Reads the hypothesis whose numbers begin at `start` into `hypothesis`. */
export function readHypothesis(numbers: Float64Array, start: number, hypothesis: Hypothesis): void {
  const rungs = hypothesis.solves.length / difficulties;
  const spread = Math.exp(numbers[start + rungs]!);
  for (let rung = 0; rung < rungs; rung += 1) {
    for (let d = 0; d < difficulties; d += 1) {
      hypothesis.solves[rung * difficulties + d] = logistic(
        numbers[start + rung]! - spread * levels[d]!,
      );
    }
  }
  hypothesis.sensitivity = logistic(numbers[start + rungs + 1]!);
  hypothesis.falseAccept = logistic(numbers[start + rungs + 2]!);
  hypothesis.feedback = logistic(numbers[start + rungs + 3]!);
}

/** A tally, expressed as places in a ladder. */
export interface Observation {
  /** Which rungs were asked, in any order. */
  readonly rungs: readonly number[];
  /** The gates' verdict on each; undefined when no gate ran. */
  readonly passed: readonly (boolean | undefined)[];
  /** Place of the answer that was taken; -1 when none was, or when its rung is not in the ladder. */
  readonly taken: number;
  readonly wrong: boolean;
  readonly weight: number;
}

/** Converts tallies; answers of rungs outside the ladder are dropped. */
export function observationsOn(
  ladder: readonly RungKey[],
  tallies: readonly Tally[],
): Observation[] {
  return tallies.flatMap(({ answers, taken, wrong, weight }) => {
    const places = [...answers.keys()].filter((place) => ladder.includes(answers[place]!.rung));
    if (places.length === 0) return [];
    return {
      rungs: places.map((place) => ladder.indexOf(answers[place]!.rung)),
      passed: places.map((place) => answers[place]!.passed),
      taken: taken === undefined ? -1 : places.indexOf(taken),
      wrong,
      weight,
    };
  });
}

/** The logarithm of the probability of the observations under a hypothesis. */
export function logLikelihood(
  observations: readonly Observation[],
  hypothesis: Hypothesis,
): number {
  let sum = 0;
  for (const each of observations) {
    let likelihood = 0;
    for (let d = 0; d < difficulties; d += 1) likelihood += likelihoodAt(d, each, hypothesis);
    sum += each.weight * Math.log(likelihood / difficulties + Number.MIN_VALUE);
  }
  return sum;
}

function likelihoodAt(
  d: number,
  { rungs, passed, taken, wrong }: Observation,
  hypothesis: Hypothesis,
): number {
  let likelihood = 1;
  for (let place = 0; place < rungs.length; place += 1) {
    const good = hypothesis.solves[rungs[place]! * difficulties + d]!;
    const verdict = passed[place];
    const { sensitivity, falseAccept } = hypothesis;
    const bad = (1 - good) * (verdict === undefined ? 1 : falseAccept);
    const all = verdict === undefined ? 1 : good * sensitivity + bad;
    if (verdict === false) likelihood *= 1 - all;
    // Only an answer that was taken can be found to be wrong, and not every wrong one is.
    else if (place !== taken) likelihood *= all;
    else likelihood *= wrong ? bad * hypothesis.feedback : all - bad * hypothesis.feedback;
  }
  return likelihood;
}
