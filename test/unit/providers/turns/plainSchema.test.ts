import { expect, test } from 'vitest';
import { plainSchema } from '../../../../src/providers/turns/plainSchema.ts';

const text = { type: 'string' };
const point = { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] };

/** The schema of one property of a tool. */
function plainOf(schema: unknown, more: Record<string, unknown> = {}): unknown {
  const whole = plainSchema({ type: 'object', properties: { a: schema }, ...more });
  return (whole['properties'] as Record<string, unknown>)['a'];
}

test.each<[what: string, written: unknown, plain: unknown]>([
  [
    'limits, patterns and formats',
    { type: 'string', maxLength: 65536, pattern: '\\d', format: 'uri' },
    text,
  ],
  ['words of other drafts', { type: 'string', required: true, $comment: 'x', 'x-order': 1 }, text],
  ['no type', { description: 'd' }, { type: 'string', description: 'd' }],
  ['a type that there is not', { type: 'any' }, text],
  ['anything', true, text],
  ['a text or null', { type: ['string', 'null'], default: null }, text],
  [
    'null in words',
    { anyOf: [text, { type: 'null' }], description: 'd' },
    { ...text, description: 'd' },
  ],
  ['two types', { type: ['string', 'number'] }, { anyOf: [text, { type: 'number' }] }],
  [
    'a type beside alternatives',
    { type: 'string', anyOf: [text, { type: 'array', items: text }] },
    { anyOf: [text, { type: 'array', items: text }] },
  ],
  ['rules on what is required', { ...point, anyOf: [{ required: ['x'] }] }, point],
  ['a constant', { const: 'x' }, { type: 'string', enum: ['x'] }],
  ['values that are no texts', { enum: ['x', null] }, text],
  ['numbers to choose from', { type: 'integer', enum: [1, 2] }, { type: 'integer' }],
  ['a list of any kind', { type: 'array' }, { type: 'array', items: text }],
  ['a list of places', { type: 'array', items: [point, text] }, { type: 'array', items: point }],
  ['an object of any kind', { type: 'object', additionalProperties: text }, { type: 'object' }],
  ['a field that is required and not there', { ...point, required: ['x', 'y'] }, point],
  [
    'parts',
    { allOf: [point, { properties: { y: text } }] },
    { ...point, properties: { y: text, x: { type: 'number' } } },
  ],
  [
    'parts that are alternatives',
    { allOf: [{ anyOf: [text, { type: 'null' }] }], description: 'd' },
    { ...text, description: 'd' },
  ],
])('%s', (_, written, plain) => {
  expect(plainOf(written)).toEqual(plain);
});

test('references stand in their places, and end where a schema contains itself', () => {
  const more = { $defs: { P: { ...point, description: 'theirs' } } };
  expect(plainOf({ $ref: '#/$defs/P', description: 'mine' }, more)).toEqual({
    ...point,
    description: 'mine',
  });
  expect(plainOf({ $ref: '#/$defs/gone' }, more)).toEqual(text);
  const tree = JSON.stringify(plainOf({ $ref: '#' }));
  expect(tree).not.toContain('$ref');
  expect(tree.length).toBeLessThan(1000);
});

test('values that are no schemas are left out, and a tool keeps its properties', () => {
  expect(plainSchema({ type: 'object', properties: { a: text, type: 'object' } })).toEqual({
    type: 'object',
    properties: { a: text },
  });
  expect(plainSchema({})).toEqual({ type: 'object', properties: {} });
});
