import { expect, test } from 'vitest';
import { expectedCost } from '../../../../src/routing/candidates/expectedCost.ts';
import { budgetLimits, reserveFor } from '../../../../src/routing/decide/budgetLimits.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import {
  modelWith,
  policyWith,
  situationWith,
  standingWith,
  taskWith,
} from '../../../support/tasks.ts';

const large = modelWith('p/large', {
  prices: [{ from: '2026-01-01', source: 'test', input: 10e9, output: 50e9 }],
});
const catalog = new Map([
  ['p/small', modelWith('p/small')],
  ['p/large', large],
]);
const task = taskWith();
const choice = { model: large, tier: 'reasoning' };
const likely = expectedCost(task, { kind: 'direct', choice }, '2026-11-21')!;
const reserve = Math.round((likely.lowNanoUsd + likely.highNanoUsd) / 2);
const under = (nanoUsd: number, situation: Partial<Situation> = {}) =>
  situationWith({ catalog, budgets: [standingWith({ budget: { nanoUsd } })], ...situation });

test('the reserve is the middle of what the strongest tier is likely to cost', () => {
  expect(reserve).toBeGreaterThan(likely.lowNanoUsd);
  expect(reserve).toBeLessThan(likely.highNanoUsd);
  expect(reserveFor(task, under(1))).toBe(reserve);
});

const none: [string, Partial<Situation>][] = [
  ['its price is unknown', { catalog: new Map() }],
  ['no strong model is ready', { policy: policyWith({ tiers: toTiers({ top: ['gone/x'] }) }) }],
  ['there are no tiers', { policy: policyWith({ tiers: [] }) }],
];
test.each(none)('nothing is reserved where %s', (_, situation) => {
  const limits = budgetLimits(task, under(5e9, situation), 'ordinary');
  expect(limits).toMatchObject([{ capNanoUsd: 5e9 }]);
});

const critical = { policy: policyWith({ critical: ['src/**'] }) };
const caps: [string, 'ordinary' | 'kept', cap: number, number, Partial<Situation>?][] = [
  ['an ordinary call leaves the reserve', 'ordinary', 5e9, 5e9 - reserve],
  ['a judge or an escalation may use all', 'kept', 5e9, 5e9],
  ['a critical task may use all', 'ordinary', 5e9, 5e9, critical],
  ['the reserve is a quarter at most', 'ordinary', 1000, 750],
  ['the reserve is rounded down', 'ordinary', 1003, 753],
  ['the reserve may be just a quarter', 'ordinary', 4 * reserve, 3 * reserve],
];
test.each(caps)('%s', (_, kind, nanoUsd, capNanoUsd, situation) => {
  expect(budgetLimits(task, under(nanoUsd, situation), kind)).toEqual([
    { budget: standingWith({ budget: { nanoUsd } }).budget, capNanoUsd },
  ]);
});

test('only the budgets that a task is under hold it', () => {
  const scopes = [{ taskType: 'debug' }, { workspace: 'shop' }, { workspace: 'bookshop' }] as const;
  const budgets = scopes.map((scope) => standingWith({ budget: { nanoUsd: 5e9, ...scope } }));
  const limits = budgetLimits(task, situationWith({ catalog, budgets }), 'kept');
  expect(limits.map(({ budget }) => budget.workspace)).toEqual(['bookshop']);
});

test('without budgets there are no limits', () => {
  expect(budgetLimits(task, situationWith({ catalog }), 'ordinary')).toEqual([]);
});
