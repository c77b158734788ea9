import { columns, featureHash, reasoningColumn, type Weights } from './classifierWeights.ts';
import type { Feature } from './feature.ts';
import { taskTypes } from './task.ts';

/** Adds each feature's weights up: a score a task type in their order, then one for reasoning. */
export function scoresOf(features: readonly Feature[], weights: Weights): number[] {
  const scores = Array.from({ length: columns }, () => 0);
  for (const { name, value } of features) {
    const row = weights.rows.get(featureHash(name));
    if (row === undefined) continue;
    for (let column = 0; column < columns; column++) {
      scores[column]! += weights.values[row * columns + column]! * weights.step * value;
    }
  }
  return scores;
}

/** Probabilities of the task types, in their order, from scores. */
export function probabilitiesOf(scores: readonly number[], temperature: number): number[] {
  const types = scores.slice(0, taskTypes.length).map((score) => score / temperature);
  const highest = Math.max(...types);
  const powers = types.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The need for reasoning: 0 none, a third low, two thirds medium, 1 high. */
export function reasoningOf(scores: readonly number[]): number {
  return 1 / (1 + Math.exp(-scores[reasoningColumn]!));
}
