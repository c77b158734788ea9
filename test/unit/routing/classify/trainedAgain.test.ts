import { expect, test } from 'vitest';
import shipped from '../../../../src/routing/classify/shippedClassifier.json' with { type: 'json' };
import {
  annotatedPath,
  ownPromptsPath,
  readAnnotatedPrompts,
  readLabelledPrompts,
} from '../../../../training/labelledPrompts.ts';
import { seen } from '../../../../training/samples.ts';
import { train } from '../../../../training/train.ts';
import { trainShipped } from '../../../../training/trainShipped.ts';
import { hashOfWeights, weightsOf } from '../../../../training/weightsOf.ts';

// A file of its own: it keeps two threads busy, and other tests run beside it.
const own = readLabelledPrompts(ownPromptsPath);

test('trained again on our own prompts alone, the weights are those that the shipped ones began with', () => {
  expect(hashOfWeights(weightsOf(train(seen(own)), 1))).toBe(shipped.ownWeightsHash);
}, 600_000);

test.skipIf(annotatedPath === undefined)(
  'trained again on the real prompts too, the weights are those that ship, byte for byte (skipped without TIERWISE_LABELLED_PROMPTS)',
  async () => {
    const others = readAnnotatedPrompts(annotatedPath ?? '').agreed;
    expect(await trainShipped({ own, others }, shipped.date)).toEqual(shipped);
  },
  1_200_000,
);
