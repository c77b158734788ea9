import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { describeDryRun } from '../../../../src/routing/dryRun/describeDryRun.ts';
import { whatWouldHappen } from '../../../../src/routing/dryRun/whatWouldHappen.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Policy, Rule } from '../../../../src/routing/policy/policy.ts';
import {
  parseUnsureGuesses,
  shippedUnsureGuesses,
  unsureGuessNames,
} from '../../../../src/routing/policy/unsureGuesses.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task, TaskType } from '../../../../src/routing/task.ts';
import { settingsIn } from '../../../../scripts/settingsIn.mjs';
import manifest from '../../../../package.json' with { type: 'json' };
import { turnTask } from '../../../support/loops.ts';
import { plainRules, policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const unsure = taskWith({ type: 'refactor', mayBe: 'debug' });
const decided = (task: Task, policy: Partial<Policy> = {}, situation: Partial<Situation> = {}) =>
  decide(task, situationWith({ policy: policyWith(policy), ...situation }));
const tiersOf = (...given: Parameters<typeof decided>) =>
  choicesOf(decided(...given).plan).map(({ tier }) => tier);
const ruleFor = (type: TaskType, use: Rule['use']): Rule => ({
  name: type,
  when: { taskType: [type] },
  use,
  origin: 'settings',
});

test('an unsure task type has the stronger of the two tiers, and the reason says so', () => {
  const decision = decided(unsure);
  expect(decision.unsure).toEqual({ likelier: 'refactor', taken: 'debug' });
  expect(explain(unsure, decision)).toBe(
    'Refactor goes to reasoning (large): the task may be refactor or debug, and debug has the stronger tier, shipped rule “hard thinking needs reasoning”.',
  );
});

test.each<[string, Partial<Policy>, Task, string[]]>([
  [
    'the likelier type, if the user wants that',
    { unsureGuesses: 'likeliest' },
    unsure,
    ['balanced'],
  ],
  ['a type that is sure', {}, taskWith({ type: 'refactor' }), ['balanced']],
  [
    'the likelier type, if it is the stronger',
    {},
    taskWith({ type: 'debug', mayBe: 'docs' }),
    ['reasoning'],
  ],
  [
    'the likelier type, if both have the same tier',
    {},
    taskWith({ type: 'test', mayBe: 'feature' }),
    ['balanced'],
  ],
  [
    'the default tier against a lower one',
    {},
    taskWith({ type: 'docs', mayBe: 'other' }),
    ['balanced'],
  ],
  [
    'a rule that is not about task types',
    { rules: [{ name: 'all', when: {}, use: 'fast', origin: 'settings' }, ...plainRules] },
    unsure,
    ['fast'],
  ],
  [
    'the cascade that reaches higher',
    {
      rules: [
        ruleFor('refactor', 'balanced'),
        ruleFor('debug', { cascade: ['fast', 'reasoning'] }),
      ],
    },
    unsure,
    ['fast', 'reasoning'],
  ],
  [
    'of two that reach as high, the one that begins higher',
    {
      rules: [
        ruleFor('refactor', { cascade: ['fast', 'reasoning'] }),
        ruleFor('debug', 'reasoning'),
      ],
    },
    unsure,
    ['reasoning'],
  ],
  [
    'the likelier type, if a rule leaves the other to the planner',
    { rules: [ruleFor('refactor', 'fast'), ruleFor('debug', 'auto')] },
    unsure,
    ['fast'],
  ],
])('decides by %s', (_, policy, task, expected) => {
  expect(tiersOf(task, policy)).toEqual(expected);
});

test('what was chosen by hand is not asked again', () => {
  const pinned = { pick: { tier: 'auto', pinned: { refactor: 'fast' } } } as const;
  expect(decided(unsure, {}, pinned)).not.toHaveProperty('unsure');
  expect(tiersOf(unsure, {}, pinned)).toEqual(['fast']);
});

test('a loop about unsure words is about the work that needs more', () => {
  const ofTurn = (fields: Partial<Task>) => tiersOf(turnTask({ kind: 'repair' }, fields));
  expect(ofTurn({ type: 'refactor' })).toEqual(['balanced']);
  expect(ofTurn({ type: 'refactor', mayBe: 'debug' })).toEqual(['reasoning']);
});

test('a dry run shows the rules of the type that counts, and what a sure guess would change', () => {
  const run = whatWouldHappen(unsure, situationWith());
  const lines = describeDryRun(run).flatMap((part) => part.lines);
  expect(run.rules.find(({ outcome }) => outcome === 'first')?.rule.name).toBe(
    'hard thinking needs reasoning',
  );
  expect(lines.join('\n')).toContain(
    'If the task were certainly refactor: Refactor goes to balanced (medium): shipped rule',
  );
});

test('the setting is read as the manifest offers it', () => {
  const { default: usual, enum: offered } = settingsIn(manifest)['tierwise.unsureGuesses'];
  expect([usual, offered]).toEqual([shippedUnsureGuesses, [...unsureGuessNames]]);
  expect(parseUnsureGuesses('likeliest')).toEqual({ unsureGuesses: 'likeliest', problems: [] });
  expect(parseUnsureGuesses(undefined).problems).toEqual([]);
  expect(parseUnsureGuesses('weaker').problems).toEqual([
    { path: [], message: 'Write one of stronger, likeliest.' },
  ]);
});
