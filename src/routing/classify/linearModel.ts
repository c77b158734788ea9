import { taskTypes } from '../task.ts';
import type { Feature } from './feature.ts';

/** The file that `scripts/trainClassifier.ts` writes: a linear model with weights in small integers. */
export interface ShippedWeights {
  /** The day of the training, such as `2026-11-22`. */
  readonly date: string;
  /** The number of prompts it was trained on, and their SHA-256. */
  readonly prompts: number;
  readonly promptsHash: string;
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
  /** Feature hash → row in `values`. */
  readonly rows: ReadonlyMap<number, number>;
  readonly values: Int8Array;
}

/** Decodes shipped weights. It takes milliseconds, so do it once. */
export function readWeights({ temperature, step, features, values }: ShippedWeights): Weights {
  const hashes = new DataView(bytesOf(features).buffer);
  const rows = new Map<number, number>();
  for (let row = 0; row < hashes.byteLength / 4; row++)
    rows.set(hashes.getUint32(row * 4, true), row);
  return { temperature, step, rows, values: new Int8Array(bytesOf(values).buffer) };
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
  let held = 0;
  let bits = 0;
  let next = 0;
  for (let index = 0; index < text.length; index++) {
    held = ((held << 6) | valueOf[text.charCodeAt(index)]!) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[next++] = (held >> bits) & 0xff;
  }
  return bytes;
}

/** Adds up the features' weights: one score for each task type, in their order, then one for reasoning. */
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

/** The need for reasoning: 0 is none, a third is low, two thirds is medium, 1 is high. */
export function reasoningOf(scores: readonly number[]): number {
  return 1 / (1 + Math.exp(-scores[reasoningColumn]!));
}
