import { expect, test } from 'vitest';
import shipped from '../../../../src/routing/classify/shippedClassifier.json' with { type: 'json' };
import { ownPromptsPath, readLabelledPrompts } from '../../../../training/labelledPrompts.ts';
import { trainShipped } from '../../../../training/trainShipped.ts';

// A file of its own: it keeps two threads busy, and other tests run beside it.
test('trained again on the labelled prompts, the weights are those that ship, byte for byte', async () => {
  const prompts = readLabelledPrompts(ownPromptsPath);
  expect(await trainShipped(prompts, shipped.date)).toEqual(shipped);
}, 600_000);
