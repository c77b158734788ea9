import { readWeights } from '../../src/routing/classify/linearModel.ts';
import shipped from '../../src/routing/classify/shippedClassifier.json' with { type: 'json' };

/** The weights as they ship. */
export const shippedWeights = readWeights(shipped);
