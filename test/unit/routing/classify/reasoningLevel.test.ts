import { expect, test } from 'vitest';
import { asClassified } from '../../../../src/routing/classify/asClassified.ts';
import { classify } from '../../../../src/routing/classify/classify.ts';
import {
  reasoningLevelOf,
  reasoningLevels,
  scoreOfLevel,
} from '../../../../src/routing/classify/reasoningLevel.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

test.each(reasoningLevels)('the score that people’s label %s has is of that level', (level) => {
  expect(reasoningLevelOf(scoreOfLevel[level])).toBe(level);
});

test.each([
  ['write hello world', 'low'],
  ['Why does this deadlock under load?', 'medium'],
  ['design a sharded queue with exactly-once semantics', 'high'],
])('%s has a need that is %s', (words, level) => {
  const { reasoning } = asClassified(classify(words, { weights }), words);
  expect(reasoningLevelOf(reasoning!)).toBe(level);
});

test('without words the need for reasoning is unknown, whatever the command', () => {
  const context = { command: 'debug' } as const;
  expect(asClassified(classify('  ', { weights, context }), '  ')).toEqual({ type: 'debug' });
});
