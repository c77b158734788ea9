import { featuresOf } from '../src/routing/classify/features.ts';
import { scoresOf, type Weights } from '../src/routing/classify/linearModel.ts';
import type { LabelledPrompt } from './labelledPrompts.ts';
import { randomFrom } from './random.ts';
import { train } from './train.ts';
import { weightsOf } from './weightsOf.ts';

/** The prediction for a prompt by weights that were not trained on it. */
export interface HeldOut {
  readonly labelled: LabelledPrompt;
  readonly scores: readonly number[];
  readonly weights: Weights;
}

interface Folds {
  readonly folds?: number;
  readonly seed?: number;
  /** Prompts added to the training set of every fold. */
  readonly always?: readonly LabelledPrompt[];
}

/** Trains `folds` times, each time without one part of the prompts, and evaluates on that part. */
export function crossValidate(prompts: readonly LabelledPrompt[], options: Folds = {}): HeldOut[] {
  const { folds = allFolds } = options;
  return Array.from({ length: folds }, (_, fold) => judgeFold(prompts, fold, options)).flat();
}

export const allFolds = 5;

/** Trains without one part of the prompts, and evaluates on that part. */
export function judgeFold(
  prompts: readonly LabelledPrompt[],
  fold: number,
  { folds = allFolds, seed = 1, always = [] }: Folds = {},
): HeldOut[] {
  const next = randomFrom(seed);
  const foldOf = prompts.map(() => Math.floor(next() * folds));
  const others = prompts.filter((_, index) => foldOf[index] !== fold);
  const weights = weightsOf(train([...always, ...others]), 1);
  return prompts
    .filter((_, index) => foldOf[index] === fold)
    .map((labelled) => ({
      labelled,
      scores: scoresOf(featuresOf(labelled.prompt), weights),
      weights,
    }));
}
