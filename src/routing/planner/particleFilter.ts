import type { RungKey, Tally } from '../evidence/evidence.ts';
import {
  emptyHypothesis,
  logLikelihood,
  numbersOf,
  readHypothesis,
  observationsOn,
  type Observation,
  type Hypothesis,
} from './hypothesis.ts';
import { drawFrom, logPrior, type Prior } from './prior.ts';

/** A weighted sample of hypotheses (particles) about the rungs of a ladder and the gates. */
export interface Posterior {
  /** Cheapest to strongest. */
  readonly ladder: readonly RungKey[];
  /** One for each particle; they add up to 1. */
  readonly weights: Float64Array;
  /** The numbers of all particles, one after the other. */
  numbers: Float64Array;
}

/** A posterior with what is needed to update it. */
export interface ParticleFilter {
  readonly posterior: Posterior;
  readonly prior: Prior;
  readonly random: () => number;
  /** The observations that the particles are a fair sample for, and each particle's log-likelihood. */
  settled: readonly Observation[];
  settledLikelihoods: Float64Array;
  readonly hypothesis: Hypothesis;
}

// Chosen by judgement: a compromise between accuracy and milliseconds.
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
    posterior: { ladder, weights, numbers },
    prior,
    random,
    settled: [],
    settledLikelihoods: new Float64Array(particles),
    hypothesis: emptyHypothesis(ladder.length),
  };
}

/**
 * Updates the posterior in place to all tallies so far (sequential Monte Carlo).
 *
 * Each particle is weighted by its likelihood. When a few particles carry most of the weight, the sample
 * is drawn again from those and moved (resample, rejuvenate). When much was learnt at once, this happens
 * in several steps.
 */
export function update(filter: ParticleFilter, tallies: readonly Tally[]): void {
  const observations = observationsOn(filter.posterior.ladder, tallies);
  for (;;) {
    const likelihoods = likelihoodsOf(filter, filter.posterior.numbers, observations);
    const gains = likelihoods.map((each, h) => each - filter.settledLikelihoods[h]!);
    if (reweight(filter.posterior.weights, gains, 1) >= particles / 2) return;
    const share = largestStep(filter.posterior.weights, gains);
    const blend = [...scaled(filter.settled, 1 - share), ...scaled(observations, share)];
    const target = share === 1 ? observations : blend;
    resample(filter);
    rejuvenate(filter, target);
    filter.settled = target;
    if (share === 1) return;
  }
}

function scaled(observations: readonly Observation[], share: number): Observation[] {
  return observations.map((each) => ({ ...each, weight: each.weight * share }));
}

function likelihoodsOf(
  { posterior: { ladder }, hypothesis }: ParticleFilter,
  numbers: Float64Array,
  observations: readonly Observation[],
): Float64Array {
  return new Float64Array(particles).map((_, h) => {
    readHypothesis(numbers, h * numbersOf(ladder.length), hypothesis);
    return logLikelihood(observations, hypothesis);
  });
}

/** Sets the weights from a share of the gains; returns the effective number of particles. */
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

/** Finds the largest share of the gains that leaves enough effective particles, and applies it. */
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

/** Draws particles in proportion to their weights; the weights are equal afterwards. */
function resample({ posterior, random }: ParticleFilter): void {
  const { weights, numbers, ladder } = posterior;
  const size = numbersOf(ladder.length);
  const drawn = new Float64Array(numbers.length);
  let at = 0;
  let sum = weights[0]!;
  const offset = random();
  for (let h = 0; h < particles; h += 1) {
    while ((h + offset) / particles > sum && at < particles - 1) sum += weights[(at += 1)]!;
    drawn.set(numbers.subarray(at * size, (at + 1) * size), h * size);
  }
  posterior.numbers = drawn;
  weights.fill(1 / particles);
}

/**
 * Moves each particle along the difference of two others (differential evolution MCMC). A move is
 * accepted by the Metropolis rule for `target`.
 */
function rejuvenate(filter: ParticleFilter, target: readonly Observation[]): void {
  const { posterior, prior, random, hypothesis } = filter;
  const { numbers } = posterior;
  const size = numbersOf(posterior.ladder.length);
  const likelihoods = likelihoodsOf(filter, numbers, target);
  const proposal = new Float64Array(size);
  const any = () => Math.floor(random() * particles) * size;
  for (let turn = 0; turn < sweeps * particles; turn += 1) {
    const own = (turn % particles) * size;
    const [one, other] = [any(), any()];
    // 2.38 / √(2 size) is the usual scale of such moves; one in ten is a whole step, to jump between modes.
    const stride = random() < 0.1 ? 1 : (2.38 / Math.sqrt(2 * size)) * (0.5 + random());
    for (let place = 0; place < size; place += 1) {
      const difference = numbers[one + place]! - numbers[other + place]!;
      proposal[place] = numbers[own + place]! + stride * difference + (random() - 0.5) / 10;
    }
    readHypothesis(proposal, 0, hypothesis);
    const likelihood = logLikelihood(target, hypothesis);
    const gain =
      likelihood +
      logPrior(prior, proposal, 0) -
      likelihoods[turn % particles]! -
      logPrior(prior, numbers, own);
    if (Math.log(1 - random()) >= gain) continue;
    numbers.set(proposal, own);
    likelihoods[turn % particles] = likelihood;
  }
  filter.settledLikelihoods = likelihoods;
}
