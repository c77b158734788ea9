import { classify } from '../../src/routing/classify/classify.ts';
import { readWeights } from '../../src/routing/classify/linearModel.ts';
import shippedClassifier from '../../src/routing/classify/shippedClassifier.json' with { type: 'json' };

/** How much a prompt seems to need a strong model; only the order counts. */
export type Score = (prompt: string) => number;

export function promptLength(prompt: string): number {
  return prompt.length;
}

/** The shipped classifier's need for reasoning, which was learnt from developers' prompts alone. */
export function classifierScore(): Score {
  const weights = readWeights(shippedClassifier);
  return (prompt) => classify(prompt, { weights }).reasoning;
}
