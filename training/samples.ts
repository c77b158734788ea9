import { featuresOf } from '../src/routing/classify/features.ts';
import type { Feature } from '../src/routing/classify/feature.ts';
import { featureHash } from '../src/routing/classify/linearModel.ts';
import { type TaskType, taskTypes } from '../src/routing/task.ts';
import { type LabelledPrompt, reasoningScores } from './labelledPrompts.ts';

/** A labelled prompt with its features, which are the same in every training. */
export interface SeenPrompt extends LabelledPrompt {
  readonly features: readonly Feature[];
}

/** Extracts the features of each prompt; do it once for several trainings. */
export function seen(prompts: readonly LabelledPrompt[]): SeenPrompt[] {
  return prompts.map((labelled) => ({ ...labelled, features: featuresOf(labelled.prompt) }));
}

/** The features that are common enough to be trained: their hashes, and in how many prompts each is. */
export interface Vocabulary {
  readonly hashes: readonly number[];
  readonly counts: readonly number[];
}

/** Features in fewer prompts are omitted. Set by docs/decisions/2026-11-22-prompts-held-out.md. */
const minCount = 2;

export function vocabularyOf(prompts: readonly SeenPrompt[]): Vocabulary {
  const counts = new Map<number, number>();
  for (const { features } of prompts) {
    for (const hash of new Set(features.map(({ name }) => featureHash(name)))) {
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  const common = [...counts].filter(([, count]) => count >= minCount).toSorted(([a], [b]) => a - b);
  return { hashes: common.map(([hash]) => hash), counts: common.map(([, count]) => count) };
}

/**
 * Prompts as a training reads them, in flat arrays, because it reads them a hundred times. The features of
 * prompt `n` are at `starts[n]` and before `starts[n + 1]`: their rows in the model, and how much of each is
 * seen.
 */
export interface Samples {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly amounts: Float64Array;
  /** For each prompt the place of its task type, its need for reasoning (NaN: unknown) and its weight. */
  readonly types: Uint8Array;
  readonly reasoning: Float64Array;
  readonly weights: Float64Array;
}

/** How much rare types are weighted up: 0 not at all, 1 to the weight of common ones. By judgement. */
const balance = 0.3;

export function samplesOf(prompts: readonly SeenPrompt[], { hashes }: Vocabulary): Samples {
  const rowOf = new Map(hashes.map((hash, row) => [hash, row]));
  const starts = new Int32Array(prompts.length + 1);
  const rows: number[] = [];
  const amounts: number[] = [];
  for (const [index, { features }] of prompts.entries()) {
    for (const { name, value } of features) {
      const row = rowOf.get(featureHash(name));
      if (row === undefined) continue;
      rows.push(row);
      amounts.push(value);
    }
    starts[index + 1] = rows.length;
  }
  const weightOf = weightsByType(prompts);
  return {
    starts,
    rows: Int32Array.from(rows),
    amounts: Float64Array.from(amounts),
    types: Uint8Array.from(prompts, ({ taskType }) => taskTypes.indexOf(taskType)),
    reasoning: Float64Array.from(prompts, ({ reasoning }) =>
      reasoning === undefined ? NaN : reasoningScores[reasoning],
    ),
    weights: Float64Array.from(prompts, ({ taskType }) => weightOf.get(taskType) ?? 0),
  };
}

function weightsByType(prompts: readonly LabelledPrompt[]): ReadonlyMap<TaskType, number> {
  const perType = new Map<TaskType, number>();
  for (const { taskType } of prompts) perType.set(taskType, (perType.get(taskType) ?? 0) + 1);
  return new Map(
    [...perType].map(([type, count]) => [
      type,
      (prompts.length / (perType.size * count)) ** balance,
    ]),
  );
}
