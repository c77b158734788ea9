import type { RungKey, Tally } from '../evidence/evidence.ts';
import { logistic } from './prior.ts';

/**
 * A way the world may be: tasks differ in difficulty, each rung has an ability, and a task is solved
 * with probability logistic(ability − spread × difficulty). Gates pass good answers with `sensitivity`
 * and bad ones with `falseAccept`; an accepted bad answer becomes known with `feedback`.
 *
 * Written down as numbers: an ability for each rung, the logarithm of the spread of difficulty, and the
 * three shares as logits.
 */
export interface Hypothesis {
  /** How likely each rung solves a task, by difficulty: `solves[rung * difficulties + d]`. */
  readonly solves: Float64Array;
  sensitivity: number;
  falseAccept: number;
  feedback: number;
}

/** The middles of eight equally large parts of the normal distribution. */
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

/** Spells out the hypothesis whose numbers begin at `start`; overwrites `world`. */
export function readHypothesis(numbers: Float64Array, start: number, world: Hypothesis): void {
  const rungs = world.solves.length / difficulties;
  const spread = Math.exp(numbers[start + rungs]!);
  for (let rung = 0; rung < rungs; rung += 1) {
    for (let d = 0; d < difficulties; d += 1) {
      world.solves[rung * difficulties + d] = logistic(
        numbers[start + rung]! - spread * levels[d]!,
      );
    }
  }
  world.sensitivity = logistic(numbers[start + rungs + 1]!);
  world.falseAccept = logistic(numbers[start + rungs + 2]!);
  world.feedback = logistic(numbers[start + rungs + 3]!);
}

/** A tally in the terms of a ladder. */
export interface Seen {
  /** Which rungs were asked, in any order. */
  readonly rungs: readonly number[];
  /** What the gates said to each. */
  readonly passed: readonly (boolean | undefined)[];
  /** Place of the answer that was taken, -1 where none was or another rung's. */
  readonly taken: number;
  readonly wrong: boolean;
  readonly weight: number;
}

/** Tallies without the answers of rungs that are not in the ladder. */
export function seenOn(ladder: readonly RungKey[], tallies: readonly Tally[]): Seen[] {
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

/** The logarithm of how likely all this would be in that world. */
export function logLikelihood(seen: readonly Seen[], world: Hypothesis): number {
  let sum = 0;
  for (const each of seen) {
    let likelihood = 0;
    for (let d = 0; d < difficulties; d += 1) likelihood += likelihoodAt(d, each, world);
    sum += each.weight * Math.log(likelihood / difficulties + Number.MIN_VALUE);
  }
  return sum;
}

function likelihoodAt(d: number, { rungs, passed, taken, wrong }: Seen, world: Hypothesis): number {
  let likelihood = 1;
  for (let place = 0; place < rungs.length; place += 1) {
    const good = world.solves[rungs[place]! * difficulties + d]!;
    const verdict = passed[place];
    const { sensitivity, falseAccept } = world;
    const bad = (1 - good) * (verdict === undefined ? 1 : falseAccept);
    const all = verdict === undefined ? 1 : good * sensitivity + bad;
    if (verdict === false) likelihood *= 1 - all;
    // Only an answer that was taken can turn out wrong, and only some do.
    else if (place !== taken) likelihood *= all;
    else likelihood *= wrong ? bad * world.feedback : all - bad * world.feedback;
  }
  return likelihood;
}
