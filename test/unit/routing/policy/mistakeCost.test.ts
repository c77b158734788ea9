import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { withExperiments } from '../../../../src/routing/decide/experimentSituation.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { whatWouldHappen } from '../../../../src/routing/dryRun/whatWouldHappen.ts';
import { describeDryRun } from '../../../../src/routing/dryRun/describeDryRun.ts';
import { explain } from '../../../../src/routing/explain.ts';
import { parsePolicyFile, parseRulesSetting } from '../../../../src/routing/policy/parsePolicy.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';
import { aimsAt, mistakeCostOf } from '../../../../src/routing/policy/mistakeCost.ts';
import type { Policy } from '../../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import {
  plainRules,
  policyWith,
  situationWith,
  standingWith,
  taskWith,
} from '../../../support/tasks.ts';

const tiers = ['fast', 'balanced', 'reasoning'];
const policyOf = (rules: unknown, fields: Partial<Policy> = {}): Policy => {
  const { policy } = parsePolicyFile({ rules }, tiers);
  return policyWith({ ...policy, rules: [...policy.rules, ...plainRules], ...fields });
};
const decided = (rules: unknown, task: Partial<Task> = {}, situation: Partial<Situation> = {}) =>
  decide(taskWith(task), situationWith({ policy: policyOf(rules), ...situation }));
const billing = { name: 'billing', when: { path: 'src/**' } };
const costly = [{ ...billing, mistakeCost: 'high' }];
const cheap = [{ ...billing, mistakeCost: 'low' }];

test('a rule may state the cost of a mistake alone, and beside a tier', () => {
  const { rules, costRules, problems } = parseRulesSetting(
    [{ ...billing, mistakeCost: 'high' }, { when: {}, use: 'fast', mistakeCost: 'low' }, billing],
    tiers,
  );
  expect([rules, costRules]).toEqual([[], undefined]);
  expect(problems).toMatchObject([
    { path: [2, 'use'], message: expect.stringContaining('mistakeCost') },
  ]);
  expect(parsePolicyFile({ rules: [...costly, { when: {}, use: 'fast' }] }, tiers).policy).toEqual({
    critical: [],
    rules: [{ name: 'rule 2', when: {}, use: 'fast', origin: 'repository' }],
    costRules: [
      { name: 'billing', when: { path: ['src/**'] }, origin: 'repository', cost: 'high' },
    ],
  });
});

test('the first rule that states a cost counts, whichever names the tier, and critical is above all', () => {
  const policy = policyOf([
    { name: 'tier', when: {}, use: 'fast' },
    { name: 'other', when: { path: 'docs/**' }, mistakeCost: 'low' },
    { name: 'one', when: { language: 'typescript' }, use: 'balanced', mistakeCost: 'high' },
    { name: 'two', when: {}, mistakeCost: 'low' },
  ]);
  const one = { cost: 'high', by: { name: 'one', origin: 'repository' } };
  expect(mistakeCostOf(policy, taskWith())).toEqual(one);
  expect(mistakeCostOf(policy, taskWith({ language: 'go' }))).toMatchObject({ cost: 'low' });
  expect(mistakeCostOf(policy, taskWith({ critical: true }))).toEqual({ cost: 'critical' });
  expect(mistakeCostOf(policyWith(), taskWith())).toEqual({ cost: 'usual' });
});

test('where a mistake costs much, what is shipped is the strongest tier, checked and asked again', () => {
  const decision = decided(costly, { type: 'docs' });
  expect(decision.plan).toMatchObject({ kind: 'cascade', retry: true });
  expect(choicesOf(decision.plan).map(({ tier }) => tier)).toEqual(['reasoning']);
  expect(explain(taskWith({ type: 'docs' }), decision)).toBe(
    'Document tries reasoning (large) until complete, format, syntax and diagnostics pass: shipped rule “routine work is cheap”, but a wrong answer costs much here (the repository’s rule “billing”), so the strongest tier answers and is checked.',
  );
  expect(decided(costly, { type: 'debug' }).mistakes).not.toHaveProperty('raised');
  expect(decided([], { type: 'docs', critical: true }).mistakes).toEqual({
    cost: 'critical',
    raised: true,
  });
  expect(decided([], { type: 'docs' }).mistakes).toBeUndefined();
});

