import { taskTypes } from '../task.ts';
import type { Feature } from './feature.ts';

/** The file that `scripts/trainClassifier.ts` writes: a linear model with weights in small integers. */
export interface ShippedWeights {
  /** The day of the training, such as `2026-11-22`. */
  readonly date: string;
  /** The number of the project's own prompts that it was trained on, and their SHA-256. */
  readonly prompts: number;
  readonly promptsHash: string;
  /** SHA-256 of the weights that the same training makes of these alone, so that anyone can repeat it. */
  readonly ownWeightsHash: string;
  /** The same of other people's prompts, which are not in the repository. */
  readonly otherPrompts: number;
  readonly otherPromptsHash: string;
  /** Scores are divided by the temperature before they become probabilities. */
  readonly temperature: number;
  /** The weight that an integer of 1 stands for. */
  readonly step: number;
  /** Base64: the hash of each feature, 4 bytes, little-endian. */
  readonly features: string;
  /** Base64: for each feature, one signed byte per column. */
  readonly values: string;
}

/** One column for each task type, in their order, then one for the need for reasoning. */
export const columns = taskTypes.length + 1;
export const reasoningColumn = taskTypes.length;

/** Decoded weights. */
export interface Weights {
  readonly temperature: number;
  readonly step: number;
  /** The hash of each feature, ascending; its place is its row in `values`. */
  readonly hashes: Uint32Array;
  readonly values: Int8Array;
}

/** Decodes shipped weights. It takes milliseconds, so do it once. */
export function readWeights({ temperature, step, features, values }: ShippedWeights): Weights {
  const written = new DataView(bytesOf(features).buffer);
  const hashes = new Uint32Array(written.byteLength / 4);
  for (let row = 0; row < hashes.length; row++) hashes[row] = written.getUint32(row * 4, true);
  return { temperature, step, hashes, values: new Int8Array(bytesOf(values).buffer) };
}

/** The row of a feature; undefined when the training did not know it. A search, so that reading stays quick. */
export function rowOf(name: string, { hashes }: Weights): number | undefined {
  const hash = featureHash(name);
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashes[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === hash ? low : undefined;
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function featureHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Uint8Array(128);
for (let value = 0; value < alphabet.length; value++) valueOf[alphabet.charCodeAt(value)] = value;

/** Bytes of base64 text, padded or not. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = base64.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  // Four signs are three bytes; what is written past the end is dropped.
  for (let index = 0, next = 0; index < text.length; index += 4, next += 3) {
    const held =
      (valueAt(text, index) << 18) |
      (valueAt(text, index + 1) << 12) |
      (valueAt(text, index + 2) << 6) |
      valueAt(text, index + 3);
    bytes[next] = held >> 16;
    bytes[next + 1] = held >> 8;
    bytes[next + 2] = held;
  }
  return bytes;
}

function valueAt(text: string, index: number): number {
  return index < text.length ? valueOf[text.charCodeAt(index)]! : 0;
}

/** Adds up the features' weights: one score for each task type, in their order, then one for reasoning. */
export function scoresOf(features: readonly Feature[], weights: Weights): number[] {
  const scores = Array.from({ length: columns }, () => 0);
  for (const { name, value } of features) {
    const row = rowOf(name, weights);
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

/** The need for reasoning: 0 is none, a third is low, two thirds is medium, 1 is high. */
export function reasoningOf(scores: readonly number[]): number {
  return 1 / (1 + Math.exp(-scores[reasoningColumn]!));
}
