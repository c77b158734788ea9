import { expect, test } from 'vitest';
import {
  parsePolicyFile,
  parseRulesSetting,
  parseTiersSetting,
} from '../../../src/routing/parsePolicy.ts';

const tiers = ['fast', 'balanced', 'reasoning'];

test('a policy file is read, single values as lists', () => {
  const written = {
    version: 1,
    critical: ['src/billing/**'],
    rules: [
      { when: { taskType: 'debug', keywords: ['race'], maxLines: 9, critical: true }, use: 'fast' },
    ],
  };
  expect(parsePolicyFile(written, tiers)).toEqual({
    policy: {
      critical: ['src/billing/**'],
      rules: [
        {
          name: 'rule 1',
          when: { taskType: ['debug'], keywords: ['race'], maxLines: 9, critical: true },
          use: 'fast',
          origin: 'repository',
        },
      ],
    },
    problems: [],
  });
});

test('a rule may use a cascade', () => {
  const use = { cascade: ['fast', 'reasoning'], gates: ['complete', 'command'], retry: true };
  const { policy, problems } = parsePolicyFile({ rules: [{ when: {}, use }] }, tiers);
  expect(problems).toEqual([]);
  expect(policy.rules[0]?.use).toEqual(use);
});

test('an empty file is a policy without rules', () => {
  expect(parsePolicyFile(null, tiers)).toEqual({
    policy: { rules: [], critical: [] },
    problems: [],
  });
});

const faults: [string, unknown, (string | number)[], RegExp][] = [
  [
    'an unknown tier in a cascade',
    { rules: [{ when: {}, use: { cascade: ['fast', 'fats'] } }] },
    ['rules', 0, 'use', 'cascade', 1],
    /no tier "fats"/,
  ],
  [
    'an unknown gate',
    { rules: [{ when: {}, use: { cascade: ['fast'], gates: ['luck'] } }] },
    ['rules', 0, 'use', 'gates', 0],
    /complete, format/,
  ],
  ['a list at the top', [], [], /`rules` and `critical`/],
  ['an unknown key', { rulez: [] }, ['rulez'], /"rulez" is not known/],
  ['rules that are no list', { rules: {} }, ['rules'], /list of rules/],
  ['a rule without when', { rules: [{ use: 'fast' }] }, ['rules', 0, 'when'], /which tasks/],
  ['a rule without use', { rules: [{ when: {} }] }, ['rules', 0, 'use'], /Name the tier/],
  [
    'an unknown tier',
    { rules: [{ when: {}, use: 'fats' }] },
    ['rules', 0, 'use'],
    /no tier "fats".*fast, balanced/,
  ],
  [
    'an unknown condition',
    { rules: [{ when: { lang: 'go' }, use: 'fast' }] },
    ['rules', 0, 'when', 'lang'],
    /"lang" is not known/,
  ],
  [
    'a size that is no number',
    { rules: [{ when: { maxLines: 'x' }, use: 'fast' }] },
    ['rules', 0, 'when', 'maxLines'],
    /whole number/,
  ],
  ['a future version', { version: 2 }, ['version'], /only version is 1/],
];

test.each(faults)('%s is a problem at its place', (_, written, path, message) => {
  const { problems } = parsePolicyFile(written, tiers);
  expect(problems[0]?.path).toEqual(path);
  expect(problems[0]?.message).toMatch(message);
});

test('a task type that does not exist is a problem', () => {
  const { problems } = parseRulesSetting([{ when: { taskType: 'debgu' }, use: 'fast' }], tiers);
  expect(problems.map(({ path }) => path)).toEqual([[0, 'when', 'taskType']]);
});

test('tiers name model references', () => {
  const { problems } = parseTiersSetting({ fast: ['haiku', 'ollama/qwen3:8b'], slow: [] });
  expect(problems.map(({ path }) => path)).toEqual([['slow']]);
  expect(parseTiersSetting({ fast: ['haiku'] }).problems).toEqual([
    {
      path: ['fast', 0],
      message: '"haiku" is not a model reference. Write provider/model, such as ollama/qwen3:4b.',
    },
  ]);
});
