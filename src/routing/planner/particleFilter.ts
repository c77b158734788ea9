import type { RungKey, Tally } from '../evidence/evidence.ts';
import {
  emptyWorld,
  logLikelihood,
  numbersOf,
  readWorld,
  seenOn,
  type Seen,
  type World,
} from './hypothesis.ts';
import { drawFrom, logPrior, type Prior } from './prior.ts';

/** Many hypotheses about the rungs of a ladder and their gates, each with how much it is believed. */
export interface Belief {
  /** Cheapest to strongest. */
  readonly ladder: readonly RungKey[];
  /** Add up to 1. */
  readonly weights: Float64Array;
  /** All hypotheses one after the other. */
  numbers: Float64Array;
}

/** A belief that can go on learning. */
export interface Learner {
  readonly belief: Belief;
  readonly prior: Prior;
  readonly random: () => number;
  /** What the hypotheses are a fair sample of, and how likely each finds it. */
  settled: readonly Seen[];
  settledLikelihoods: Float64Array;
  readonly world: World;
}

const hypotheses = 200;
const sweeps = 3;

export function startLearning(
  ladder: readonly RungKey[],
  prior: Prior,
  random: () => number,
): Learner {
  const numbers = new Float64Array(hypotheses * numbersOf(ladder.length));
  for (let h = 0; h < hypotheses; h += 1) {
    drawFrom(prior, random, numbers, h * numbersOf(ladder.length));
  }
  const weights = new Float64Array(hypotheses).fill(1 / hypotheses);
  return {
    ...{ belief: { ladder, weights, numbers }, prior, random },
    ...{ settled: [], settledLikelihoods: new Float64Array(hypotheses) },
    world: emptyWorld(ladder.length),
  };
}

/**
 * Makes the belief follow all tallies so far; overwrites it (sequential Monte Carlo).
 *
 * Hypotheses are weighed by how likely they find what was seen. When few of them carry most of the
 * weight, the sample is made anew around those and moves on from there, on the way in steps where
 * much was learnt at once.
 */
export function learn(learner: Learner, tallies: readonly Tally[]): void {
  const seen = seenOn(learner.belief.ladder, tallies);
  for (;;) {
    const likelihoods = likelihoodsOf(learner, learner.belief.numbers, seen);
    const gains = likelihoods.map((each, h) => each - learner.settledLikelihoods[h]!);
    if (weigh(learner.belief.weights, gains, 1) >= hypotheses / 2) return;
    const share = largestStep(learner.belief.weights, gains);
    const blend = [...scaled(learner.settled, 1 - share), ...scaled(seen, share)];
    const target = share === 1 ? seen : blend;
    resample(learner);
    move(learner, target);
    learner.settled = target;
    if (share === 1) return;
  }
}

function scaled(seen: readonly Seen[], share: number): Seen[] {
  return seen.map((each) => ({ ...each, weight: each.weight * share }));
}

function likelihoodsOf(
  { belief: { ladder }, world }: Learner,
  numbers: Float64Array,
  seen: readonly Seen[],
): Float64Array {
  return new Float64Array(hypotheses).map((_, h) => {
    readWorld(numbers, h * numbersOf(ladder.length), world);
    return logLikelihood(seen, world);
  });
}

/** Sets the weights to a share of the gains; how many equal ones they are worth. */
function weigh(weights: Float64Array, gains: Float64Array, share: number): number {
  const most = gains.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let h = 0; h < hypotheses; h += 1) {
    weights[h] = Math.exp((gains[h]! - most) * share);
    sum += weights[h]!;
  }
  let squares = 0;
  for (let h = 0; h < hypotheses; h += 1) {
    weights[h]! /= sum;
    squares += weights[h]! ** 2;
  }
  return 1 / squares;
}

/** The largest share of the gains that leaves enough hypotheses with weight. */
function largestStep(weights: Float64Array, gains: Float64Array): number {
  const enough = hypotheses / 5;
  if (weigh(weights, gains, 1) >= enough) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (weigh(weights, gains, middle) >= enough) low = middle;
    else high = middle;
  }
  weigh(weights, gains, low);
  return low;
}

/** Hypotheses in proportion to their weights, which are equal afterwards. */
function resample({ belief, random }: Learner): void {
  const { weights, numbers, ladder } = belief;
  const size = numbersOf(ladder.length);
  const drawn = new Float64Array(numbers.length);
  let at = 0;
  let sum = weights[0]!;
  const offset = random();
  for (let h = 0; h < hypotheses; h += 1) {
    while ((h + offset) / hypotheses > sum && at < hypotheses - 1) sum += weights[(at += 1)]!;
    drawn.set(numbers.subarray(at * size, (at + 1) * size), h * size);
  }
  belief.numbers = drawn;
  weights.fill(1 / hypotheses);
}

/** Moves each hypothesis along the difference of two others, as far as `target` bears it out. */
function move(learner: Learner, target: readonly Seen[]): void {
  const { belief, prior, random, world } = learner;
  const { numbers } = belief;
  const size = numbersOf(belief.ladder.length);
  const likelihoods = likelihoodsOf(learner, numbers, target);
  const tried = new Float64Array(size);
  const any = () => Math.floor(random() * hypotheses) * size;
  for (let turn = 0; turn < sweeps * hypotheses; turn += 1) {
    const own = (turn % hypotheses) * size;
    const [one, other] = [any(), any()];
    const stride = random() < 0.1 ? 1 : (2.38 / Math.sqrt(2 * size)) * (0.5 + random());
    for (let place = 0; place < size; place += 1) {
      const difference = numbers[one + place]! - numbers[other + place]!;
      tried[place] = numbers[own + place]! + stride * difference + (random() - 0.5) / 10;
    }
    readWorld(tried, 0, world);
    const likelihood = logLikelihood(target, world);
    const gain =
      likelihood +
      logPrior(prior, tried, 0) -
      likelihoods[turn % hypotheses]! -
      logPrior(prior, numbers, own);
    if (Math.log(1 - random()) >= gain) continue;
    numbers.set(tried, own);
    likelihoods[turn % hypotheses] = likelihood;
  }
  learner.settledLikelihoods = likelihoods;
}
