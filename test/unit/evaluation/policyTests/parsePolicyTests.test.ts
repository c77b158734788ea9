import { expect, test } from 'vitest';
import {
  parsePolicyTests,
  policyTestsSchema,
} from '../../../../src/evaluation/policyTests/parsePolicyTests.ts';

const known = { tiers: ['fast', 'balanced', 'reasoning'], providers: ['anthropic', 'ollama'] };
const given = { taskType: 'debug' };
const expected = { tier: 'fast' };

const problemsOf = (written: unknown) =>
  parsePolicyTests(written, known).problems.map(({ path, message }) => [path.join('.'), message]);
const problemsOfOne = (fields: object) =>
  problemsOf({ tests: [{ name: 'one', given, expect: expected, ...fields }] });

test('reads single words and lists alike, and leaves out what is not written', () => {
  const { tests, problems } = parsePolicyTests(
    {
      version: 1,
      tests: [
        {
          name: 'one',
          given: { taskType: 'debug', path: ['a.ts', 'b.ts'], keywords: 'race' },
          expect: { tier: 'fast', model: ['ollama/a', 'ollama/b'], gates: [] },
        },
      ],
    },
    known,
  );
  expect(problems).toEqual([]);
  expect(tests).toEqual([
    {
      name: 'one',
      path: ['tests', 0],
      given: { taskType: 'debug', paths: ['a.ts', 'b.ts'], keywords: ['race'] },
      expect: { tier: ['fast'], model: ['ollama/a', 'ollama/b'], gates: [] },
    },
  ]);
});

test.each<[string, object, string, string]>([
  ['no situation', { given: {} }, 'tests.0.given', 'Write a `taskType`, or an `instruction`'],
  ['no expectation', { expect: {} }, 'tests.0.expect', 'a test without it cannot fail'],
  ['an unknown field', { expect: { teir: 'fast' } }, 'tests.0.expect.teir', 'not known here'],
  ['an unknown tier', { expect: { tier: 'fats' } }, 'tests.0.expect.tier', 'Did you mean "fast"?'],
  [
    'an unknown tier in a list',
    { expect: { tier: ['fast', 'huge'] } },
    'tests.0.expect.tier.1',
    'There is no tier "huge". Known here: fast, balanced, reasoning.',
  ],
  ['an unknown pick', { given: { ...given, picked: 'fats' } }, 'tests.0.given.picked', '"fast"'],
  [
    'an unknown provider',
    { given: { ...given, ready: ['olama'] } },
    'tests.0.given.ready.0',
    'There is no provider "olama". Did you mean "ollama"?',
  ],
  [
    'no turn of an agent',
    { given: { ...given, failures: 2 } },
    'tests.0.given.turn',
    'which `turn`',
  ],
  [
    'an unknown turn',
    { given: { ...given, turn: 'reed' } },
    'tests.0.given.turn',
    'Write one of plan, read',
  ],
  ['an unknown task type', { given: { taskType: 'bug' } }, 'tests.0.given.taskType', 'debug'],
  [
    'a tier for a refusal',
    { expect: { refusal: true, tier: 'fast' } },
    'tests.0.expect.tier',
    'A refused task has no tier. Remove it, or remove the refusal.',
  ],
  [
    'a plan for a refusal',
    { expect: { refusal: true, plan: 'direct' } },
    'tests.0.expect.plan',
    'write `plan: refuse`',
  ],
  [
    'too many lines',
    { given: { ...given, lines: 10_001 } },
    'tests.0.given.lines',
    'Write at most 10000 lines.',
  ],
  [
    'a long text',
    { given: { instruction: 'x'.repeat(10_001) } },
    'tests.0.given.instruction',
    'Write at most 10000 characters.',
  ],
])('names the place of %s', (_, fields, path, message) => {
  expect(problemsOfOne(fields)).toEqual([[path, expect.stringContaining(message)]]);
});

test('two tests have no common name', () => {
  const one = { name: 'one', given, expect: expected };
  expect(problemsOf({ tests: [one, one] })).toEqual([
    ['tests.1.name', 'Another test has this name. Rename one of the two.'],
  ]);
});

test('there are not too many tests, and not none', () => {
  const tests = Array.from({ length: 501 }, (_, at) => ({
    name: `${at}`,
    given,
    expect: expected,
  }));
  expect(problemsOf({ tests })).toEqual([['tests', 'Write at most 500 tests.']]);
  expect(problemsOf({ tests: tests.slice(0, 500) })).toEqual([]);
  expect(problemsOf({ tests: [] })).toEqual([['tests', 'Write at least one test.']]);
  expect(problemsOf(undefined)[0]?.[0]).toBe('tests');
});

test('the schema for completion says what each field is', () => {
  const schema = policyTestsSchema() as { properties: { tests: { items: object } } };
  expect(schema.properties.tests.items).toMatchObject({
    required: ['name', 'given', 'expect'],
    properties: {
      given: { properties: { lines: { description: 'How many lines are selected.' } } },
    },
  });
});
