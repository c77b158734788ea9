import { scoresOf, type Weights } from '../src/routing/classify/linearModel.ts';
import type { LabelledPrompt } from './labelledPrompts.ts';
import { randomFrom } from './random.ts';
import { seen, type SeenPrompt } from './samples.ts';
import { train } from './train.ts';
import { weightsOf } from './weightsOf.ts';

/** The prediction for a prompt by weights that were not trained on it. */
export interface HeldOut {
  readonly labelled: LabelledPrompt;
  readonly scores: readonly number[];
  readonly weights: Weights;
}

interface Folds<Prompt> {
  readonly folds?: number;
  readonly seed?: number;
  /** Prompts added to the training set of every fold. */
  readonly always?: readonly Prompt[];
}

/**
 * Trains `folds` times, each time without one part of the prompts, and evaluates on that part. A group of
 * prompts is never on both sides.
 */
export function crossValidate(
  prompts: readonly LabelledPrompt[],
  { folds = allFolds, always = [], ...rest }: Folds<LabelledPrompt> = {},
): HeldOut[] {
  const all = seen(prompts);
  const options = { ...rest, folds, always: seen(always) };
  return Array.from({ length: folds }, (_, fold) => judgeFold(all, fold, options)).flat();
}

export const allFolds = 5;

/** Trains without one part of the prompts, and evaluates on that part. */
export function judgeFold(
  prompts: readonly SeenPrompt[],
  fold: number,
  { folds = allFolds, seed = 1, always = [] }: Folds<SeenPrompt> = {},
): HeldOut[] {
  const next = randomFrom(seed);
  const foldOfGroup = new Map<string, number>();
  const foldOf = prompts.map(({ group }) => {
    const drawn = foldOfGroup.get(group ?? '') ?? Math.floor(next() * folds);
    if (group !== undefined) foldOfGroup.set(group, drawn);
    return drawn;
  });
  const others = prompts.filter((_, index) => foldOf[index] !== fold);
  const weights = weightsOf(train([...always, ...others]), 1);
  return prompts
    .filter((_, index) => foldOf[index] === fold)
    .map(({ features, ...labelled }) => ({
      labelled,
      scores: scoresOf(features, weights),
      weights,
    }));
}
