import { expect, test } from 'vitest';
import { labelsFile, readLabels } from '../../../../src/evaluation/files/readLabels.ts';
import type { Fixture } from '../../../../src/evaluation/fixture.ts';

const fixture = (id: string): Fixture => ({
  id,
  subject: { kind: 'taskType', taskType: 'other' },
  input: { instruction: id },
});
const evaluation = { name: 'cart', fixtures: [fixture('sum'), fixture('tax')] };

test('labels lie beside their evaluation', () => {
  expect(labelsFile('cart')).toBe('cart.labels.yaml');
});

test('each label comes with the fixture that it is about', () => {
  const text = `
answers:
  - fixture: tax
    label: bad
    tags: [wrong by one detail]
    answer: |
      19 %
  - { fixture: sum, label: good, answer: '' }
`;
  expect(readLabels(text, evaluation)).toEqual({
    answers: [
      { fixture: fixture('tax'), label: 'bad', answer: '19 %\n', tags: ['wrong by one detail'] },
      { fixture: fixture('sum'), label: 'good', answer: '' },
    ],
    problems: [],
  });
});

test.each([
  ['answers:\n  - { fixture: sums, label: good, answer: a }\n', /no fixture "sums".*"sum"/, 2],
  ['answers:\n  - { fixture: sum, label: fine, answer: a }\n', /Write good or bad\./, 2],
  ['answers:\n  - { fixture: sum, answer: a }\n', /Write good or bad\./, 2],
  ['answers:\n  - { fixture: sum, label: bad }\n', /Write the answer\./, 2],
  ['answers:\n  - { fixture: sum, label: bad, answer: a, who: me }\n', /"who" is not known/, 2],
  ['answers: []\n', /at least one answer/, 1],
  ['answers: [\n', /./, 2],
])('%j: a problem at its line', (text, says, line) => {
  const { answers, problems } = readLabels(text, evaluation);
  expect(answers).toBeUndefined();
  expect(problems[0]?.message).toMatch(says);
  expect(problems[0]?.line).toBe(line);
});
