import { expect, test } from 'vitest';
import { classify } from '../../../../src/routing/classify/classify.ts';
import {
  type Corrections,
  noCorrections,
  parseCorrections,
} from '../../../../src/routing/classify/corrections.ts';
import { learnCorrection } from '../../../../src/routing/classify/learnCorrection.ts';
import type { TaskType } from '../../../../src/routing/task.ts';
import { ownPromptsPath, readLabelledPrompts } from '../../../../training/labelledPrompts.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

const typeOf = (prompt: string, corrections?: Corrections): TaskType =>
  classify(prompt, { weights, corrections }).taskType;

const corrections: [prompt: string, similar: string, right: TaskType][] = [
  ['harden the gateway', 'harden the gateway of the shop', 'review'],
  ['bump the widget matrix', 'bump the widget matrix again', 'docs'],
  ['why does the frobnicator return null?', 'why does the frobnicator return 0?', 'review'],
  ['refactor the ingest pipeline sketch', 'refactor the ingest pipeline sketch please', 'design'],
];
test.each(corrections)('%s: a correction is learnt', (prompt, similar, right) => {
  expect(typeOf(prompt)).not.toBe(right);
  const learnt = learnCorrection(prompt, right, { weights });
  expect(typeOf(prompt, learnt)).toBe(right);
  expect(typeOf(similar, learnt)).toBe(right);
  expect(classify(prompt, { weights, corrections: learnt }).signals).toContain(
    'your earlier corrections',
  );
});

test('other prompts stay as they were', () => {
  const learnt = corrections.reduce(
    (before, [prompt, , right]) => learnCorrection(prompt, right, { weights, corrections: before }),
    noCorrections,
  );
  const others = readLabelledPrompts(ownPromptsPath).filter((_, index) => index % 5 === 0);
  const changed = others.filter(({ prompt }) => typeOf(prompt) !== typeOf(prompt, learnt));
  expect(changed.length / others.length).toBeLessThan(0.01);
});

test('what is right already changes nothing', () => {
  const prompt = 'explain recursion with an example';
  expect(learnCorrection(prompt, 'explain', { weights })).toEqual(noCorrections);
});

test('corrections stay small and hold no words', () => {
  let learnt: Corrections = noCorrections;
  for (let index = 0; index < 250; index++) {
    const prompt = `secretword${index} alpha${index} beta${index} gamma${index} delta${index}`;
    learnt = learnCorrection(prompt, index % 2 === 0 ? 'review' : 'docs', {
      weights,
      corrections: learnt,
    });
  }
  expect(Object.keys(learnt.rows).length).toBeLessThanOrEqual(2_000);
  expect(JSON.stringify(learnt)).not.toContain('secretword');
});

test('stored corrections are read back, and anything else is none', () => {
  const learnt = learnCorrection('bump the widget matrix', 'docs', { weights });
  expect(parseCorrections(JSON.parse(JSON.stringify(learnt)))).toEqual(learnt);
  for (const broken of [undefined, null, 3, {}, { version: 2, rows: {} }, { version: 1 }]) {
    expect(parseCorrections(broken)).toEqual(noCorrections);
  }
  expect(parseCorrections({ version: 1, rows: { a: [1], b: 'x' } })).toEqual(noCorrections);
});
