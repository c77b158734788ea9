import { expect, test } from 'vitest';
import { readStepOutput } from '../../../../src/execution/workflow/steps/stepOutput.ts';

const schema = {
  type: 'object',
  properties: {
    risk: { type: 'string', enum: ['low', 'high'] },
    count: { type: 'integer' },
    isSure: { type: 'boolean' },
    version: { type: 'string' },
  },
  required: ['risk'],
  additionalProperties: false,
};

test.each([
  ['as asked', { risk: 'high', count: 2 }, { risk: 'high', count: 2 }],
  ['a choice in another case', { risk: ' High' }, { risk: 'high' }],
  [
    'numbers and truth in quotes',
    { risk: 'low', count: '2', isSure: 'true' },
    { risk: 'low', count: 2, isSure: true },
  ],
  ['a number for a text', { risk: 'low', version: 2 }, { risk: 'low', version: '2' }],
  ['more fields', { risk: 'low', reason: 'small' }, { risk: 'low' }],
  ['an object around it', { answer: { risk: 'low' } }, { risk: 'low' }],
])('an output is read with %s', (_, written, value) => {
  expect(readStepOutput(`Here:\n${JSON.stringify(written)}`, schema)).toEqual({ value });
});

test.each([
  ['no choice', { risk: 'medium' }],
  ['a field missing', { count: 2 }],
  ['half a number', { risk: 'low', count: 2.5 }],
  ['two objects', { one: { risk: 'low' }, two: { risk: 'high' } }],
])('an output with %s has a problem', (_, written) => {
  expect(readStepOutput(JSON.stringify(written), schema)).toHaveProperty('problems');
});

test('choices that differ in case alone are told apart', () => {
  const cased = { type: 'object', properties: { unit: { type: 'string', enum: ['m', 'M'] } } };
  expect(readStepOutput('{"unit": "M"}', cased)).toEqual({ value: { unit: 'M' } });
  const other = { type: 'object', properties: { unit: { type: 'string', enum: ['Mb', 'MB'] } } };
  expect(readStepOutput('{"unit": "mb"}', other)).toHaveProperty('problems');
});
