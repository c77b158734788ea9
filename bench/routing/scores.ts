import { classify } from '../../src/routing/classify/classify.ts';
import { readWeights } from '../../src/routing/classify/linearModel.ts';
import shippedClassifier from '../../src/routing/classify/shippedClassifier.json' with { type: 'json' };

/** Scores how much a prompt needs a strong model. Only the order matters. */
export type Score = (prompt: string) => number;

export function promptLength(prompt: string): number {
  return prompt.length;
}

/** The shipped classifier's need for reasoning, which was trained only on developers' prompts. */
export function classifierScore(): Score {
  const weights = readWeights(shippedClassifier);
  return (prompt) => classify(prompt, { weights }).reasoning;
}
