import { featureHash } from '../../src/routing/classify/linearModel.ts';
import type { Answered } from './pairs.ts';
import { numberNames } from './promptNumbers.ts';

/** A prompt as the model sees it: the places of its features, and their values. */
export interface Features {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** What the model may look at; with `nothing`, it learns shares alone. */
export const looks = ['nothing', 'length', 'everything'] as const;
export type Look = (typeof looks)[number];

const most = 3;
/** Words follow the numbers; the last place is always on. */
const wordPlaces = 2 ** 15;
const firstWord = numberNames.length;
const always = firstWord + wordPlaces;
export const featurePlaces = always + 1;

/** The features of each task. Numbers are scaled by all of the tasks, which needs no outcome. */
export function featuresOf(tasks: readonly Answered[], look: Look): Features[] {
  const scales = numberNames.map((_, place) =>
    scaleOf(tasks.map(({ numbers }) => numbers[place]!)),
  );
  const shown = { nothing: 0, length: 1, everything: numberNames.length }[look];
  return tasks.map(({ prompt, numbers }) => {
    const scaled = scales.slice(0, shown).map(({ mean, deviation }, place) => {
      const away = (numbers[place]! - mean) / deviation;
      return [place, Math.max(-most, Math.min(most, away)) / 2] as const;
    });
    const words = look === 'everything' ? wordFeatures(prompt) : [];
    const all = [...scaled, ...words, [always, 1] as const];
    return {
      places: Int32Array.from(all, ([place]) => place),
      values: Float64Array.from(all, ([, value]) => value),
    };
  });
}

function scaleOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) || 1 };
}

/** Hashed words, each by how often it occurs; together they have length 1. */
function wordFeatures(prompt: string): (readonly [place: number, value: number])[] {
  const words = prompt.toLowerCase().match(/[\p{L}']+|\d+|[^\s\p{L}\d]/gu) ?? [];
  const counts = new Map<number, number>();
  for (const word of words) {
    const place =
      firstWord + (featureHash(/^\d/.test(word) ? `#${word.length}` : word) % wordPlaces);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const damped = [...counts].map(([place, times]) => [place, Math.log1p(times)] as const);
  const length = Math.sqrt(damped.reduce((sum, [, value]) => sum + value ** 2, 0)) || 1;
  return damped.map(([place, value]) => [place, value / length]);
}
