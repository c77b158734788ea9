import { expect, test } from 'vitest';
import {
  parsePolicyFile,
  parseRulesSetting,
  parseTiersSetting,
} from '../../../../src/routing/policy/parsePolicy.ts';

const tiers = ['fast', 'balanced', 'reasoning'];

test('a policy file is read, single values as lists', () => {
  const written = {
    version: 1,
    critical: ['src/billing/**'],
    rules: [
      {
        when: {
          taskType: 'debug',
          keywords: ['race'],
          maxLines: 9,
          critical: true,
          reasoning: 'high',
        },
        use: 'fast',
      },
    ],
  };
  const read = parsePolicyFile(written, tiers);
  expect(read).toEqual({
    places: new Map([[read.policy.rules[0], ['rules', 0]]]),
    policy: {
      critical: ['src/billing/**'],
      rules: [
        {
          name: 'rule 1',
          when: {
            taskType: ['debug'],
            keywords: ['race'],
            maxLines: 9,
            critical: true,
            reasoning: ['high'],
          },
          use: 'fast',
          origin: 'repository',
        },
      ],
    },
    problems: [],
    notices: [],
  });
});

const checks = {
  gates: ['complete', 'judge'],
  judge: 'reasoning',
  rubric: 'Be kind.',
  maxAttempts: 3,
  maxUsd: 0.5,
  maxSeconds: 40,
};
const uses: [string, unknown][] = [
  ['a tier', 'fast'],
  ['a cascade', { cascade: ['fast', 'reasoning'] }],
  [
    'a cascade with all there is',
    { cascade: ['fast', 'reasoning'], retry: true, raiseEffort: true, ...checks },
  ],
  ['a cascade of one', { cascade: ['fast'] }],
  ['a speculation', { speculate: ['fast', 'reasoning'] }],
  ['a speculation with all there is', { speculate: ['fast', 'balanced'], ...checks }],
];
test.each(uses)('a rule may use %s', (_, use) => {
  const { policy, problems } = parsePolicyFile({ rules: [{ when: {}, use }] }, tiers);
  expect(problems).toEqual([]);
  expect(policy.rules[0]?.use).toEqual(use);
});

const together = ['fast', 'reasoning'];
// The key inside `use`, and the message; what was not meant is never complained of.
const misuses: [string, use: unknown, [(string | number)[], RegExp][]][] = [
  ['a speculation of one', { speculate: ['fast'] }, [[['speculate'], /^Name at least two\.$/]]],
  ['a speculation of none', { speculate: [] }, [[['speculate'], /^Name at least two\.$/]]],
  ['a cascade of none', { cascade: [] }, [[['cascade'], /at least one tier/]]],
  ['a cascade that is no list', { cascade: 'fast' }, [[['cascade'], /list of tiers/]]],
  ['a speculation that is no list', { speculate: 'fast' }, [[['speculate'], /list of tiers/]]],
  ['an unknown key of a cascade', { cascade: ['fast'], retries: 2 }, [[['retries'], /not known/]]],
  [
    'an unknown key of a speculation',
    { speculate: together, maxTries: 2 },
    [[['maxTries'], /"maxTries" is not known/]],
  ],
  [
    'a retry of a speculation',
    { speculate: together, retry: true },
    [[['retry'], /"retry" is not known/]],
  ],
  [
    'a retry and more effort in a speculation',
    { speculate: together, retry: true, raiseEffort: true },
    [
      [['retry'], /"retry" is not known/],
      [['raiseEffort'], /"raiseEffort" is not known/],
    ],
  ],
  [
    'a retry in a speculation of one',
    { speculate: ['fast'], retry: true },
    [
      [['speculate'], /at least two/],
      [['retry'], /"retry" is not known/],
    ],
  ],
  [
    'numbers for tiers',
    { cascade: [1, 2, 3] },
    [
      [['cascade', 0], /Name a tier/],
      [['cascade', 1], /Name a tier/],
      [['cascade', 2], /Name a tier/],
    ],
  ],
  [
    'words for more effort',
    { cascade: ['fast'], raiseEffort: 'yes' },
    [[['raiseEffort'], /true or false/]],
  ],
  [
    'an unknown tier of a speculation',
    { speculate: ['fast', 'fats'] },
    [[['speculate', 1], /no tier "fats"/]],
  ],
  [
    'a judge that is no tier and no model',
    { cascade: ['fast'], judge: 'fats' },
    [[['judge'], /no tier "fats".*fast, balanced/]],
  ],
  [
    'an unchecked tier that the rule does not try',
    { cascade: ['fast'], unchecked: 'balanced' },
    [[['unchecked'], /one of the tiers that the rule tries/]],
  ],
  [
    'an unchecked tier beside those that start together',
    { speculate: together, unchecked: 'fats' },
    [[['unchecked'], /one of the tiers that the rule tries/]],
  ],
  [
    'a judge of a speculation that is no tier',
    { speculate: together, judge: 'fats' },
    [[['judge'], /no tier "fats"/]],
  ],
  [
    'part of an attempt',
    { cascade: ['fast'], maxAttempts: 1.5 },
    [[['maxAttempts'], /whole number of attempts/]],
  ],
  ['money in words', { speculate: together, maxUsd: '1' }, [[['maxUsd'], /amount in USD/]]],
  [
    'time in words',
    { cascade: ['fast'], maxSeconds: 'long' },
    [[['maxSeconds'], /number of seconds/]],
  ],
  ['a number', 5, [[[], /Name the tier/]]],
];
test.each(misuses)('%s is told at its place, and nothing else', (_, use, expected) => {
  const { problems } = parsePolicyFile({ rules: [{ when: {}, use }] }, tiers);
  expect(problems).toEqual(
    expected.map(([path, message]) => ({
      path: ['rules', 0, 'use', ...path],
      message: expect.stringMatching(message),
    })),
  );
});

