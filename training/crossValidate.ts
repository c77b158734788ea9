import { scoresOf } from '../src/routing/classifier.ts';
import type { Weights } from '../src/routing/classifierWeights.ts';
import { featuresOf } from '../src/routing/features.ts';
import type { LabelledPrompt } from './labelledPrompts.ts';
import { randomFrom } from './random.ts';
import { train } from './train.ts';
import { weightsOf } from './weightsOf.ts';

/** What weights that never saw a prompt say about it. */
export interface HeldOut {
  readonly labelled: LabelledPrompt;
  readonly scores: readonly number[];
  readonly weights: Weights;
}

/**
 * Trains `folds` times, each time without one part of the prompts, and judges that part. `always` is
 * in the training of every fold.
 */
export function crossValidate(
  prompts: readonly LabelledPrompt[],
  { folds = 5, seed = 1, always = [] as readonly LabelledPrompt[] } = {},
): HeldOut[] {
  const next = randomFrom(seed);
  const foldOf = prompts.map(() => Math.floor(next() * folds));
  return Array.from({ length: folds }, (_, fold) => {
    const others = prompts.filter((_, index) => foldOf[index] !== fold);
    const weights = weightsOf(train([...always, ...others]), 1);
    return prompts
      .filter((_, index) => foldOf[index] === fold)
      .map((labelled) => ({
        labelled,
        scores: scoresOf(featuresOf(labelled.prompt), weights),
        weights,
      }));
  }).flat();
}
