import { expect, test } from 'vitest';
import { parsePolicyFile, policySchema } from '../../../../src/routing/policy/parsePolicy.ts';

const tiers = ['fast', 'balanced', 'reasoning'];
const used = (use: unknown, when: unknown = {}) => ({ rules: [{ when, use }] });
const capped = (fields: Record<string, unknown>) => used({ cascade: ['fast'], ...fields });
const auto = (fields: Record<string, unknown>) => ({ auto: fields });

// The last value that may be written, and the first that may not.
const bounds: [string, within: unknown, beyond: unknown, path: (string | number)[]][] = [
  ...([0, 1] as const).flatMap((end): typeof bounds => {
    const out = end === 0 ? -0.01 : 1.01;
    return [
      ['a floor is a share', auto({ floor: end }), auto({ floor: out }), ['auto', 'floor']],
      [
        'what exploring may cost is a share',
        auto({ exploringShare: end }),
        auto({ exploringShare: out }),
        ['auto', 'exploringShare'],
      ],
    ];
  }),
  [
    'a pool has two tiers',
    auto({ tiers: ['fast', 'reasoning'] }),
    auto({ tiers: ['fast'] }),
    ['auto', 'tiers'],
  ],
  [
    'a pool names tiers that there are',
    auto({ tiers: ['fast', 'reasoning'] }),
    auto({ tiers: ['fast', 'fats'] }),
    ['auto', 'tiers', 1],
  ],
  [
    'a rule allows ten attempts',
    capped({ maxAttempts: 10 }),
    capped({ maxAttempts: 11 }),
    ['rules', 0, 'use', 'maxAttempts'],
  ],
  [
    'a rule allows an attempt',
    capped({ maxAttempts: 1 }),
    capped({ maxAttempts: 0 }),
    ['rules', 0, 'use', 'maxAttempts'],
  ],
  [
    'a rule allows some money',
    capped({ maxUsd: 0.0001 }),
    capped({ maxUsd: 0 }),
    ['rules', 0, 'use', 'maxUsd'],
  ],
  [
    'a rule allows some time',
    capped({ maxSeconds: 0.5 }),
    capped({ maxSeconds: 0 }),
    ['rules', 0, 'use', 'maxSeconds'],
  ],
  [
    'a judge has a name',
    capped({ judge: 'fast' }),
    capped({ judge: '' }),
    ['rules', 0, 'use', 'judge'],
  ],
  ['a critical glob says something', { critical: ['*'] }, { critical: [''] }, ['critical', 0]],
  [
    'a keyword says something',
    used('fast', { keywords: ['a'] }),
    used('fast', { keywords: [''] }),
    ['rules', 0, 'when', 'keywords', 0],
  ],
  [
    'a list of languages has one',
    used('fast', { language: ['go'] }),
    used('fast', { language: [] }),
    ['rules', 0, 'when', 'language'],
  ],
];
test.each(bounds)('%s', (_, within, beyond, path) => {
  expect(parsePolicyFile(within, tiers).problems).toEqual([]);
  expect(parsePolicyFile(beyond, tiers).problems.map((problem) => problem.path)).toEqual([path]);
});

test('what the planner may do is read as it is written', () => {
  const written = { tiers: ['fast', 'reasoning'], floor: 0.9, exploringShare: 0.001 };
  expect(parsePolicyFile(auto(written), tiers).policy.auto).toEqual(written);
  expect(parsePolicyFile(auto({ floor: 1 }), tiers).policy.auto).toEqual({ floor: 1 });
  expect(parsePolicyFile({}, tiers).policy).not.toHaveProperty('auto');
});

test('a rule may leave the choice to the planner, and rules keep their names or are counted', () => {
  const rules = ['auto', 'fast'].map((use) => ({ when: {}, use }));
  const { policy, problems } = parsePolicyFile(
    { rules: [...rules, { ...rules[1], name: 'x' }] },
    tiers,
  );
  expect(problems).toEqual([]);
  expect(policy.rules.map(({ name, use }) => `${name}: ${use as string}`)).toEqual([
    'rule 1: auto',
    'rule 2: fast',
    'x: fast',
  ]);
});

test('the schema for editors knows every key of a policy file', () => {
  const { properties } = policySchema() as { properties: Record<string, unknown> };
  expect(Object.keys(properties).toSorted()).toEqual([
    'auto',
    'critical',
    'rules',
    'turns',
    'version',
    'workflows',
  ]);
});
