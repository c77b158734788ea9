import { expect, test } from 'vitest';
import { importPromptfoo } from '../../../../src/evaluation/files/import/importPromptfoo.ts';
import {
  assertKinds,
  mapAssert,
} from '../../../../src/evaluation/files/import/promptfooAsserts.ts';
import { parseEvaluation } from '../../../../src/evaluation/files/parseEvaluation.ts';
import { valueScorer } from '../../../../src/evaluation/scorers/valueScorers.ts';
import { fixturesOf } from '../../../support/trials.ts';

// The kinds that promptfoo's documents and its list of types name (`src/types/index.ts` and
// `site/docs/configuration/expected-outputs`), seen on 2026-11-29.
const allKinds =
  `answer-relevance bleu classifier contains contains-all contains-any contains-html contains-json
  contains-sql contains-xml context-faithfulness context-recall context-relevance conversation-relevance
  cost equals f-score factuality finish-reason g-eval gleu guardrails human icontains icontains-all
  icontains-any is-html is-json is-refusal is-sql is-valid-function-call is-valid-openai-function-call
  is-valid-openai-tools-call is-xml javascript latency levenshtein llm-rubric max-score meteor
  model-graded-closedqa model-graded-factuality moderation perplexity perplexity-score pi python regex
  rouge-n ruby search-rubric select-best similar similar:cosine similar:dot similar:euclidean skill-used
  starts-with tool-call-f1 trace-error-spans trace-span-count trace-span-duration trajectory:goal-success
  trajectory:step-count trajectory:tool-args-match trajectory:tool-sequence trajectory:tool-used webhook
  word-count`.split(/\s+/);

const schema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] };

/** Those that have a scorer: a value, an answer that passes, and one that does not. */
const scored: readonly [type: string, value: unknown, good: string, bad: string][] = [
  ['equals', 'yes', 'yes', 'yes, sir'],
  ['equals', { a: 1 }, '{"a": 1}', '{"a": 2}'],
  ['not-equals', 'a.c', 'abc', 'a.c'],
  ['contains', 'a', 'cat', 'dog'],
  ['contains', 42, 'It is 42.', 'It is 43.'],
  ['not-contains', 'a', 'dog', 'cat'],
  ['icontains', 'A', 'cat', 'dog'],
  ['not-icontains', 'A', 'dog', 'cat'],
  ['contains-all', ['a', 'b'], 'ab', 'a'],
  ['contains-all', 'a, b', 'ab', 'a'],
  ['not-contains-all', ['a'], 'b', 'a'],
  ['icontains-all', ['A', 'b'], 'ab', 'a'],
  ['contains-any', ['a', 'b'], 'b', 'c'],
  ['not-contains-any', ['a', 'b'], 'c', 'b'],
  ['icontains-any', ['A', 'b'], 'a', 'c'],
  ['not-icontains-any', ['A', 'b'], 'c', 'a'],
  ['starts-with', 'a+', 'a+b', 'aab'],
  ['not-starts-with', 'a', 'ba', 'ab'],
  ['regex', '^a+$', 'aaa', 'aab'],
  ['not-regex', '^a+$', 'aab', 'aaa'],
  ['is-json', schema, '{"a": 1}', '{"b": 1}'],
  ['is-json', JSON.stringify(schema), '{"a": 1}', '{"b": 1}'],
  ['is-json', undefined, '{"b": 1}', 'none'],
  ['contains-json', schema, 'Here: {"a": 1}', 'Here: {}'],
];
const judgedKinds = [
  'llm-rubric',
  'g-eval',
  'model-graded-closedqa',
  'factuality',
  'model-graded-factuality',
];
const similarKinds = ['similar', 'similar:cosine', 'similar:dot', 'similar:euclidean'];

test('every kind of assert is mapped, or named with a reason', () => {
  expect(Object.keys(assertKinds).toSorted()).toEqual(allKinds.toSorted());
  const mapped = new Set([...scored.map(([type]) => type), ...judgedKinds, ...similarKinds]);
  const others = allKinds
    .flatMap((each) => [each, `not-${each}`])
    .filter((each) => !mapped.has(each))
    .map((type) => ({ type, ...mapAssert({ type, value: ['x', 'y'] }) }));
  expect(others.filter(({ scorer }) => scorer !== undefined)).toEqual([]);
  expect(others.filter(({ why = '' }) => !/^\p{Lu}.{15,}\.$/u.test(why))).toEqual([]);
  expect(mapAssert({ type: 'promptfoo:redteam:bola' }).why).toMatch(/promptfoo/);
  expect(mapAssert({ type: 'constructor' }).why).toMatch(/spelling/);
});

