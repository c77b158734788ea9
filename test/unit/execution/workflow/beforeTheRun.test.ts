import { expect, test } from 'vitest';
import type { Input, ModelUse } from '../../../../src/execution/workflow/definition.ts';
import { resolveInputs } from '../../../../src/execution/workflow/steps/inputValues.ts';
import { chosenName } from '../../../../src/execution/workflow/steps/resolveModel.ts';
import { TemplateError } from '../../../../src/execution/workflow/values/template.ts';

type From = Extract<ModelUse, { kind: 'from' }>;
const use: From = {
  kind: 'from',
  from: ['triage', 'risk'],
  map: { high: 'reasoning', true: 'fast' },
};

const chosen: [value: unknown, use: From, name: string][] = [
  ['high', use, 'reasoning'],
  [true, use, 'fast'],
  ['balanced', use, 'balanced'],
  ['low', { ...use, otherwise: 'balanced' }, 'balanced'],
  [null, { ...use, otherwise: 'balanced' }, 'balanced'],
  ['constructor', { ...use, otherwise: 'balanced' }, 'balanced'],
];
test.each(chosen)('the value %j chooses', (risk, from, name) => {
  expect(chosenName(from, { triage: { risk } })).toBe(name);
});

test('a value that is not there chooses nothing', () => {
  expect(() => chosenName(use, { triage: {} })).toThrow(TemplateError);
});

const inputs: Input[] = [
  { name: 'message', type: 'text', ask: 'What does the customer write?' },
  {
    name: 'readers',
    type: 'choice',
    ask: 'Who reads it?',
    choices: ['users', 'developers'],
    default: 'users',
  },
  { name: 'lines', type: 'number', ask: 'How many lines?', default: 3 },
  { name: 'brief', type: 'boolean', ask: 'Briefly?', default: false },
];

test('what was not given has its default', () => {
  expect(resolveInputs(inputs, { message: 'Hello', lines: 5 })).toEqual({
    values: { message: 'Hello', readers: 'users', lines: 5, brief: false },
    problems: [],
  });
});

const refused: [name: string, given: Record<string, unknown>, problem: RegExp][] = [
  ['nothing', {}, /"message" is missing: What does the customer write\?/],
  [
    'an unknown input',
    { message: 'x', reader: 'users' },
    /no input "reader"\. Did you mean "readers"\?/,
  ],
  ['no choice', { message: 'x', readers: 'user' }, /"user" is not a choice.*"users"/],
  ['a text for a number', { message: 'x', lines: '5' }, /"lines" is a number/],
  ['no number', { message: 'x', lines: Number.NaN }, /"lines" is a number/],
  ['a text for true or false', { message: 'x', brief: 'yes' }, /"brief" is true or false/],
  ['a number for a text', { message: 5 }, /"message" is a text/],
];
test.each(refused)('%s does not begin a run', (_, given, problem) => {
  expect(resolveInputs(inputs, given)).toEqual({ problems: [expect.stringMatching(problem)] });
});
