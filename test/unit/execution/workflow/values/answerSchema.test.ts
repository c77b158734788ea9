import { afterEach, expect, test, vi } from 'vitest';
import {
  answerProblems,
  schemaProblem,
} from '../../../../../src/execution/workflow/values/answerSchema.ts';
import { objectValue } from '../../../../../src/execution/workflow/values/valueSchema.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const risk = { type: 'string', enum: ['low', 'high'] };
const spots = { type: 'array', items: objectValue({ line: { type: 'integer' } }) };
const schema = objectValue({ risk, spots });

const answers: [name: string, answer: unknown, problems: RegExp[]][] = [
  ['a right answer', { risk: 'low', spots: [{ line: 1 }] }, []],
  ['a wrong choice', { risk: 'mild', spots: [] }, [/^risk: /]],
  ['a missing field', { risk: 'low' }, [/^spots: /]],
  ['part of a line', { risk: 'low', spots: [{ line: 1.5 }] }, [/^spots\.0\.line: /]],
  ['a field too many', { risk: 'low', spots: [], more: 1 }, [/more/]],
  ['a text', 'low', [/object/]],
];
test.each(answers)('%s', (_, answer, problems) => {
  expect(answerProblems(schema, answer)).toEqual(
    problems.map((problem) => expect.stringMatching(problem)),
  );
});

test('no code is made of a schema', () => {
  const made: unknown[][] = [];
  const real = Function;
  vi.stubGlobal('Function', function record(...parts: unknown[]) {
    made.push(parts);
    return Reflect.construct(real, parts);
  });
  expect(answerProblems(objectValue({ hostile: { type: 'string' } }), { hostile: 'x' })).toEqual(
    [],
  );
  expect(made.filter((parts) => String(parts.at(-1)).includes('hostile'))).toEqual([]);
});

const refused: [name: string, schema: Record<string, unknown>, problem: RegExp][] = [
  ['a list', { type: 'array', items: {} }, /of an object/],
  ['an unknown type', objectValue({ a: { type: 'int' } }), /Unsupported type: int/],
  ['a reference', objectValue({ a: { $ref: '#/properties/b' } }), /no `\$ref`/],
  [
    'a regular expression',
    objectValue({ a: { type: 'string', pattern: '(a+)+$' } }),
    /no `pattern`/,
  ],
  ['a text without end', objectValue({ a: { description: 'x'.repeat(30_000) } }), /at most 20000/],
];
test.each(refused)('%s is refused', (_, written, problem) => {
  expect(schemaProblem(written)).toMatch(problem);
});

test('a field may be called pattern', () => {
  expect(schemaProblem(objectValue({ pattern: { type: 'string' } }))).toBeUndefined();
});
