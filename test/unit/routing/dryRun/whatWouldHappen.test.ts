import { expect, test } from 'vitest';
import { parseTask } from '../../../../src/cli/read/parseTask.ts';
import {
  policyWithout,
  readCatalog,
  situationFor,
} from '../../../../src/cli/read/readSituation.ts';
import { dryRunStory } from '../../../../src/editor/answers/dryRunPage.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { describeDryRun } from '../../../../src/routing/dryRun/describeDryRun.ts';
import { whatWouldHappen } from '../../../../src/routing/dryRun/whatWouldHappen.ts';
import { matchRule } from '../../../../src/routing/policy/matchRule.ts';
import type { Policy, Rule } from '../../../../src/routing/policy/policy.ts';
import { shippedTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';

const catalog = await readCatalog();
const shipped = policyWithout(shippedTiers);
const rule = (name: string, when: Rule['when'], use: Rule['use']): Rule => ({
  name,
  when,
  use,
  origin: 'repository',
});
const policy: Policy = {
  ...shipped,
  rules: [
    rule('races', { taskType: ['debug'], keywords: ['race'] }, 'reasoning'),
    rule('pay', { critical: true }, 'reasoning'),
    rule('python', { language: ['python'], path: ['a/**'] }, 'balanced'),
    rule('small_fixes', { taskType: ['debug'], maxLines: 20 }, 'fast'),
    ...shipped.rules,
  ],
  critical: ['pay/**'],
  localRules: [{ name: 'keys', when: { path: ['secret/**'] }, origin: 'repository' }],
};
const base: Situation = { ...situationFor(policy, catalog, '2026-11-22'), evidence: new Map() };
const taskOf = (fields: object) =>
  parseTask({ type: 'debug', instruction: 'Fix it', path: 'src/a_b.ts', ...fields }).task!;
const run = (fields: object = {}, more: Partial<Situation> = {}) =>
  whatWouldHappen(taskOf(fields), { ...base, ...more });
const linesOf = (dry: ReturnType<typeof run>, title: string) =>
  describeDryRun(dry).find((part) => part.title === title)?.lines ?? [];
const changesOf = (dry: ReturnType<typeof run>) => linesOf(dry, 'What would change it');

test('decides as a request would, and says so first', () => {
  const dry = run();
  expect(dry.decision).toEqual(decide(taskOf({}), base));
  expect(linesOf(dry, 'What would happen')).toEqual([
    'Debug goes to fast (Claude Haiku 5.5): the repository’s rule “small_fixes”.',
    expect.stringMatching(/^Expected cost: \$[\d.]+ to \$[\d.]+\.$/),
  ]);
});

test('says of every rule why it does or does not match', () => {
  expect(linesOf(run(), 'Rules, in their order')).toEqual([
    '“races” (repository, reasoning) does not match: the instruction has no race.',
    '“pay” (repository, reasoning) does not match: the work is not critical.',
    '“python” (repository, balanced) does not match: the language is plaintext, not python; the path is src/a_b.ts, not a/**.',
    '“small_fixes” (repository, fast) is the first that matches: the task type is debug; the number of lines is 1 (at most 20).',
    '“routine work is cheap” (shipped, fast, balanced) does not match: the task type is debug, not boilerplate or docs.',
    '“everyday edits start cheap” (shipped, fast, balanced, reasoning) does not match: the task type is debug, not feature or refactor or test.',
    '“explanations are balanced” (shipped, balanced) does not match: the task type is debug, not explain.',
    '“hard thinking needs reasoning” (shipped, reasoning) matches too, but another one comes first.',
  ]);
});

test('the need for reasoning is said with its score, in the reason and of each rule', () => {
  const rules = [rule('deep', { reasoning: ['medium', 'high'] }, 'reasoning'), ...shipped.rules];
  const here = { policy: { ...policy, rules } };
  expect(linesOf(run({ reasoning: 0.821 }, here), 'What would happen')[0]).toBe(
    'Debug goes to reasoning (Claude Opus 5.5): the repository’s rule “deep”, need for reasoning high (0.82).',
  );
  const ofDeep = (fields: object) => linesOf(run(fields, here), 'Rules, in their order')[0];
  expect(ofDeep({ reasoning: 0.821 })).toContain('matches: the need for reasoning is high (0.82).');
  expect(ofDeep({ reasoning: 0.4 })).toContain(
    'does not match: the need for reasoning is low (0.40), not medium or high.',
  );
  expect(ofDeep({})).toContain('the need for reasoning is unknown, not medium or high.');
  expect(changesOf(run({ type: 'docs' }, here))).toContain(
    'If the need for reasoning were medium or high (rule “deep”): Document goes to reasoning (Claude Opus 5.5): the repository’s rule “deep”.',
  );
});

test('its first match is always the rule that decides', () => {
  for (const type of ['debug', 'docs', 'other', 'feature']) {
    for (const path of ['pay/a.ts', 'a/b.py', 'src/a.ts', '']) {
      for (const language of ['python', 'typescript']) {
        for (const instruction of ['a race', 'trace it']) {
          for (const fileText of ['x', 'x\n'.repeat(20)]) {
            const task = taskOf({ type, path, language, instruction, fileText });
            const first = whatWouldHappen(task, base).rules.find((it) => it.outcome === 'first');
            expect(first?.rule).toBe(matchRule(policy, task));
          }
        }
      }
    }
  }
});

test('says what would change it: a near rule, the rule itself', () => {
  expect(changesOf(run())).toEqual([
    'If the instruction had the word race (rule “races”): Debug goes to reasoning (Claude Opus 5.5): the repository’s rule “races”.',
    'If the work were critical (rule “pay”): Debug goes to reasoning (Claude Opus 5.5): the repository’s rule “pay”.',
    'If rule “small_fixes” were not there: Debug goes to reasoning (Claude Opus 5.5): shipped rule “hard thinking needs reasoning”.',
  ]);
});

test('says what would change a choice by hand, a lack of money and a lack of keys', () => {
  const picked = run({}, { pick: { tier: 'reasoning', pinned: { debug: 'reasoning' } } });
  expect(changesOf(picked)).toEqual([
    expect.stringMatching(/^If the tier were left to Auto: Debug goes to fast/),
  ]);
  expect(linesOf(picked, 'Rules, in their order')[0]).toBe(
    'What you chose by hand comes before every rule.',
  );
  const spent = { spentNanoUsd: 4_900_000_000, unknownAttempts: 0 };
  const budget = { id: '$5.00 per session', period: 'session', nanoUsd: 5_000_000_000 } as const;
  const budgets = [{ budget, span: { fromMs: 0 }, ...spent, practice: spent }];
  expect(changesOf(run({ type: 'feature' }, { budgets }))).toContainEqual(
    expect.stringMatching(
      /^If enough of \$5\.00 per session were left: Implement tries fast .*, then balanced .*, then reasoning/,
    ),
  );
  const noKey = new Map(
    [...base.providers].map(([id, facts]) =>
      id === 'anthropic' ? [id, { ...facts, state: { state: 'noKey' } as const }] : [id, facts],
    ),
  );
  expect(changesOf(run({}, { providers: noKey }))).toContainEqual(
    expect.stringMatching(
      /^If every provider were ready: Debug goes to fast \(Claude Haiku 5\.5\)/,
    ),
  );
});

test('says what keeps work on this machine, and where it would go otherwise', () => {
  const dry = run({ path: 'secret/keys.ts' });
  expect(linesOf(dry, 'Rules that keep work on this machine')).toEqual(['“keys” applies.']);
  expect(changesOf(dry)).toContainEqual(
    expect.stringMatching(
      /^If rule “keys” did not keep it on this machine: Debug goes to fast \(Claude/,
    ),
  );
  expect(linesOf(run(), 'Rules that keep work on this machine')).toEqual([
    '“keys” does not apply.',
  ]);
});

test('the page shows all parts, with names as they are written', () => {
  const page = dryRunStory(run());
  expect(page).toContain('Task: debug on src/a\\_b.ts, lines 1 to 1');
  expect(page).toContain('## Rules, in their order');
  expect(page).toContain('- “small\\_fixes” (repository, fast) is the first that matches');
  expect(page).toContain('## What would change it');
  expect(page).toMatch(/No model was asked, and nothing was recorded\.$/);
});
