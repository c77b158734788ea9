import { judge, type ClassifierState } from './classify.ts';
import { featureHash, type Weights } from './classifierWeights.ts';
import { correctionKey, noCorrections, type Corrections } from './corrections.ts';
import type { Feature } from './feature.ts';
import { taskTypes, type TaskType } from './task.ts';

/** So far ahead of every other type the right one is put. */
const margin = 1;
const mostRows = 2_000;

/**
 * Learns that a prompt was of another type: the smallest change to what sets this prompt apart that
 * puts the right type ahead (a passive-aggressive step). Corrections stay bounded: the weakest go.
 */
export function learn(prompt: string, right: TaskType, state: ClassifierState): Corrections {
  const { corrections = noCorrections, weights } = state;
  const { features, scores } = judge(prompt, state);
  const rightIndex = taskTypes.indexOf(right);
  const rival = strongestRival(scores, rightIndex);
  const missing = margin - (scores[rightIndex]! - scores[rival]!);
  if (missing <= 0) return corrections;

  const moved = features
    .map((feature) => ({ feature, share: feature.value * tellingOf(feature, weights) }))
    .filter(({ share }) => share > 0);
  const effect = moved.reduce((sum, { feature, share }) => sum + share * feature.value, 0);
  if (effect === 0) return corrections;

  const rows: Record<string, readonly number[]> = { ...corrections.rows };
  for (const { feature, share } of moved) {
    const key = correctionKey(feature.name);
    const row = [...(rows[key] ?? taskTypes.map(() => 0))];
    const change = (missing * share) / (2 * effect);
    row[rightIndex] = rounded(row[rightIndex]! + change);
    row[rival] = rounded(row[rival]! - change);
    rows[key] = row;
  }
  return learnAgainstOthers(prompt, right, state, { version: 1, rows: strongest(rows) });
}

/** A third type may be ahead still, once the first rival is beaten. */
function learnAgainstOthers(
  prompt: string,
  right: TaskType,
  state: ClassifierState,
  corrections: Corrections,
): Corrections {
  const { scores } = judge(prompt, { ...state, corrections });
  const rightIndex = taskTypes.indexOf(right);
  const behind = scores[rightIndex]! - scores[strongestRival(scores, rightIndex)]! < margin / 2;
  return behind ? learn(prompt, right, { ...state, corrections }) : corrections;
}

function strongestRival(scores: readonly number[], right: number): number {
  const others = taskTypes.map((_, index) => index).filter((index) => index !== right);
  return others.reduce((best, index) => (scores[index]! > scores[best]! ? index : best));
}

/** How much a feature is this prompt's own: shapes and common words are shared with all others. */
function tellingOf({ name }: Feature, { rows }: Weights): number {
  if (!/^(?:words?|starts with|ends with|in code|in trace): /.test(name)) return 0;
  if (!rows.has(featureHash(name))) return 1;
  return /^(?:words: |starts with: \S+ \S)/.test(name) ? 0.5 : 0.1;
}

function strongest(rows: Readonly<Record<string, readonly number[]>>): Corrections['rows'] {
  const entries = Object.entries(rows);
  if (entries.length <= mostRows) return rows;
  const weight = (row: readonly number[]): number => Math.max(...row.map(Math.abs));
  return Object.fromEntries(
    entries.toSorted(([, a], [, b]) => weight(b) - weight(a)).slice(0, mostRows),
  );
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