test('an empty file is a policy without rules', () => {
  expect(parsePolicyFile(null, tiers)).toEqual({
    policy: { rules: [], critical: [] },
    places: new Map(),
    problems: [],
    notices: [],
  });
});

test('the place of each rule is recorded, for all that one written rule becomes', () => {
  const written = [
    { when: {}, use: 'fast' },
    { when: {}, use: 'fast', local: true, mistakeCost: 'high' },
  ];
  const { policy, places } = parsePolicyFile({ rules: written }, tiers);
  const { rules, localRules = [], costRules = [] } = policy;
  expect([...rules, ...localRules, ...costRules].map((rule) => places.get(rule)?.[1])).toEqual([
    0, 1, 1, 1,
  ]);
  const own = parseRulesSetting(written, tiers);
  expect(own.rules.map((rule) => own.places.get(rule))).toEqual([[0], [1]]);
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
  ['a list at the top', [], [], /Write `rules:` in a line above/],
  ['a text at the top', 'rules', [], /`rules`, `critical`/],
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
  ['a future version', { version: 2 }, ['version'], /Write 1, the only version/],
  ['a version in quotes', { version: '1' }, ['version'], /Write it without quotes: 1\./],
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

test('a policy names the models of a workflow, of its steps and agents', () => {
  const written = {
    workflows: {
      supportTriage: { model: 'auto', steps: { answer: 'reasoning' } },
      survey: {
        agents: { lead: { cascade: ['fast', 'balanced'], retry: true } },
        steps: { look: { speculate: ['fast', 'reasoning'] } },
      },
      quick: {
        model: 'fastest',
        steps: { a: { fastest: ['fast'], by: 'firstToken' }, b: { fastest: ['fast', 'balanced'] } },
      },
    },
  };
  const { policy, problems } = parsePolicyFile(written, tiers);
  expect(problems).toEqual([]);
  expect(policy.workflows).toEqual({
    supportTriage: {
      everywhere: { kind: 'auto' },
      steps: { answer: { kind: 'named', name: 'reasoning' } },
    },
    survey: {
      agents: { lead: { kind: 'cascade', names: ['fast', 'balanced'], retry: true } },
      steps: { look: { kind: 'speculate', names: ['fast', 'reasoning'] } },
    },
    quick: {
      everywhere: { kind: 'fastest', names: [], by: 'total' },
      steps: {
        a: { kind: 'fastest', names: ['fast'], by: 'firstToken' },
        b: { kind: 'fastest', names: ['fast', 'balanced'], by: 'total' },
      },
    },
  });
});

const wrongChoices: [string, written: unknown, path: (string | number)[], message: RegExp][] = [
  ['an unknown tier', { model: 'fats' }, ['model'], /There is no tier "fats"/],
  [
    'a model',
    { model: 'p/large' },
    ['model'],
    /"p\/large" names a model, and a repository names tiers only/,
  ],
  [
    'an unknown tier of a step',
    { steps: { a: { cascade: ['fast', 'x'] } } },
    ['steps', 'a', 'cascade', 1],
    /no tier "x"/,
  ],
  [
    'an unknown tier among the fastest',
    { steps: { a: { fastest: ['fast', 'x'], by: 'total' } } },
    ['steps', 'a', 'fastest', 1],
    /no tier "x"/,
  ],
  ['a choice that is none', { agents: { a: 3 } }, ['agents', 'a'], /Name a tier such as `fast`/],
  ['an unknown key', { modle: 'fast' }, ['modle'], /not known/],
];
test.each(wrongChoices)('a workflow may not have %s', (_what, written, path, message) => {
  const { problems } = parsePolicyFile({ workflows: { w: written } }, tiers);
  expect(problems.map((problem) => problem.path)).toEqual([['workflows', 'w', ...path]]);
  expect(problems[0]!.message).toMatch(message);
});

test.each([
  ['p/large', ['fast']],
  ['p/large@high', ['fast']],
  ['openrouter/a/b:free', ['fast']],
])('a repository may not name %s as a judge, or anywhere else', (model, cascade) => {
  const when = {};
  const rules = [
    { when, use: { cascade, judge: model } },
    { when, use: model },
    { when, use: { cascade: ['fast', model] } },
    { when, use: { speculate: [model, 'fast'] } },
  ];
  const { problems } = parsePolicyFile({ rules, auto: { tiers: ['fast', model] } }, tiers);
  expect(problems.map(({ path }) => path.join(' '))).toEqual([
    'rules 0 use judge',
    'rules 1 use',
    'rules 2 use cascade 1',
    'rules 3 use speculate 0',
    'auto tiers 1',
  ]);
  for (const { message } of problems) {
    expect(message).toMatch(/names a model, and a repository names tiers only.*fast, balanced/);
  }
  // In the user's own settings a judge may be a model.
  const { rules: own, problems: none } = parseRulesSetting([rules[0]], tiers);
  expect(none).toEqual([]);
  expect(own[0]?.use).toEqual({ cascade, judge: model });
});

test('rules of the user that are never used are told as well', () => {
  const written = [
    { when: { taskType: 'debug' }, use: 'fast' },
    { when: { taskType: 'debug', minLines: 9, maxLines: 3 }, use: 'fast' },
  ];
  const { rules, problems, notices } = parseRulesSetting(written, tiers);
  expect(rules).toHaveLength(2);
  expect(problems).toEqual([]);
  expect(notices.map(({ path }) => path)).toContainEqual([1, 'when', 'maxLines']);
  expect(parseRulesSetting(written.slice(0, 1), tiers).notices).toEqual([]);
});

test('a tier whose name looks like a model is a tier', () => {
  const rules = [{ when: {}, use: { cascade: ['a/b'], judge: 'a/b' } }];
  expect(parsePolicyFile({ rules }, ['a/b']).problems).toEqual([]);
});

test('caps that are wider than the user’s own are told at their place', () => {
  const limits = { calls: 4, nanoUsd: 1e9, seconds: 60 };
  const wide = { cascade: ['fast'], maxAttempts: 10, maxUsd: 1000, maxSeconds: 3600 };
  const same = { cascade: ['fast'], maxAttempts: 4, maxUsd: 1, maxSeconds: 60 };
  const rules = [wide, same].map((use, at) => ({ when: { keywords: `${at}` }, use }));
  const { problems, notices } = parsePolicyFile({ rules }, tiers, limits);
  expect(problems).toEqual([]);
  expect(notices.map(({ path }) => path)).toEqual([
    ['rules', 0, 'use', 'maxAttempts'],
    ['rules', 0, 'use', 'maxUsd'],
    ['rules', 0, 'use', 'maxSeconds'],
  ]);
  expect(notices[1]!.message).toContain('your own limit of $1 holds');
});

test.each<[what: string, tiers: Record<string, string[]>, path: (string | number)[], says: RegExp]>(
  [
    [
      'a misspelt effort',
      { fast: ['a/b@hgih'] },
      ['fast', 0],
      /no effort "hgih". Did you mean "@high"/,
    ],
    ['a space around a model', { fast: ['a/b '] }, ['fast', 0], /space around it/],
    ['a space around a tier', { 'fast ': ['a/b'] }, ['fast '], /space around it/],
    ['a tier named auto', { auto: ['a/b'] }, ['auto'], /meaning of its own/],
    ['a tier named fastest', { fastest: ['a/b'] }, ['fastest'], /meaning of its own/],
  ],
)('%s is a problem at its place', (_, written, path, says) => {
  expect(parseTiersSetting(written).problems).toEqual([
    { path, message: expect.stringMatching(says) as string },
  ]);
});

test.each(['a/b@high', 'vertex/claude-x@20260901', 'a/b@latest', 'ollama/qwen3:4b'])(
  '%s is a model reference',
  (reference) => {
    expect(parseTiersSetting({ fast: [reference] }).problems).toEqual([]);
  },
);
