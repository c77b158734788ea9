import { expect, test } from 'vitest';
import { fitTools, objectSchema } from '../../../../src/providers/turns/toolSchema.ts';

type Schema = Record<string, unknown>;
const text = { type: 'string' };
const empty = { type: 'object', properties: {} };

const cases: readonly (readonly [source: string, written: Schema, sent: Schema])[] = [
  ['OpenAI: object schema missing properties; VS Code tools without input, 2026', {}, empty],
  [
    'OpenAI: type "None" is not object, 2025',
    { properties: { a: text } },
    { type: 'object', properties: { a: text } },
  ],
  ['OpenAI: object schema missing properties, 2025', { type: 'object' }, empty],
  ['MCP servers that write null properties, 2026', { type: 'object', properties: null }, empty],
  [
    'type as a list, MCP servers, 2026',
    { type: ['object', 'null'], properties: { a: text } },
    { type: 'object', properties: { a: text } },
  ],
  ['another type at the top, 2026', { type: 'string' }, empty],
  [
    'array schema missing items, microsoft/vscode MCP tools, 2025',
    { type: 'object', properties: { a: { type: 'array' } } },
    { type: 'object', properties: { a: { type: 'array', items: {} } } },
  ],
  [
    'array schema missing items, nested, 2025',
    { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'array' } } } } },
    {
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'array', items: {} } } } },
    },
  ],
  [
    'items stay as they are',
    { type: 'object', properties: { a: { type: 'array', items: text } } },
    { type: 'object', properties: { a: { type: 'array', items: text } } },
  ],
  [
    'anyOf at the top, Anthropic: input_schema does not support oneOf, allOf, or anyOf, 2025',
    {
      anyOf: [
        { properties: { a: text }, required: ['a'] },
        { properties: { b: text }, required: ['a', 'b'] },
      ],
    },
    { type: 'object', properties: { a: text, b: text }, required: ['a'] },
  ],
  [
    'oneOf with null, zod optional objects, 2026',
    { oneOf: [{ type: 'object', properties: { a: text } }, { type: 'null' }] },
    { type: 'object', properties: { a: text } },
  ],
  [
    'allOf, OpenAPI generators, 2026',
    {
      allOf: [
        { properties: { a: text }, required: ['a'] },
        { properties: { b: text }, required: ['b'] },
      ],
    },
    { type: 'object', properties: { a: text, b: text }, required: ['a', 'b'] },
  ],
  [
    'allOf beside properties',
    {
      type: 'object',
      properties: { c: text },
      required: ['c'],
      allOf: [{ properties: { a: text }, required: ['a'] }],
    },
    { type: 'object', properties: { a: text, c: text }, required: ['c', 'a'] },
  ],
  [
    'a reference at the top, zod-to-json-schema, 2025',
    {
      $ref: '#/definitions/Input',
      definitions: { Input: { type: 'object', properties: { a: text } } },
    },
    {
      definitions: { Input: { type: 'object', properties: { a: text } } },
      type: 'object',
      properties: { a: text },
    },
  ],
  [
    'a reference in a variant',
    { anyOf: [{ $ref: '#/$defs/A' }], $defs: { A: { properties: { a: text } } } },
    { $defs: { A: { properties: { a: text } } }, type: 'object', properties: { a: text } },
  ],
  ['a reference that leads nowhere', { $ref: '#/definitions/Gone' }, empty],
  [
    'a reference elsewhere is left to the server',
    { $ref: 'https://example.com/schema' },
    { $ref: 'https://example.com/schema', ...empty },
  ],
  ['enum at the top, OpenAI, 2025', { enum: ['a'] }, empty],
  ['not at the top, OpenAI, 2025', { not: {}, type: 'object', properties: {} }, empty],
  [
    'descriptions and rules stay',
    { type: 'object', description: 'd', properties: { a: text }, additionalProperties: false },
    { type: 'object', description: 'd', properties: { a: text }, additionalProperties: false },
  ],
  [
    'anyOf inside a property stays',
    { type: 'object', properties: { a: { anyOf: [text, { type: 'null' }] } } },
    { type: 'object', properties: { a: { anyOf: [text, { type: 'null' }] } } },
  ],
  ['variants that are no schemas', { anyOf: [true, 'x', null] }, empty],
];

test.each(cases)('%s', (_, written, sent) => {
  expect(objectSchema(written)).toEqual(sent);
  expect(objectSchema(objectSchema(written))).toEqual(sent);
});

test('Anthropic: tool names must be unique', () => {
  const tool = { name: 'read', description: 'One.', inputSchema: {} };
  const tools = fitTools([tool, { ...tool, description: 'Two.' }, { ...tool, name: 'write' }]);
  expect(tools.map(({ name, description }) => [name, description])).toEqual([
    ['read', 'One.'],
    ['write', 'One.'],
  ]);
});
