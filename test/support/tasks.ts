import type { Latency } from '../../src/routing/models/latency.ts';
import type { Budget, BudgetStanding } from '../../src/routing/budgets/budget.ts';
import type { Model, ModelReference } from '../../src/routing/models/model.ts';
import type { Policy, Rule } from '../../src/routing/policy/policy.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { ProviderFacts, Situation } from '../../src/routing/situation.ts';
import type { Task } from '../../src/routing/task.ts';

/** A task about three lines of a small file; every field may be overridden. */
export function taskWith(fields: Partial<Task> = {}): Task {
  return {
    id: 'task',
    type: 'refactor',
    answerKind: 'edit',
    instruction: 'Make it simpler.',
    language: 'typescript',
    path: 'src/cart.ts',
    fileText: 'a\nb\nc\n',
    target: { startLine: 1, endLine: 3, text: 'a\nb\nc' },
    diagnostics: [],
    earlier: [],
    ...fields,
  };
}

/** A model at one and five USD per million tokens, in force since 2026-01-01. */
export function modelWith(reference: ModelReference, fields: Partial<Model> = {}): Model {
  return {
    reference,
    name: reference.slice(reference.indexOf('/') + 1),
    capabilities: {},
    prices: [{ from: '2026-01-01', source: 'test', input: 1e9, output: 5e9 }],
    simulated: false,
    ...fields,
  };
}

/** A budget of five USD for a session, of which nothing is spent. */
export function standingWith({
  budget,
  ...fields
}: Partial<Omit<BudgetStanding, 'budget'>> & { budget?: Partial<Budget> } = {}): BudgetStanding {
  return {
    budget: { id: '$5.00 per session', period: 'session', nanoUsd: 5e9, ...budget },
    span: { fromMs: 0 },
    spentNanoUsd: 0,
    unknownAttempts: 0,
    practice: { spentNanoUsd: 0, unknownAttempts: 0 },
    ...fields,
  };
}

/** Three tiers of one model each at the provider `p`, which is ready. */
export function situationWith(fields: Partial<Situation> = {}): Situation {
  const models = ['p/small', 'p/medium', 'p/large'].map((each) =>
    modelWith(each as ModelReference),
  );
  return {
    policy: policyWith(),
    catalog: new Map(models.map((model) => [model.reference, model])),
    providers: new Map([['p', readyProvider]]),
    pick: { tier: 'auto', pinned: {} },
    coolingDown: new Map(),
    latencyBudgets: {},
    latencies: new Map(),
    evidence: new Map(),
    budgets: [],
    workspace: 'bookshop',
    nowMs: Date.UTC(2026, 10, 21, 12),
    today: '2026-11-21',
    ...fields,
  };
}

/** A tier for each task type, for tests that are not about the shipped rules. */
export const plainRules: readonly Rule[] = (
  [
    ['routine work is cheap', ['boilerplate', 'docs'], 'fast'],
    ['everyday work is balanced', ['feature', 'refactor', 'test', 'explain'], 'balanced'],
    ['hard thinking needs reasoning', ['debug', 'review', 'design'], 'reasoning'],
  ] as const
).map(([name, taskType, use]) => ({ name, when: { taskType }, use, origin: 'shipped' }));

export function policyWith(fields: Partial<Policy> = {}): Policy {
  return {
    tiers: toTiers({ fast: ['p/small'], balanced: ['p/medium'], reasoning: ['p/large'] }),
    rules: plainRules,
    critical: [],
    ...fields,
  };
}

/** Twenty whole answers with this median, milliseconds. */
export function took(ms: number): Latency {
  return { total: { ms, answers: 20 } };
}

export const readyProvider: ProviderFacts = {
  name: 'P',
  simulated: false,
  state: { state: 'ready' },
};
