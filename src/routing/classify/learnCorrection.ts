import { wordsOf } from '../reading/readRequest.ts';
import { type TaskType, taskTypes } from '../task.ts';
import { type ClassifierState, judge } from './classify.ts';
import { correctionKey, type Corrections, isLearnable, noCorrections } from './corrections.ts';
import type { Feature } from './feature.ts';
import { rowOf, type Weights } from './linearModel.ts';

/** How far the right type's score is put ahead of every other type's. Chosen by judgement. */
const margin = 3;
/** Keeps the stored corrections small. Chosen by judgement. */
const mostRows = 2_000;

/**
 * Learns that a prompt has another task type. It makes the smallest change to the features that are
 * specific to this prompt that puts the right type ahead (passive-aggressive steps). Corrections are
 * limited in number: the oldest are dropped.
 */
export function learnCorrection(
  prompt: string,
  right: TaskType,
  state: ClassifierState,
): Corrections {
  const rightIndex = taskTypes.indexOf(right);
  const words = wordsOf(prompt);
  let corrections = state.corrections ?? noCorrections;
  // Each step beats one rival; then another one may be ahead.
  for (let step = 0; step < taskTypes.length; step++) {
    const { features, scores } = judge(words, { ...state, corrections });
    const rival = strongestRival(scores, rightIndex);
    const missing = margin - (scores[rightIndex]! - scores[rival]!);
    const shares = sharesOf(features, state.weights);
    if (missing <= 0.01 || shares.length === 0) break;
    corrections = moved(corrections, shares, missing, rightIndex, rival);
  }
  return corrections;
}

function strongestRival(scores: readonly number[], right: number): number {
  const others = taskTypes.map((_, index) => index).filter((index) => index !== right);
  return others.reduce((best, index) => (scores[index]! > scores[best]! ? index : best));
}

interface Share {
  readonly feature: Feature;
  /** This feature's share of the change. */
  readonly share: number;
}

function sharesOf(features: readonly Feature[], weights: Weights): Share[] {
  return features
    .map((feature) => ({ feature, share: feature.value * specificityOf(feature, weights) }))
    .filter(({ share }) => share > 0);
}

/** How specific a feature is to this prompt: shapes and common words occur in all others. */
function specificityOf({ name }: Feature, weights: Weights): number {
  if (!isLearnable(name)) return 0;
  if (rowOf(name, weights) === undefined) return 1;
  return /^(?:words: |starts with: \S+ \S)/.test(name) ? 0.5 : 0.1;
}

/** Raises the right type and lowers its rival, by `missing` in total. */
function moved(
  { rows: before }: Corrections,
  shares: readonly Share[],
  missing: number,
  right: number,
  rival: number,
): Corrections {
  const effect = shares.reduce((sum, { feature, share }) => sum + share * feature.value, 0);
  const rows = new Map(Object.entries(before));
  for (const { feature, share } of shares) {
    const key = correctionKey(feature.name);
    const row = [...(rows.get(key) ?? taskTypes.map(() => 0))];
    const change = (missing * share) / (2 * effect);
    row[right] = rounded(row[right]! + change);
    row[rival] = rounded(row[rival]! - change);
    rows.delete(key);
    rows.set(key, row);
  }
  return { version: 1, rows: Object.fromEntries([...rows].slice(-mostRows)) };
}

/** JSON has no -0, so adding 0 makes it 0. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000 + 0;
}
