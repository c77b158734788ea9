import { expect, test } from 'vitest';
import { answeredLabels, scoreLabel } from '../../../../src/evaluation/scorers/labels.ts';

const labels = [
  { name: 'bug', also: ['defect', 'error report'] },
  { name: 'feature', also: ['feature-request'] },
  { name: 'question' },
  { name: 'urgent' },
  { name: 'not urgent' },
];
const cases: [answer: string, named: string[]][] = [
  ['bug', ['bug']],
  ['**Bug**.', ['bug']],
  ['Defect', ['bug']],
  ['Feature request', ['feature']],
  ['feature_request', ['feature']],
  ['Label: question', ['question']],
  ['This asks for a feature, though it sounds like a bug.\nAnswer: feature', ['feature']],
  ['{"label": "bug", "reason": "it is no question"}', ['bug']],
  ['```\nquestion\n```', ['question']],
  ['I think that this is a bug.', ['bug']],
  ['This is not a bug but a question.', ['question']],
  ['It could be a bug or a question.', ['bug', 'question']],
  ['not urgent', ['not urgent']],
  ['This is not urgent at all.', ['not urgent']],
  ['debugging', []],
  ['no idea', []],
  ['<think>bug</think>question', ['question']],
  ['bug\n\nThe question form crashes when a feature is off.', ['bug']],
  ['Bug: it crashes at every question.', ['bug']],
  ['bug – and no feature', ['bug']],
  ['bug\nquestion', ['bug', 'question']],
  ['bug, question', ['bug', 'question']],
  ['**Classification:** bug\n\n**Reason:** the question form crashes', ['bug']],
  ['A question crashes it. Category: bug (not a feature)', ['bug']],
  ['Klasse: bug, denn eine question ist es nicht', ['bug']],
  ['Das ist kein Feature, sondern ein Bug.', ['bug']],
];
test.each(cases)('%j names %j', (answer, named) => {
  expect(answeredLabels(answer, labels).toSorted()).toStrictEqual(named.toSorted());
});

test.each([
  ['the class', 'defect', 'bug', { passed: true, label: 'bug' }],
  ['a class under another word', 'bug', 'defect', { passed: true, label: 'defect' }],
  ['another class', 'question', 'bug', { passed: false, label: 'question' }],
])('an answer with %s', (_, answer, expected, scored) => {
  expect(scoreLabel(answer, expected, labels)).toMatchObject(scored);
});

test.each(['bug or question', 'no idea'])('%j has no class', (answer) => {
  const scored = scoreLabel(answer, 'bug', labels);
  expect(scored).toMatchObject({ passed: false, score: 0 });
  expect(scored).not.toHaveProperty('label');
});

test.each(['*', ' ', '. ', '- '])('a very long run of %j is read at once', (marks) => {
  const begun = performance.now();
  expect(answeredLabels(`x${marks.repeat(200_000)}x`, labels)).toStrictEqual([]);
  expect(answeredLabels(`Answer: x${marks.repeat(200_000)}x`, labels)).toStrictEqual([]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
