import { bytesOf } from './bytes.ts';
import { taskTypes } from './task.ts';

/** What `scripts/trainClassifier.ts` writes: a linear model in small whole numbers. */
export interface ShippedWeights {
  /** The day they were made, `2026-11-22`. */
  readonly date: string;
  /** How many prompts they were made from, and the SHA-256 of those. */
  readonly prompts: number;
  readonly promptsHash: string;
  /** Scores are divided by it before they become probabilities. */
  readonly temperature: number;
  /** What one step of a whole number is worth. */
  readonly step: number;
  /** Base64: for each feature its hash, 4 bytes, the lowest first. */
  readonly features: string;
  /** Base64: for each feature a signed byte a column. */
  readonly values: string;
}

/** A column a task type, in their order, then the need for reasoning. */
export const columns = taskTypes.length + 1;
export const reasoningColumn = taskTypes.length;

/** Weights ready for use. */
export interface Weights {
  readonly temperature: number;
  readonly step: number;
  /** Feature hash → row in `values`. */
  readonly rows: ReadonlyMap<number, number>;
  readonly values: Int8Array;
}

/** Takes milliseconds; do it once. */
export function readWeights({ temperature, step, features, values }: ShippedWeights): Weights {
  const hashes = new DataView(bytesOf(features).buffer);
  const rows = new Map<number, number>();
  for (let row = 0; row < hashes.byteLength / 4; row++)
    rows.set(hashes.getUint32(row * 4, true), row);
  return { temperature, step, rows, values: new Int8Array(bytesOf(values).buffer) };
}

/** FNV-1a, 32 bits, over UTF-16 units. */
export function featureHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
