import { featuresOf } from '../src/routing/classify/features.ts';
import { columns, featureHash, reasoningColumn } from '../src/routing/classify/linearModel.ts';
import { type TaskType, taskTypes } from '../src/routing/task.ts';
import { type LabelledPrompt, reasoningScores } from './labelledPrompts.ts';
import { randomFrom } from './random.ts';

/** A linear model in plain numbers: for each feature its hash and its weights, `columns` of them. */
export interface LinearModel {
  readonly hashes: readonly number[];
  readonly weights: Float64Array;
  /** In how many prompts each feature was seen. */
  readonly counts: readonly number[];
}

/** Features by their row in the model, and how much of each is seen. */
export interface Sample {
  readonly rows: readonly number[];
  readonly amounts: readonly number[];
  readonly type: number;
  readonly reasoning: number | undefined;
  readonly weight: number;
}

/** Chosen by judgement, like `decay`, `smoothing`, `balance` and `dropout`. */
const rounds = 30;
const decay = 0.06;
/** The share of each label that is spread over all types, because people label differently. */
const smoothing = 0.02;
/** Features in fewer prompts are omitted. Set by docs/decisions/2026-11-22-prompts-held-out.md. */
const minCount = 2;
/** How much rare types are weighted up: 0 not at all, 1 to the weight of common ones. */
const balance = 0.3;
/** The share of a prompt's features that each step drops, so that no single word decides. */
const dropout = 0.7;

/**
 * The number of models, each trained in another order. Their mean is shipped, because it is steadier:
 * docs/decisions/2026-11-22-prompts-held-out.md.
 */
const orders = 3;

/**
 * Trains a multinomial logistic regression for the task type, and a logistic regression for the need for
 * reasoning on the same features, with AdaGrad in fixed orders, averaged over the later rounds. The same
 * prompts give the same model on every machine.
 */
export function train(prompts: readonly LabelledPrompt[]): LinearModel {
  const { hashes, counts, samples } = samplesOf(prompts);
  const sums = new Float64Array(hashes.length * columns);
  for (let order = 1; order <= orders; order++) {
    const weights = trainedIn(randomFrom(order), samples, sums.length);
    weights.forEach((weight, at) => (sums[at]! += weight));
  }
  return { hashes, weights: sums.map((sum) => sum / orders), counts };
}

/** Trains one model; `next` provides the random order and dropout. */
function trainedIn(next: () => number, samples: readonly Sample[], size: number): Float64Array {
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-4);
  const order = samples.map((_, index) => index);
  const sums = new Float64Array(size);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next);
    for (const index of order) {
      const sample = thinned(samples[index]!, next);
      step(sample, errorsOf(sample, weights), weights, squares);
    }
    if (round >= rounds / 2) weights.forEach((weight, at) => (sums[at]! += weight));
  }
  return sums.map((sum) => sum / Math.floor(rounds / 2));
}

function samplesOf(prompts: readonly LabelledPrompt[]) {
  const seen = prompts.map(({ prompt }) => featuresOf(prompt));
  const counts = new Map<number, number>();
  for (const features of seen) {
    for (const hash of new Set(features.map(({ name }) => featureHash(name)))) {
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  const hashes = [...counts].filter(([, n]) => n >= minCount).map(([hash]) => hash);
  hashes.sort((a, b) => a - b);
  const rowOf = new Map(hashes.map((hash, row) => [hash, row]));
  const perType = new Map<TaskType, number>();
  for (const { taskType } of prompts) perType.set(taskType, (perType.get(taskType) ?? 0) + 1);
  const samples = prompts.map(({ taskType, reasoning }, index): Sample => {
    const known = seen[index]!.map(({ name, value }) => ({
      row: rowOf.get(featureHash(name)),
      value,
    }));
    const kept = known.filter(({ row }) => row !== undefined);
    const even = prompts.length / (perType.size * perType.get(taskType)!);
    return {
      rows: kept.map(({ row }) => row!),
      amounts: kept.map(({ value }) => value),
      type: taskTypes.indexOf(taskType),
      reasoning: reasoning && reasoningScores[reasoning],
      weight: even ** balance,
    };
  });
  return { hashes, counts: hashes.map((hash) => counts.get(hash)!), samples };
}

/** Drops a random part of the sample's features and scales up the remaining ones. */
function thinned(sample: Sample, next: () => number): Sample {
  const kept = sample.rows.map(() => next() >= dropout);
  return {
    ...sample,
    rows: sample.rows.filter((_, at) => kept[at]),
    amounts: sample.amounts.filter((_, at) => kept[at]).map((amount) => amount / (1 - dropout)),
  };
}

/** The error of each column. */
function errorsOf(sample: Sample, weights: Float64Array): number[] {
  const scores = Array.from({ length: columns }, () => 0);
  sample.rows.forEach((row, index) => {
    for (let column = 0; column < columns; column++) {
      scores[column]! += weights[row * columns + column]! * sample.amounts[index]!;
    }
  });
  const highest = Math.max(...scores.slice(0, taskTypes.length));
  const powers = scores.slice(0, taskTypes.length).map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  const errors = powers.map((power, type) => {
    const wanted = smoothing / taskTypes.length + (type === sample.type ? 1 - smoothing : 0);
    return (power / sum - wanted) * sample.weight;
  });
  const need = 1 / (1 + Math.exp(-scores[reasoningColumn]!));
  errors.push(sample.reasoning === undefined ? 0 : need - sample.reasoning);
  return errors;
}

const rate = 0.1;

function step(
  { rows, amounts }: Sample,
  errors: readonly number[],
  weights: Float64Array,
  squares: Float64Array,
): void {
  rows.forEach((row, index) => {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const slope = errors[column]! * amounts[index]! + decay * weights[at]!;
      squares[at]! += slope * slope;
      weights[at]! -= (rate * slope) / Math.sqrt(squares[at]!);
    }
  });
}

function shuffle(order: number[], next: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}
