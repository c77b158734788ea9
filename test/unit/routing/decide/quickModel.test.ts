import { expect, test } from 'vitest';
import type { Latency } from '../../../../src/routing/models/latency.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import { parseRulesSetting } from '../../../../src/routing/policy/parsePolicy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import {
  modelWith,
  policyWith,
  situationWith,
  standingWith,
  taskWith,
  took,
} from '../../../support/tasks.ts';

const names = ['fast', 'balanced', 'reasoning'];
const usedBy = (use: unknown) =>
  policyWith(parseRulesSetting([{ name: 'quick', when: {}, use }], names));
// Ids of which the first tries no unknown model.
const calm = 'task';
function asked(
  use: unknown,
  latencies: Record<string, Latency>,
  { task, ...situation }: Partial<Situation> & { task?: Partial<Task> } = {},
) {
  const given = taskWith({ id: calm, ...task });
  const decision = decide(
    given,
    situationWith({
      policy: usedBy(use),
      latencies: new Map(Object.entries(latencies)),
      ...situation,
    }),
  );
  const [choice] = choicesOf(decision.plan);
  return { model: choice?.model.reference, says: explain(given, decision), decision };
}

const all = { 'p/small': took(3000), 'p/medium': took(1200), 'p/large': took(9000) };

test('the fastest measured model of all tiers is asked, and the reason says the figures', () => {
  expect(asked('fastest', all).says).toBe(
    'Refactor goes to balanced (medium): your rule “quick”, the fastest of 3 measured (measured: 1.2 s for a whole answer, median of 20).',
  );
});

test('only the named tiers are compared, by the time to the first token if asked', () => {
  const first = (ms: number) => ({ ...took(9), firstToken: { ms, answers: 7 } });
  const latencies = { 'p/small': first(900), 'p/medium': first(100), 'p/large': first(400) };
  const use = { fastest: ['fast', 'reasoning'], by: 'firstToken' };
  expect(asked(use, latencies).says).toContain(
    'reasoning (large): your rule “quick”, the fastest of 2 measured (measured: 0.4 s to the first token, median of 7).',
  );
});

test('a model with too few answers is not known, and that is said', () => {
  const few = { total: { ms: 10, answers: 2 } };
  const { model, says } = asked('fastest', { ...all, 'p/small': few });
  expect(model).toBe('p/medium');
  expect(says).toContain('the fastest of 2 measured, 1 not measured yet (');
  expect(asked('fastest', { ...all, 'p/small': { total: { ms: 10, answers: 3 } } }).model).toBe(
    'p/small',
  );
});

test('while nothing is measured, the first that is ready is asked', () => {
  const { model, says } = asked('fastest', {});
  expect(model).toBe('p/small');
  expect(says).toContain('none is measured yet, so the first that is ready is asked.');
});

test('about one task in ten tries a model that is not known, always the same task', () => {
  const known = { 'p/medium': took(1000) };
  const ids = Array.from({ length: 1000 }, (_, n) => `id ${n}`);
  const tried = ids.filter((id) => asked('fastest', known, { task: { id } }).model !== 'p/medium');
  expect(tried.length).toBeGreaterThan(70);
  expect(tried.length).toBeLessThan(130);
  const models = tried.map((id) => asked('fastest', known, { task: { id } }).model);
  expect(new Set(models)).toEqual(new Set(['p/small', 'p/large']));
  expect(asked('fastest', known, { task: { id: tried[0]! } }).says).toContain(
    'not measured yet and tried now and then, to know how fast it is',
  );
});

test('gates beside it check the answer, and a budget that lowers the tier comes first', () => {
  const gated = asked({ fastest: names, gates: ['syntax'] }, all).decision;
  expect(gated.plan).toMatchObject({ kind: 'cascade', gates: ['syntax'] });
  expect(choicesOf(gated.plan).map(({ tier }) => tier)).toEqual(['balanced']);
  const lowered = asked('fastest', all, { budgets: [standingWith({ spentNanoUsd: 5e9 })] });
  expect(lowered.model).toBe('p/small');
  expect(lowered.decision).not.toHaveProperty('speed');
});

test('what cannot be compared is told at its place', () => {
  const problemsOf = (use: unknown) => parseRulesSetting([{ when: {}, use }], names).problems;
  expect(problemsOf({ fastest: ['fats'] })).toMatchObject([{ path: [0, 'use', 'fastest', 0] }]);
  expect(problemsOf({ fastest: [] })).toMatchObject([{ path: [0, 'use', 'fastest'] }]);
  expect(problemsOf({ fastest: ['fast'], by: 'luck' })).toMatchObject([
    { path: [0, 'use', 'by'], message: 'Write one of firstToken, total.' },
  ]);
  expect(problemsOf('fastest')).toEqual([]);
});

const two = {
  policy: policyWith({
    tiers: toTiers({ balanced: ['p/medium', 'p/small', 'p/large'] }),
    rules: [],
  }),
  latencyBudgets: { refactor: 10 },
};
const within = (latencies: Record<string, Latency>, more: Partial<Situation> = {}) =>
  asked('fastest', latencies, { ...two, ...more });

test('a latency budget takes a faster model of the tier when the usual one exceeds it', () => {
  const { model, says } = within({ 'p/medium': took(12_400), 'p/large': took(3100) });
  expect(model).toBe('p/large');
  expect(says).toBe(
    'Refactor goes to balanced (large): no rule names this task, so the default tier is used, you want an answer within 10 s, and medium takes longer (measured: 12.4 s for a whole answer, median of 20) than this one (measured: 3.1 s for a whole answer, median of 20).',
  );
});

test.each<[string, Record<string, Latency>, Partial<Situation>, string]>([
  [
    'the usual model when it keeps the budget',
    { 'p/medium': took(10_000), 'p/small': took(1) },
    {},
    'p/medium',
  ],
  ['the usual model when it is not measured', { 'p/small': took(1) }, {}, 'p/medium'],
  ['the usual model when no other is measured', { 'p/medium': took(12_000) }, {}, 'p/medium'],
  [
    'the usual model when others are slower',
    { 'p/medium': took(12_000), 'p/small': took(13_000) },
    {},
    'p/medium',
  ],
  [
    'the first of the tier that keeps the budget',
    { 'p/medium': took(12_000), 'p/small': took(9000), 'p/large': took(10) },
    {},
    'p/small',
  ],
  [
    'the faster one when none keeps the budget',
    { 'p/medium': took(30_000), 'p/small': took(20_000), 'p/large': took(15_000) },
    {},
    'p/large',
  ],
  [
    'the usual model without a budget',
    { 'p/medium': took(12_000), 'p/small': took(10) },
    { latencyBudgets: {} },
    'p/medium',
  ],
])('one model is asked: %s', (_, latencies, more, model) => {
  expect(within(latencies, more).model).toBe(model);
});

test('a dearer model of the tier is not asked for its speed, nor is any in a cascade', () => {
  const dear = { from: '2026-01-01', source: 'test', input: 9e9, output: 9e9 };
  const models = [modelWith('p/medium'), modelWith('p/small', { prices: [dear] })];
  const catalog = new Map(models.map((model) => [model.reference, model]));
  const latencies = { 'p/medium': took(12_000), 'p/small': took(10) };
  expect(within(latencies, { catalog }).model).toBe('p/medium');
  expect(within(latencies).model).toBe('p/small');
  const cascade = asked(
    { cascade: ['fast', 'balanced'] },
    { 'p/small': took(12_000) },
    {
      latencyBudgets: { refactor: 10 },
    },
  );
  expect(cascade.decision).not.toHaveProperty('speed');
});
