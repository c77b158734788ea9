import { expect, test } from 'vitest';
import { scoreJson, scoreSchema } from '../../../../src/evaluation/scorers/jsonValues.ts';

const cases: [string, answer: string, expected: unknown, 'equal' | 'subset', boolean][] = [
  ['the order of fields does not count', '{"b":1,"a":[1,2]}', { a: [1, 2], b: 1 }, 'equal', true],
  ['a further field counts', '{"a":1,"b":2}', { a: 1 }, 'equal', false],
  ['a further field does not count in a subset', '{"a":1,"b":2}', { a: 1 }, 'subset', true],
  ['a missing field counts in a subset', '{"b":2}', { a: 1 }, 'subset', false],
  ['the order of items counts', '[2,1]', [1, 2], 'equal', false],
  ['items may stand between in a subset', '[1,9,2]', [1, 2], 'subset', true],
  ['but in their order', '[2,1]', [1, 2], 'subset', false],
  ['an item may not serve twice', '[1]', [1, 1], 'subset', false],
  ['subsets hold inside of lists', '[{"a":1,"b":2}]', [{ a: 1 }], 'subset', true],
  ['a block among words counts', 'Sure:\n```json\n{"a":1}\n```\nDone', { a: 1 }, 'equal', true],
  ['JSON among words counts', 'It is {"a":1} then.', { a: 1 }, 'equal', true],
  ['a text is no number', '{"a":"1"}', { a: 1 }, 'equal', false],
  ['null is no object', '{"a":null}', { a: {} }, 'equal', false],
  ['a number alone', '3', 3, 'equal', true],
  ['own fields alone count', '{}', { toString: 1 }, 'subset', false],
];
test.each(cases)('json: %s', (_, answer, expected, match, passed) => {
  expect(scoreJson(answer, expected, match)).toMatchObject({ kind: 'scored', passed });
});

test('json: the score is the share that is right, and the evidence names the places', () => {
  const scored = scoreJson('{"a":1,"b":{"c":3}}', { a: 1, b: { c: 2 } });
  expect(scored).toMatchObject({
    passed: false,
    evidence: 'The JSON differs: b.c is "3", expected "2".',
  });
  expect((scored as { score: number }).score).toBeCloseTo(3 / 4, 10);
});

const schema = {
  type: 'object',
  properties: { kind: { enum: ['bug', 'question'] }, weight: { type: 'number' } },
  required: ['kind'],
};
test.each([
  ['fits', '{"kind":"bug","weight":2}', true],
  ['has a wrong value', '{"kind":"idea"}', false],
  ['lacks a field', '{"weight":2}', false],
  ['comes after an example that does not fit', 'Like {"x":1}:\n```json\n{"kind":"bug"}\n```', true],
  ['is not there', 'It is a bug.', false],
])('jsonSchema: JSON that %s', (_, answer, passed) => {
  expect(scoreSchema(answer, schema)).toMatchObject({ kind: 'scored', passed });
});

test('jsonSchema: a schema that may never end is not used', () => {
  const pattern = { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } };
  expect(scoreSchema('{"a":"aa"}', pattern)).toMatchObject({ kind: 'couldNotRun' });
});
