import { logistic } from '../../src/routing/planner/prior.ts';
import { featurePlaces, type Features } from './features.ts';

/**
 * Logistic regression that learns from one outcome after the other. Each weight is a normal distribution of its own
 * (assumed density filtering), so that what is uncertain moves most.
 */
export interface OnlineModel {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Tuned on the two RouteLLM files; between 0.02 and 0.3 the figures differ by about 0.01. */
const variance = 0.1;
const varianceOfShare = 4;

/** Before any outcome, the model is prompt length alone, with this slope. */
export function startModel(slope: number): OnlineModel {
  const means = new Float64Array(featurePlaces);
  means[0] = slope;
  const variances = new Float64Array(featurePlaces).fill(variance);
  variances[featurePlaces - 1] = varianceOfShare;
  return { means, variances };
}

/** @param outcome From 0 to 1. */
export function learn({ means, variances }: OnlineModel, at: Features, outcome: number): void {
  const { places, values } = at;
  const { score, uncertainty } = scoreOf({ means, variances }, at);
  const expected = probability(score, uncertainty);
  const curvature = Math.max(expected * (1 - expected), 1e-4);
  const damping = 1 + curvature * uncertainty;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index]!;
    const reach = variances[place]! * values[index]!;
    means[place]! += (reach * (outcome - expected)) / damping;
    variances[place]! -= (reach ** 2 * curvature) / damping;
  }
}

/** The logit of what is expected, and its variance. */
export function scoreOf({ means, variances }: OnlineModel, { places, values }: Features) {
  let score = 0;
  let uncertainty = 0;
  for (let index = 0; index < places.length; index += 1) {
    score += means[places[index]!]! * values[index]!;
    uncertainty += variances[places[index]!]! * values[index]! ** 2;
  }
  return { score, uncertainty };
}

export function predict(model: OnlineModel, at: Features): number {
  const { score, uncertainty } = scoreOf(model, at);
  return probability(score, uncertainty);
}

/** The mean of a logistic over a normal, by the usual approximation. */
function probability(score: number, uncertainty: number): number {
  return logistic(score / Math.sqrt(1 + (Math.PI * uncertainty) / 8));
}