test.each(scored)('%s %j checks the same', async (type, value, good, bad) => {
  const { scorer } = mapAssert({ type, value });
  if (scorer === undefined || scorer.kind === 'judge' || scorer.kind === 'gate') {
    throw new Error(`${type} has no scorer of values.`);
  }
  const [fixture] = fixturesOf(1);
  const passes = async (answer: string) => {
    const { signal } = new AbortController();
    const result = await valueScorer(scorer).score({ fixture: fixture!, answer }, signal);
    return result.kind === 'scored' && result.passed;
  };
  expect(await passes(good)).toBe(true);
  expect(await passes(bad)).toBe(false);
});

test.each(judgedKinds)('%s becomes a judge', (type) => {
  const { scorer } = mapAssert({ type, value: 'It is kind.', threshold: 0.7 });
  expect(scorer).toMatchObject({ kind: 'judge', least: 0.7 });
  expect(JSON.stringify(scorer)).toContain('It is kind.');
});

test.each(similarKinds)('%s becomes a judge of what is meant, without its threshold', (type) => {
  const { scorer } = mapAssert({ type, value: 'It is kind.', threshold: 0.7 });
  expect(scorer).toEqual({ kind: 'judge', rubric: 'It means the same as this: It is kind.' });
});

test('a pattern that ours cannot run is named', () => {
  expect(mapAssert({ type: 'regex', value: '(?<=a)b' }).scorer).toBeUndefined();
});

const config = {
  prompts: ['Greet {{ name }} in {{language}}.', 'file://prompt.txt', '{{ name | upper }}?'],
  providers: ['openai:gpt-5.5'],
  assertionTemplates: { short: { type: 'not-contains', value: 'furthermore' } },
  defaultTest: { vars: { language: 'French' }, assert: [{ type: 'latency', threshold: 500 }] },
  tests: [
    {
      description: 'polite',
      vars: { name: ['Ada', 'Bo'] },
      assert: [
        { type: 'contains', value: 'Bonjour {{name}}' },
        { $ref: '#/assertionTemplates/short' },
        { type: 'assert-set', assert: [{ type: 'icontains', value: 'bonjour' }] },
        { type: 'javascript', value: 'output.length < 10' },
        { type: 'equals', value: 'x', weight: 0 },
      ],
    },
    { vars: { name: 'Cy' }, threshold: 0.5, assert: [{ type: 'python', value: 'True' }] },
    'file://more.csv',
  ],
};

test('prompts, tests and variables become fixtures; the rest is named', async () => {
  const { fixtures, notMapped } = importPromptfoo(config);
  expect(fixtures.map(({ id, instruction }) => [id, instruction])).toEqual([
    ['test-1-1-1', 'Greet Ada in French.'],
    ['test-1-2-1', 'Greet Bo in French.'],
  ]);
  expect(fixtures[1]?.tags).toEqual(['polite']);
  expect(fixtures[1]?.scorers).toEqual([
    { kind: 'contains', all: ['Bonjour Bo'], space: 'exact' },
    { kind: 'contains', none: ['furthermore'], space: 'exact' },
    { kind: 'contains', all: ['bonjour'], space: 'exact', ignoreCase: true },
  ]);
  expect(notMapped.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'prompts › 1: prompt',
    'tests › 2: test',
    'defaultTest › assert › 0: assert latency',
    'tests › 0 › assert › 3: assert javascript',
    'tests › 0 › assert › 4: assert equals',
    'tests › 0 › prompt 1: prompt',
    'tests › 1 › threshold: threshold',
    'defaultTest › assert › 0: assert latency',
    'tests › 1 › assert › 0: assert python',
    'tests › 1: test',
  ]);
  const { problems } = await parseEvaluation(
    'taskType: other\nthresholds: { minPassRate: 0.9 }\nfixtures: imported.jsonl\n',
    {
      name: 'imported',
      tierNames: ['fast'],
      readFile: () => Promise.resolve(fixtures.map((each) => JSON.stringify(each)).join('\n')),
    },
  );
  expect(problems).toEqual([]);
});

