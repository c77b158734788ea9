import { expect, test } from 'vitest';
import { argumentsGate } from '../../../../../src/execution/gates/toolCall/arguments.ts';
import { describeEvidence } from '../../../../../src/routing/verdict.ts';
import { asPattern } from '../../../../support/callGates.ts';
import { turnTask } from '../../../../support/loops.ts';

const properties = {
  filePath: { type: 'string' },
  startLine: { type: 'integer', minimum: 1 },
  kind: { enum: ['whole', 'part'] },
  lines: { type: 'array', items: { type: 'string' } },
  shape: { $ref: '#/$defs/shape' },
  either: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
};
const usual = {
  type: 'object',
  properties,
  required: ['filePath'],
  $defs: {
    shape: { type: 'object', properties: { size: { type: 'number' } }, required: ['size'] },
  },
};

async function check(
  argumentsJson: string,
  inputSchema: Record<string, unknown> = usual,
  name = 'edit',
) {
  const conversation = {
    system: '',
    messages: [],
    tools: [{ name: 'edit', description: '', inputSchema }],
  };
  const verdict = await argumentsGate.check(
    {
      task: turnTask({}, { conversation }),
      text: '',
      outcome: 'complete',
      toolCalls: [{ id: 'c', name, argumentsJson }],
    },
    new AbortController().signal,
  );
  return verdict.kind === 'fail' ? verdict.evidence.map(describeEvidence).join('\n') : verdict.kind;
}

test.each<[string, unknown, string | RegExp]>([
  [
    'what fits',
    { filePath: 'a', startLine: 1, kind: 'part', lines: ['a'], shape: { size: 1 } },
    'pass',
  ],
  ['a name that the schema does not know', { filePath: 'a', more: 1 }, 'pass'],
  ['what is missing', { startLine: 1 }, 'edit: `filePath` is missing'],
  ['what is missing inside', { filePath: 'a', shape: {} }, 'edit: `shape.size` is missing'],
  ['another type', { filePath: { a: 1 } }, /^edit: `filePath`: .*expected string/],
  ['a number out of range', { filePath: 'a', startLine: 0 }, /^edit: `startLine`: /],
  ['a choice that there is not', { filePath: 'a', kind: 'all' }, /^edit: `kind`: /],
  ['several problems', { startLine: 'x' }, /^edit: .*\nedit: /],
  ['a number as text', { filePath: 'a', startLine: '12' }, 'pass'],
  ['a list as text', { filePath: 'a', lines: '["a"]' }, 'pass'],
  ['a text that is no list', { filePath: 'a', lines: 'a' }, /^edit: `lines`: /],
  ['a text as number', { filePath: 12 }, 'pass'],
  ['null for what may be left out', { filePath: 'a', startLine: null, kind: null }, 'pass'],
  ['null for what may not', { filePath: null }, /^edit: `filePath`: /],
  ['a number for a text or true', { filePath: 'a', either: 3 }, 'pass'],
  ['a list for a text or true', { filePath: 'a', either: [] }, /^edit: `either`: /],
])('%s', async (_, given, expected) => {
  const found = await check(JSON.stringify(given));
  expect(found).toMatch(asPattern(expected));
});

test('arguments that are no JSON, no object, or nothing at all', async () => {
  expect(await check('{"filePath": "a')).toBe('edit: the arguments are not a JSON object');
  expect(await check('["a"]')).toBe('edit: the arguments are not a JSON object');
  expect(await check('')).toBe('edit: `filePath` is missing');
  expect(await check('', { type: 'object', properties: {} })).toBe('pass');
});

test('a tool that there is not', async () => {
  expect(await check('{}', usual, 'edit_file')).toBe('edit_file: there is no such tool');
});

const text = (more: object) => ({ type: 'object', properties: { a: { type: 'string', ...more } } });
test.each<[string, Record<string, unknown>, unknown, string | RegExp]>([
  ['formats are not checked', text({ format: 'uri' }), { a: 'no uri' }, 'pass'],
  ['nor are patterns', text({ pattern: '^(a+)+$' }), { a: 'b' }, 'pass'],
  [
    'names that a pattern allows are not refused',
    { type: 'object', patternProperties: { '^x': {} }, additionalProperties: false },
    { x1: 1 },
    'pass',
  ],
  [
    'names that nothing allows are',
    { type: 'object', properties: {}, additionalProperties: false },
    { x1: 1 },
    /x1/,
  ],
  [
    'a property may be called as a word of schemas',
    { type: 'object', properties: { pattern: { type: 'string' } }, required: ['pattern'] },
    {},
    'edit: `pattern` is missing',
  ],
  [
    'definitions of an older draft',
    {
      type: 'object',
      definitions: { n: { type: 'number' } },
      properties: { a: { $ref: '#/definitions/n' } },
    },
    { a: [] },
    /^edit: `a`: /,
  ],
  ['a broken type cannot be checked', text({ type: 'strng' }), { a: 1 }, 'couldNotRun'],
  [
    'nor can a reference to nowhere',
    { type: 'object', properties: { a: { $ref: '#/$defs/no' } } },
    { a: 1 },
    'couldNotRun',
  ],
  [
    'nor one that leads elsewhere',
    { type: 'object', properties: { a: { $ref: 'https://example.org/a' } } },
    { a: 1 },
    'couldNotRun',
  ],
  [
    'nor conditions',
    { type: 'object', if: { required: ['a'] }, else: { required: ['b'] } },
    { a: 1 },
    'couldNotRun',
  ],
  [
    'nor a schema that is none',
    { type: 'object', properties: { a: 'string' } },
    { a: 1 },
    'couldNotRun',
  ],
  [
    'nor required names that are no list',
    { type: 'object', properties: { a: {} }, required: 'a' },
    {},
    /./,
  ],
])('%s', async (_, schema, given, expected) => {
  const found = await check(JSON.stringify(given), schema);
  expect(found).toMatch(asPattern(expected));
});
