import { columns, reasoningColumn } from '../src/routing/classify/linearModel.ts';
import { taskTypes } from '../src/routing/task.ts';
import { randomFrom } from './random.ts';
import { type Samples, samplesOf, type SeenPrompt, vocabularyOf } from './samples.ts';

/** A linear model in plain numbers: for each feature its hash and its weights, `columns` of them. */
export interface LinearModel {
  readonly hashes: readonly number[];
  readonly weights: Float64Array;
  /** In how many prompts each feature was seen. */
  readonly counts: readonly number[];
}

/** Chosen by judgement, like `rate`, `decay`, `smoothing` and `dropout`. */
const rounds = 30;
const rate = 0.1;
const decay = 0.06;
/** The share of each label that is spread over all types, because people label differently. */
const smoothing = 0.02;
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
export function train(prompts: readonly SeenPrompt[]): LinearModel {
  const vocabulary = vocabularyOf(prompts);
  const samples = samplesOf(prompts, vocabulary);
  const sums = new Float64Array(vocabulary.hashes.length * columns);
  for (let order = 1; order <= orders; order++) {
    add(trainedIn(randomFrom(order), samples, sums.length), sums);
  }
  return { ...vocabulary, weights: sums.map((sum) => sum / orders) };
}

/** Trains one model; `next` provides the random order and dropout. */
function trainedIn(next: () => number, samples: Samples, size: number): Float64Array {
  const weights = new Float64Array(size);
  const squares = new Float64Array(size).fill(1e-4);
  const order = Array.from(samples.types.keys());
  const sums = new Float64Array(size);
  const errors = new Float64Array(columns);
  const kept = roomFor(samples);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next);
    for (const index of order) {
      keepSome(samples, index, next, kept);
      putErrors(errors, samples, index, kept, weights);
      step(kept, errors, weights, squares);
    }
    if (round >= rounds / 2) add(weights, sums);
  }
  return sums.map((sum) => sum / Math.floor(rounds / 2));
}

function add(weights: Float64Array, sums: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += weights[at]!;
}

/*
 * Each training takes a million steps, so these make no objects and share their room: `kept` and `errors`
 * hold what the present step looks at.
 */

/** The first `length` of these are the features that a step keeps. */
interface Kept {
  readonly rows: Int32Array;
  readonly amounts: Float64Array;
  length: number;
}

function roomFor({ starts }: Samples): Kept {
  const longest = starts.reduce((most, end, at) => Math.max(most, end - (starts[at - 1] ?? 0)), 0);
  return { rows: new Int32Array(longest), amounts: new Float64Array(longest), length: 0 };
}

/** Drops a random part of a prompt's features and scales up the remaining ones. */
function keepSome(samples: Samples, index: number, next: () => number, kept: Kept): void {
  const end = samples.starts[index + 1]!;
  let length = 0;
  for (let at = samples.starts[index]!; at < end; at++) {
    // Written first and counted afterwards: a processor cannot guess the way that chance takes.
    kept.rows[length] = samples.rows[at]!;
    kept.amounts[length] = samples.amounts[at]! / (1 - dropout);
    length += Number(next() >= dropout);
  }
  kept.length = length;
}

/** Puts the error of each column into `errors`. */
function putErrors(
  errors: Float64Array,
  samples: Samples,
  index: number,
  kept: Kept,
  weights: Float64Array,
): void {
  putScores(errors, kept, weights);
  let highest = -Infinity;
  for (let type = 0; type < reasoningColumn; type++) highest = Math.max(highest, errors[type]!);
  let sum = 0;
  for (let type = 0; type < reasoningColumn; type++) {
    errors[type] = Math.exp(errors[type]! - highest);
    sum += errors[type]!;
  }
  const right = samples.types[index]!;
  const weight = samples.weights[index]!;
  for (let type = 0; type < reasoningColumn; type++) {
    const wanted = smoothing / taskTypes.length + (type === right ? 1 - smoothing : 0);
    errors[type] = (errors[type]! / sum - wanted) * weight;
  }
  const reasoning = samples.reasoning[index]!;
  const need = 1 / (1 + Math.exp(-errors[reasoningColumn]!));
  errors[reasoningColumn] = Number.isNaN(reasoning) ? 0 : need - reasoning;
}

function putScores(scores: Float64Array, kept: Kept, weights: Float64Array): void {
  scores.fill(0);
  for (let index = 0; index < kept.length; index++) {
    const start = kept.rows[index]! * columns;
    const amount = kept.amounts[index]!;
    for (let column = 0; column < columns; column++) {
      scores[column]! += weights[start + column]! * amount;
    }
  }
}

function step(
  kept: Kept,
  errors: Float64Array,
  weights: Float64Array,
  squares: Float64Array,
): void {
  for (let index = 0; index < kept.length; index++) {
    const start = kept.rows[index]! * columns;
    const amount = kept.amounts[index]!;
    for (let column = 0; column < columns; column++) {
      const at = start + column;
      const slope = errors[column]! * amount + decay * weights[at]!;
      squares[at]! += slope * slope;
      weights[at]! -= (rate * slope) / Math.sqrt(squares[at]!);
    }
  }
}

function shuffle(order: number[], next: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}