test('a tier that is not ready does not stop costly work', () => {
  const policy = policyOf(costly, {
    tiers: [...policyWith().tiers.slice(0, 2), { name: 'reasoning', choices: [] }],
  });
  const { plan } = decided([], { type: 'docs' }, { policy });
  expect(choicesOf(plan).map(({ tier }) => tier)).toEqual(['balanced']);
});

test('a rule of one’s own decides as it is written, and says the cost that it states itself', () => {
  const own = [{ ...billing, use: 'fast', mistakeCost: 'high' }];
  const decision = decided(own);
  expect(decision.plan).toMatchObject({ kind: 'direct', choice: { tier: 'fast' } });
  expect(explain(taskWith(), decision)).toBe(
    'Refactor goes to fast (small): the repository’s rule “billing”, a wrong answer costs much here.',
  );
});

test('little money moves down what may fail, keeps up what may not, and never moves critical work', () => {
  const careful = { budgets: [standingWith({ spentNanoUsd: 4e9 })] };
  const asked = [{ name: 'mine', when: {}, use: 'reasoning' }];
  const tierOf = (rules: unknown[], task: Partial<Task>, budgets: Partial<Situation> = careful) =>
    choicesOf(decided([...asked, ...rules], task, budgets).plan)[0]?.tier;
  expect(tierOf([], { type: 'refactor' })).toBe('balanced');
  expect(tierOf(costly, { type: 'refactor' })).toBe('reasoning');
  expect(tierOf([], { type: 'debug' })).toBe('reasoning');
  expect(tierOf(cheap, { type: 'debug' })).toBe('balanced');
  const sparing = { budgets: [standingWith({ spentNanoUsd: 4.8e9 })] };
  expect(tierOf(costly, { type: 'refactor' }, sparing)).toBe('balanced');
  expect(tierOf(costly, { type: 'refactor', critical: true }, sparing)).toBe('reasoning');
});

test('the planner keeps the limits of the aim that the cost asks for', () => {
  const policy = policyWith({ aim: 'balanced' });
  expect(aimsAt('low', policy)).toEqual(aimsOf('save'));
  expect(aimsAt('usual', policy)).toEqual(aimsOf('balanced'));
  expect(aimsAt('high', policy)).toEqual(aimsOf('careful'));
  const lax = policyWith({ auto: { floor: 0.5, worst: 0.4 } });
  expect(aimsAt('high', lax)).toMatchObject({ floor: 0.99, worst: 0.98 });
  expect(aimsAt('high', policyWith({ auto: { worst: 0.99 } })).worst).toBe(0.99);
});

test('no experiment takes part in work in which a mistake costs much', () => {
  const plans = { A: 'reasoning', B: 'fast' };
  const experiments = [
    { name: 'x', taskType: 'refactor', plans, mode: 'split', share: 0.5 },
  ] as never;
  const drawn = (rules: unknown) =>
    withExperiments(situationWith({ policy: policyOf(rules), experiments }), taskWith(), 'id');
  expect(drawn(costly).policy.rules[0]?.origin).toBe('shipped');
  expect(drawn(cheap).policy.rules[0]?.origin).toBe('experiment');
});

test('a dry run says which rule states the cost, and what it changes', () => {
  const policy = policyOf([...costly, { name: 'second', when: {}, mistakeCost: 'low' }]);
  const run = whatWouldHappen(taskWith({ type: 'docs' }), situationWith({ policy }));
  const linesOf = (title: string) =>
    describeDryRun(run).find((part) => part.title === title)?.lines ?? [];
  expect(linesOf('Rules that say what a mistake costs')).toEqual([
    '“billing” applies: high.',
    '“second” matches too (low), but another one comes first.',
  ]);
  expect(linesOf('What would change it').join()).toContain(
    'If rule “billing” did not say what a mistake costs: Document goes to fast (small)',
  );
});
