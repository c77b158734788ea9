import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../../scripts/tools.mjs';
import { classify } from '../../../../src/routing/classify/classify.ts';
import shipped from '../../../../src/routing/classify/shippedClassifier.json' with { type: 'json' };
import {
  annotatedPath,
  hashOfPrompts,
  heldOutPromptsPath,
  ownPromptsPath,
  readAnnotatedPrompts,
  readLabelledPrompts,
} from '../../../../training/labelledPrompts.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

const prompts = readLabelledPrompts(ownPromptsPath);
const heldOut = readLabelledPrompts(heldOutPromptsPath);

test('the weights were made from the labelled prompts as they are', () => {
  // Failing? node scripts/trainClassifier.ts
  expect(shipped).toMatchObject({ prompts: prompts.length, promptsHash: hashOfPrompts(prompts) });
});

test('the weights fit the features as they are', () => {
  const some = prompts.filter((_, index) => index % 4 === 0);
  const right = some.filter(
    ({ prompt, taskType }) => classify(prompt, { weights }).taskType === taskType,
  );
  expect(right.length / some.length).toBeGreaterThan(0.9);
});

test('four of five prompts that it was not trained on are recognised', () => {
  const right = heldOut.filter(
    ({ prompt, taskType }) => classify(prompt, { weights }).taskType === taskType,
  );
  expect(right.length / heldOut.length).toBeGreaterThan(0.8);
});

test('nothing is trained on a prompt that is held out', () => {
  const others = annotatedPath === undefined ? [] : readAnnotatedPrompts(annotatedPath).agreed;
  const trained = new Set([...prompts, ...others].map(({ prompt }) => plain(prompt)));
  expect(heldOut.filter(({ prompt }) => trained.has(plain(prompt)))).toEqual([]);
});

function plain(prompt: string): string {
  return prompt
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

test('the weights are small', () => {
  const { size } = statSync(join(root, 'src', 'routing', 'classify', 'shippedClassifier.json'));
  expect(size).toBeLessThan(2_000_000);
});

test('no prompt is labelled twice', () => {
  const once = new Set(prompts.map(({ prompt }) => prompt.trim().toLowerCase()));
  expect(once.size).toBe(prompts.length);
});