const asserted = { assert: [{ type: 'contains', value: 'x' }] };
const asks = (config: unknown) =>
  importPromptfoo(config).fixtures.map(({ instruction }) => instruction);
const reasons = (config: unknown) => importPromptfoo(config).notMapped.map(({ why }) => why);

test('tests without asserts are cases that the scorers of the whole evaluation check', () => {
  const { fixtures, notMapped } = importPromptfoo({
    prompts: ['Say {{ a }}.'],
    tests: [{ vars: { a: 1 } }, { vars: { a: 2 }, ...asserted }, { vars: { a: 3 } }],
  });
  expect(fixtures.map(({ scorers }) => scorers?.length)).toEqual([undefined, 1, undefined]);
  expect(notMapped).toMatchObject([{ what: 'asserts of 2 cases', why: /`scorers`/ }]);
});

test('without tests each prompt is asked once, and without prompts a test brings its own', () => {
  expect(asks({ prompts: ['One.', 'Two.'] })).toEqual(['One.', 'Two.']);
  expect(asks({ tests: [{ vars: { prompt: 'Three.' }, ...asserted }] })).toEqual(['Three.']);
});

test('a conversation that asks once is a text, and any other is named', () => {
  const system = { role: 'system', content: 'Be {{ how }}.' };
  const user = { role: 'user', content: 'Greet me.' };
  const tests = [{ vars: { how: 'kind' }, ...asserted }];
  const text = 'Be kind.\n\nGreet me.';
  expect(asks({ prompts: [JSON.stringify([system, user])], tests })).toEqual([text]);
  expect(asks({ prompts: [[system, user]], tests })).toEqual([text]);
  const turns = [[user, { role: 'assistant', content: 'Hi.' }, user]];
  expect(reasons({ prompts: turns, tests })).toEqual([expect.stringMatching(/no single question/)]);
  expect(reasons({ prompts: ['[{"role": {% if a %}1{% endif %}}]'], tests })).toEqual([
    expect.stringMatching(/no single question/),
  ]);
});

test('what a test changes about its question counts, and what a program changes is left out', () => {
  const given = (options: object) => ({
    prompts: ['Greet me.'],
    defaultTest: { options },
    tests: [asserted],
  });
  expect(asks(given({ prefix: 'Be kind. ', suffix: ' Thanks.' }))).toEqual([
    'Be kind. Greet me. Thanks.',
  ]);
  expect(asks(given({ transform: 'output.trim()' }))).toEqual(['Greet me.']);
  for (const options of [{ transform: 'output.name' }, { transformVars: 'vars' }]) {
    expect(reasons(given(options))).toEqual([expect.stringMatching(/a program/)]);
  }
});

test('scenarios run each test with each of their configurations', () => {
  const config = {
    prompts: ['{{ greeting }} in {{ language }}'],
    scenarios: [
      {
        config: [{ vars: { language: 'French' } }, { vars: { language: 'German' } }],
        tests: [{ vars: { greeting: 'Hello' }, ...asserted }],
      },
    ],
  };
  expect(asks(config)).toEqual(['Hello in French', 'Hello in German']);
  expect(new Set(importPromptfoo(config).fixtures.map(({ id }) => id)).size).toBe(2);
});

test('a file of something else, and too many combinations, are told and take no long time', () => {
  expect(importPromptfoo('x').notMapped[0]?.why).toMatch(/`prompts` and `tests`/);
  const many = Array.from({ length: 100 }, (_, place) => place);
  const { fixtures, notMapped } = importPromptfoo({
    prompts: ['{{ a }} {{ b }} {{ c }} {{ d }}'],
    tests: [
      { vars: { a: many, b: many, c: many, d: many }, assert: [{ type: 'contains', value: 'x' }] },
    ],
  });
  expect(fixtures).toHaveLength(2_000);
  expect(notMapped.map(({ why }) => why).join()).toMatch(/Split the file up/);
});

test('a set that names itself has an end', () => {
  const { fixtures, notMapped } = importPromptfoo({
    prompts: ['x'],
    assertionTemplates: { a: { type: 'assert-set', assert: [{ $ref: '#/assertionTemplates/a' }] } },
    tests: [{ assert: [{ $ref: '#/assertionTemplates/a' }] }],
  });
  expect(fixtures).toEqual([]);
  expect(notMapped[0]?.why).toMatch(/inside another set/);
});
