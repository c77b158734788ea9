import { expect, test } from 'vitest';
import type { FinderInput } from '../../../../src/evaluation/finder/finder.ts';
import { inputProblems } from '../../../../src/evaluation/finder/inputProblems.ts';
import { candidateOf, finderInput, fixturesOf } from '../../../support/trials.ts';

test.each<[Partial<FinderInput>, RegExp]>([
  [{ candidates: [] }, /No candidate is named/],
  [{ fixtures: [] }, /There is no fixture/],
  [{ thresholds: {} }, /No threshold is set/],
  [
    { candidates: [candidateOf('fast', 1), candidateOf('fast', 2)] },
    /candidate fast is named twice/,
  ],
  [{ fixtures: [...fixturesOf(3), ...fixturesOf(1)] }, /Two fixtures have the id f0/],
  [{ thresholds: { minRecall: { bug: 0.8 } } }, /class bug, but no fixture/],
  [{ thresholds: { minAccuracy: 0.8 } }, /needs fixtures with a label/],
])('%j is refused with the next step', (more, problem) => {
  expect(inputProblems(finderInput(more))).toStrictEqual([expect.stringMatching(problem)]);
});

test('a good input has no problem', () => {
  expect(inputProblems(finderInput())).toStrictEqual([]);
});
