import type { Foresight } from '../../src/evaluation/simulation/beforeCall.ts';
import { classify } from '../../src/routing/classify/classify.ts';
import { readWeights } from '../../src/routing/classify/linearModel.ts';
import shippedClassifier from '../../src/routing/classify/shippedClassifier.json' with { type: 'json' };

/** The shipped classifier's need for reasoning, which was trained only on developers' prompts. */
export function classifierScore(): Foresight {
  const weights = readWeights(shippedClassifier);
  return ({ prompt }) =>
    prompt === undefined ? undefined : classify(prompt, { weights }).reasoning;
}
