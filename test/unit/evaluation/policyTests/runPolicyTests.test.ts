import { expect, test } from 'vitest';
import {
  policyWithout,
  readCatalog,
  situationFor,
} from '../../../../src/cli/read/readSituation.ts';
import type {
  ExpectedDecision,
  GivenSituation,
} from '../../../../src/evaluation/policyTests/policyTest.ts';
import { runPolicyTests } from '../../../../src/evaluation/policyTests/runPolicyTests.ts';
import type { Classification } from '../../../../src/routing/classify/classify.ts';
import type { Policy, Rule } from '../../../../src/routing/policy/policy.ts';
import { shippedTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';

const catalog = await readCatalog();
const shipped = policyWithout(shippedTiers);
const climb: Rule = {
  name: 'climb',
  when: { taskType: ['refactor'] },
  use: { cascade: ['fast', 'reasoning'], gates: ['syntax', 'complete'] },
  origin: 'repository',
};
const capped: Rule = {
  name: 'capped',
  when: { taskType: ['design'] },
  use: { cascade: ['reasoning'], maxUsd: 0.000001 },
  origin: 'repository',
};
const small: Rule = {
  name: 'small tests',
  when: { taskType: ['test'], maxLines: 20 },
  use: 'fast',
  origin: 'repository',
};
const thought: Rule = {
  name: 'thought',
  when: { taskType: ['feature'], reasoning: ['high'] },
  use: 'reasoning',
  origin: 'repository',
};
const policy: Policy = {
  ...shipped,
  rules: [climb, capped, small, thought, ...shipped.rules],
  localRules: [{ name: 'keys', when: { path: ['secret/**'] }, origin: 'repository' }],
  critical: ['pay/**'],
};
const base: Situation = { ...situationFor(policy, catalog, '2026-11-22'), evidence: new Map() };

function run(given: Partial<GivenSituation>, expected: ExpectedDecision, situation = base) {
  const test = {
    name: 'one',
    path: ['tests', 0],
    given: { paths: [], keywords: [], ...given },
    expect: expected,
  };
  const classify = (words: string): Classification => ({
    taskType: words.includes('race') ? 'debug' : 'docs',
    confidence: 0.9,
    reasoning: words.includes('proof') ? 0.9 : 0.3,
    signals: [],
    likely: [],
  });
  return runPolicyTests([test], { situation, classify })[0]!;
}

test.each<[string, Partial<GivenSituation>, ExpectedDecision]>([
  ['a rule', { taskType: 'explain' }, { tier: ['balanced'], rule: 'explanations are balanced' }],
  ['a shipped cascade', { taskType: 'docs' }, { tier: ['fast', 'balanced'], plan: 'cascade' }],
  ['a classified instruction', { instruction: 'a race' }, { tier: ['reasoning'] }],
  ['keywords', { keywords: ['race'] }, { tier: ['reasoning'] }],
  ['a turn of a loop', { taskType: 'test', lines: 50, turn: 'read' }, { tier: ['fast'] }],
  ['a turn that repairs', { taskType: 'debug', turn: 'repair' }, { tier: ['reasoning'] }],
  ['a subagent', { taskType: 'debug', turn: 'repair', agent: 'subagent' }, { tier: ['balanced'] }],
  ['a side call', { taskType: 'debug', turn: 'side', picked: 'reasoning' }, { tier: ['fast'] }],
  [
    'a loop in trouble',
    { taskType: 'debug', turn: 'choose', agent: 'subagent', failures: 5 },
    { tier: ['reasoning'] },
  ],
  [
    'a cascade and its gates in any order',
    { taskType: 'refactor' },
    { plan: 'cascade', tier: ['fast', 'reasoning'], gates: ['complete', 'syntax'], rule: 'climb' },
  ],
  ['a pick', { taskType: 'docs', picked: 'reasoning' }, { tier: ['reasoning'], plan: 'direct' }],
  ['a local rule', { taskType: 'docs', paths: ['secret/a.ts'] }, { staysLocal: true }],
  ['an attached file', { taskType: 'docs', paths: ['a.ts', 'secret/b.ts'] }, { staysLocal: true }],
  ['no local rule', { taskType: 'docs', paths: ['a.ts'] }, { staysLocal: false }],
  ['a provider', { taskType: 'debug', ready: ['ollama'] }, { model: ['ollama/gpt-oss:120b'] }],
  ['no provider', { taskType: 'docs', ready: [] }, { plan: 'refuse', refusal: 'noModelReady' }],
  ['a cap', { taskType: 'design' }, { refusal: 'capTooLow' }],
  ['the top', { taskType: 'docs', escalatedFrom: 'reasoning' }, { refusal: 'alreadyAtTop' }],
  ['an escalation', { taskType: 'docs', escalatedFrom: 'fast' }, { tier: ['balanced'] }],
  ['little money', { taskType: 'feature', budget: { usd: 5, spentUsd: 4.9 } }, { tier: ['fast'] }],
  [
    'enough money',
    { taskType: 'feature', budget: { usd: 5, spentUsd: 1 } },
    { tier: ['fast', 'balanced', 'reasoning'] },
  ],
  ['few lines', { taskType: 'test', lines: 20 }, { rule: 'small tests' }],
  ['much reasoning', { taskType: 'feature', reasoning: 'high' }, { rule: 'thought' }],
  ['words that need it', { taskType: 'feature', instruction: 'a proof' }, { rule: 'thought' }],
  [
    'a need that overrules the words',
    { taskType: 'feature', instruction: 'a proof', reasoning: 'low' },
    { rule: 'everyday edits start cheap' },
  ],
  ['no words at all', { taskType: 'feature' }, { rule: 'everyday edits start cheap' }],
  ['more lines', { taskType: 'test', lines: 21 }, { rule: 'everyday edits start cheap' }],
  ['a chat, whose gates cannot judge', { taskType: 'refactor', conversation: true }, { gates: [] }],
])('decides by %s', (_, given, expected) => {
  expect(run(given, expected).failures).toEqual([]);
});

test('a failing expectation says what was decided instead, and why, at its place', () => {
  const { failures, sentence } = run(
    { taskType: 'explain', ready: ['openai'] },
    { tier: ['fast'], plan: 'direct', model: ['openai/gpt-6.1-terra'] },
  );
  expect(sentence).toBe(
    'Explain goes to balanced (GPT-6.1 Terra): shipped rule “explanations are balanced”.',
  );
  expect(failures).toEqual([
    {
      path: ['tests', 0, 'expect', 'tier'],
      message: expect.stringContaining(`Expected the tier fast, but it is balanced. ${sentence}`),
    },
  ]);
  expect(failures[0]?.message).toContain('Passed over: Claude Sonnet 5.5: no key for anthropic');
});

test.each<[ExpectedDecision, string]>([
  [{ plan: 'speculate' }, 'Expected the plan speculate, but it is direct.'],
  [{ model: ['ollama/none'] }, 'Expected the model ollama/none, but it is anthropic/'],
  [{ rule: 'other' }, 'Expected the rule “other”, but it is “explanations are balanced”.'],
  [{ staysLocal: true }, 'to be true, but it is false.'],
  [{ refusal: true }, 'Expected the refusal any, but it is none.'],
  [{ gates: ['syntax'] }, 'Expected the gates syntax, but it is none.'],
])('%j is compared', (expected, message) => {
  const [failure, ...others] = run({ taskType: 'explain' }, expected).failures;
  expect(failure?.message).toContain(message);
  expect(others).toEqual([]);
});

test('what changes from day to day decides nothing', () => {
  const today: Situation = {
    ...base,
    pick: { tier: 'reasoning', pinned: { explain: 'fast' } },
    coolingDown: new Map([['anthropic', { secondsLeft: 60, why: 'rate limited' }]]),
    providers: new Map(
      [...base.providers].map(([id, facts]) => [id, { ...facts, state: { state: 'noKey' } }]),
    ),
  };
  const expected = { tier: ['balanced'], model: ['anthropic/claude-sonnet-5-5'] };
  expect(run({ taskType: 'explain' }, expected, today).failures).toEqual([]);
});
