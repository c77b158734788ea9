import type { Weights } from '../src/routing/classifierWeights.ts';
import type { LinearModel } from './train.ts';

/** The model in signed bytes, as it ships. */
export function weightsOf({ hashes, weights }: LinearModel, temperature: number): Weights {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = largest / 127;
  return {
    temperature,
    step,
    rows: new Map(hashes.map((hash, row) => [hash, row])),
    values: Int8Array.from(weights, (weight) => Math.round(weight / step)),
  };
}
