import { taskTypes } from '../task.ts';
import type { Feature } from './feature.ts';
import { featureHash } from './linearModel.ts';

/**
 * What was learnt from a developer's corrections: plain JSON that is added to the shipped weights. It
 * holds only hashes of features, so it contains no words of a prompt.
 */
export interface Corrections {
  readonly version: 1;
  /** Hash of a feature → what to add for each task type, in their order. Oldest first. */
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/** The state before anything is learnt, and after a reset. */
export const noCorrections: Corrections = { version: 1, rows: {} };

/** Whether corrections may be about a feature: those of letters and shapes are in most prompts. */
export function isLearnable(name: string): boolean {
  return /^(?:words?|starts with|ends with|in code|in trace): /.test(name);
}

/** What was learnt about one feature. */
export function correctionOf(name: string, { rows }: Corrections): readonly number[] | undefined {
  if (!isLearnable(name)) return undefined;
  const key = correctionKey(name);
  return Object.hasOwn(rows, key) ? rows[key] : undefined;
}

/** The key begins with a letter, so that objects keep the order of insertion. */
export function correctionKey(name: string): string {
  return `h${featureHash(name).toString(36)}`;
}

/** What corrections add to the score of each task type. */
export function correctionScores(features: readonly Feature[], corrections: Corrections): number[] {
  const scores = taskTypes.map(() => 0);
  for (const { name, value } of features) {
    correctionOf(name, corrections)?.forEach((added, index) => {
      if (index < scores.length) scores[index]! += added * value;
    });
  }
  return scores;
}

/** Reads stored corrections; an invalid value counts as no corrections. */
export function parseCorrections(stored: unknown): Corrections {
  const { version, rows } = (stored ?? {}) as Partial<Corrections>;
  if (version !== 1 || typeof rows !== 'object' || rows === null) return noCorrections;
  const good = Object.entries(rows).filter(
    ([, row]) =>
      Array.isArray(row) && row.length === taskTypes.length && row.every(Number.isFinite),
  );
  return { version: 1, rows: Object.fromEntries(good) };
}
