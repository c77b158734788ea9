import { readWeights } from '../../src/routing/classifierWeights.ts';
import shipped from '../../src/routing/shippedClassifier.json' with { type: 'json' };

/** The weights as they ship. */
export const shippedWeights = readWeights(shipped);
