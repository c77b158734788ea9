import { createHash } from 'node:crypto';
import { columns, type ShippedWeights, type Weights } from '../src/routing/classify/linearModel.ts';
import type { LinearModel } from './train.ts';

/** The least informative features are omitted to keep the weights small. Chosen by judgement. */
const mostFeatures = 90_000;

/** The model in signed bytes, as it ships. */
export function weightsOf(model: LinearModel, temperature: number): Weights {
  const kept = strongestRows(model);
  const largest = kept.reduce((most, row) => Math.max(most, sayOf(model, row)), 0);
  const step = largest / 127;
  const values = kept.flatMap((row) =>
    [...rowOf(model, row)].map((weight) => Math.round(weight / step)),
  );
  return {
    temperature,
    step,
    hashes: Uint32Array.from(kept, (row) => model.hashes[row]!),
    values: Int8Array.from(values),
  };
}

/** SHA-256 of the weights without their temperature. */
export function hashOfWeights({ step, hashes, values }: Weights): string {
  const hash = createHash('sha256').update(JSON.stringify([step, ...hashes]));
  return hash.update(values).digest('hex');
}

/** The same as text. */
export function shippedWeightsOf(
  { temperature, step, hashes, values }: Weights,
  made: Omit<ShippedWeights, 'temperature' | 'step' | 'features' | 'values'>,
): ShippedWeights {
  const features = Buffer.from(hashes.buffer).toString('base64');
  return {
    ...made,
    temperature,
    step,
    features,
    values: Buffer.from(values.buffer).toString('base64'),
  };
}

function strongestRows(model: LinearModel): number[] {
  const rows = model.hashes.map((_, row) => row);
  const byStrength = rows.toSorted((a, b) => useOf(model, b) - useOf(model, a) || a - b);
  return byStrength.slice(0, mostFeatures).toSorted((a, b) => a - b);
}

/** The loss without a feature: the size of its weights times how often it occurs. */
function useOf(model: LinearModel, row: number): number {
  return sayOf(model, row) * model.counts[row]!;
}

function sayOf(model: LinearModel, row: number): number {
  return rowOf(model, row).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
}

function rowOf({ weights }: LinearModel, row: number): Float64Array {
  return weights.subarray(row * columns, (row + 1) * columns);
}
