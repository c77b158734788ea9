import type { RungKey, Tally } from '../evidence/evidence.ts';
import {
  emptyHypothesis,
  logLikelihood,
  numbersOf,
  readHypothesis,
  seenOn,
  type Seen,
  type Hypothesis,
} from './hypothesis.ts';
import { drawFrom, logPrior, type Prior } from './prior.ts';

/** Many particles about the rungs of a ladder and their gates, each with how much it is believed. */
export interface Posterior {
  /** Cheapest to strongest. */
  readonly ladder: readonly RungKey[];
  /** Add up to 1. */
  readonly weights: Float64Array;
  /** All particles one after the other. */
  numbers: Float64Array;
}

/** A belief that can go on learning. */
export interface ParticleFilter {
  readonly belief: Posterior;
  readonly prior: Prior;
  readonly random: () => number;
  /** What the particles are a fair sample of, and how likely each finds it. */
  settled: readonly Seen[];
  settledLikelihoods: Float64Array;
  readonly world: Hypothesis;
}

const particles = 200;
const sweeps = 3;

export function createFilter(
  ladder: readonly RungKey[],
  prior: Prior,
  random: () => number,
): ParticleFilter {
  const numbers = new Float64Array(particles * numbersOf(ladder.length));
  for (let h = 0; h < particles; h += 1) {
    drawFrom(prior, random, numbers, h * numbersOf(ladder.length));
  }
  const weights = new Float64Array(particles).fill(1 / particles);
  return {
    belief: { ladder, weights, numbers },
    prior,
    random,
    settled: [],
    settledLikelihoods: new Float64Array(particles),
    world: emptyHypothesis(ladder.length),
  };
}

/**
 * Makes the belief follow all tallies so far; overwrites it (sequential Monte Carlo).
 *
 * Hypotheses are weighed by how likely they find what was seen. When few of them carry most of the
 * weight, the sample is made anew around those and moves on from there, on the way in steps where
 * much was learnt at once.
 */
export function update(learner: ParticleFilter, tallies: readonly Tally[]): void {
  const seen = seenOn(learner.belief.ladder, tallies);
  for (;;) {
    const likelihoods = likelihoodsOf(learner, learner.belief.numbers, seen);
    const gains = likelihoods.map((each, h) => each - learner.settledLikelihoods[h]!);
    if (reweight(learner.belief.weights, gains, 1) >= particles / 2) return;
    const share = largestStep(learner.belief.weights, gains);
    const blend = [...scaled(learner.settled, 1 - share), ...scaled(seen, share)];
    const target = share === 1 ? seen : blend;
    resample(learner);
    rejuvenate(learner, target);
    learner.settled = target;
    if (share === 1) return;
  }
}

function scaled(seen: readonly Seen[], share: number): Seen[] {
  return seen.map((each) => ({ ...each, weight: each.weight * share }));
}

function likelihoodsOf(
  { belief: { ladder }, world }: ParticleFilter,
  numbers: Float64Array,
  seen: readonly Seen[],
): Float64Array {
  return new Float64Array(particles).map((_, h) => {
    readHypothesis(numbers, h * numbersOf(ladder.length), world);
    return logLikelihood(seen, world);
  });
}

/** Sets the weights to a share of the gains; how many equal ones they are worth. */
function reweight(weights: Float64Array, gains: Float64Array, share: number): number {
  const most = gains.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let h = 0; h < particles; h += 1) {
    weights[h] = Math.exp((gains[h]! - most) * share);
    sum += weights[h]!;
  }
  let squares = 0;
  for (let h = 0; h < particles; h += 1) {
    weights[h]! /= sum;
    squares += weights[h]! ** 2;
  }
  return 1 / squares;
}

/** The largest share of the gains that leaves enough particles with weight. */
function largestStep(weights: Float64Array, gains: Float64Array): number {
  const enough = particles / 5;
  if (reweight(weights, gains, 1) >= enough) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (reweight(weights, gains, middle) >= enough) low = middle;
    else high = middle;
  }
  reweight(weights, gains, low);
  return low;
}

/** Hypotheses in proportion to their weights, which are equal afterwards. */
function resample({ belief, random }: ParticleFilter): void {
  const { weights, numbers, ladder } = belief;
  const size = numbersOf(ladder.length);
  const drawn = new Float64Array(numbers.length);
  let at = 0;
  let sum = weights[0]!;
  const offset = random();
  for (let h = 0; h < particles; h += 1) {
    while ((h + offset) / particles > sum && at < particles - 1) sum += weights[(at += 1)]!;
    drawn.set(numbers.subarray(at * size, (at + 1) * size), h * size);
  }
  belief.numbers = drawn;
  weights.fill(1 / particles);
}

/** Moves each hypothesis along the difference of two others, as far as `target` bears it out. */
function rejuvenate(learner: ParticleFilter, target: readonly Seen[]): void {
  const { belief, prior, random, world } = learner;
  const { numbers } = belief;
  const size = numbersOf(belief.ladder.length);
  const likelihoods = likelihoodsOf(learner, numbers, target);
  const tried = new Float64Array(size);
  const any = () => Math.floor(random() * particles) * size;
  for (let turn = 0; turn < sweeps * particles; turn += 1) {
    const own = (turn % particles) * size;
    const [one, other] = [any(), any()];
    const stride = random() < 0.1 ? 1 : (2.38 / Math.sqrt(2 * size)) * (0.5 + random());
    for (let place = 0; place < size; place += 1) {
      const difference = numbers[one + place]! - numbers[other + place]!;
      tried[place] = numbers[own + place]! + stride * difference + (random() - 0.5) / 10;
    }
    readHypothesis(tried, 0, world);
    const likelihood = logLikelihood(target, world);
    const gain =
      likelihood +
      logPrior(prior, tried, 0) -
      likelihoods[turn % particles]! -
      logPrior(prior, numbers, own);
    if (Math.log(1 - random()) >= gain) continue;
    numbers.set(tried, own);
    likelihoods[turn % particles] = likelihood;
  }
  learner.settledLikelihoods = likelihoods;
}
