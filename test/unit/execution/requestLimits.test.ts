import { expect, test } from 'vitest';
import type { BudgetGuard, UnpricedPermission } from '../../../src/execution/budgetGuard.ts';
import { kitOf } from '../../../src/execution/gates/gate.ts';
import { decideRequest, type RequestEvent, runRequest } from '../../../src/execution/request.ts';
import type { OverLimit, ReservationFact } from '../../../src/ledger/facts.ts';
import { usualLimits } from '../../../src/routing/budgets/requestLimits.ts';
import type { SpendingLimits } from '../../../src/routing/budgets/requestLimits.ts';
import type { Rule } from '../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../src/routing/situation.ts';
import {
  type Answer,
  asked,
  costOfOne,
  hangs,
  noWrongs,
  type Script,
  scriptedWorld,
  writes,
} from '../../support/scriptedRun.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../support/tasks.ts';

const none: BudgetGuard = { limits: () => [], askToRaise: async () => false };

/** A request of the task that a rule of the repository is about. */
async function played(
  script: Script,
  use: Rule['use'],
  {
    limits = {},
    budgetGuard = none,
    situation = {},
  }: {
    readonly limits?: Partial<SpendingLimits>;
    readonly budgetGuard?: BudgetGuard;
    readonly situation?: Partial<Situation>;
  } = {},
) {
  const world = scriptedWorld(script);
  const rule: Rule = { name: 'theirs', when: {}, use, origin: 'repository' };
  const decided = decideRequest(
    taskWith(),
    situationWith({
      policy: policyWith({ rules: [rule] }),
      limits: { ...usualLimits, request: { ...usualLimits.request, ...limits } },
      ...situation,
    }),
  );
  const { decision, task } = decided;
  const { plan } = decision;
  if (plan.kind === 'refuse') throw new Error(JSON.stringify(plan));
  const request = {
    task,
    decision,
    plan,
    asker: { requestId: 'request', sessionId: 's', workspace: 'w', subject: 's' },
    maxOutputTokens: 1000,
    budgetGuard,
    gates: async () => kitOf([noWrongs]),
  };
  const events: RequestEvent[] = [];
  for await (const event of runRequest(request, world.context, world.controller.signal)) {
    events.push(event);
  }
  const last = events.at(-1);
  return { ...world, plan, end: last?.kind === 'finished' ? last.end : undefined };
}

const wrongs = Array<Answer>(50).fill(writes('wrong'));
const everything: Script = { 'p/small': wrongs, 'p/medium': wrongs, 'p/large': wrongs };
const dearest = {
  cascade: Array<string>(10).fill('reasoning'),
  retry: true,
  maxAttempts: 10,
  maxUsd: 1000,
  maxSeconds: 1e6,
  gates: ['command'],
} as const;

test('a rule that would try twenty times makes as many calls as the user allows', async () => {
  const { end, ...world } = await played(everything, dearest, { limits: { calls: 3 } });
  expect(asked(world)).toHaveLength(3);
  expect(end?.text).toContain('wrong');
});

test('the caps of a rule are cut to the limits of the user', async () => {
  const { plan } = await played(everything, dearest, {
    limits: { calls: 4, nanoUsd: 5e9, seconds: 60 },
  });
  expect(plan).toMatchObject({ caps: { attempts: 4, nanoUsd: 5e9, seconds: 60 } });
});

test('a rule that would spend a thousand dollars spends what the user allows', async () => {
  // The worst case of a call is about 5,000,000 nano-dollars; the real cost is counted afterwards.
  const nanoUsd = 6_000_000;
  const { settlements } = await played(everything, dearest, { limits: { nanoUsd } });
  const spent = settlements.reduce((sum, { cost }) => sum + (cost.nanoUsd ?? 0), 0);
  expect(spent).toBeLessThanOrEqual(nanoUsd);
  expect(spent).toBeGreaterThanOrEqual(3 * costOfOne);
});

test('stand-ins count as calls', async () => {
  const { end, ...world } = await played({ 'p/large': [writes('x')] }, 'reasoning', {
    limits: { calls: 1 },
  });
  expect(asked(world)).toEqual(['p/large']);
  expect(end?.outcome).toBe('complete');
});

test('no call at all is made where the first one would pass the limit, and the setting is named', async () => {
  const { end, calls } = await played({}, 'reasoning', { limits: { nanoUsd: 0 } });
  expect(calls).toEqual([]);
  expect(end?.error).toMatchObject({ kind: 'overBudget', setting: 'tierwise.limits' });
});

test('a request that takes longer than the user allows ends, and says so', async () => {
  const { end } = await played({ 'p/large': [hangs()] }, 'reasoning', {
    limits: { seconds: 0.05 },
  });
  expect(end).toMatchObject({ outcome: 'failed', error: { setting: 'tierwise.limits' } });
  expect(end?.error?.message).toContain('0.05 s');
});

const unpriced = {
  catalog: new Map([['p/large' as const, modelWith('p/large', { prices: [] })]]),
};

/** A budget of plenty, and what the developer says about a price that nobody knows. */
function budgetWith(...answers: (boolean | UnpricedPermission)[]) {
  const asks: [OverLimit, ReservationFact][] = [];
  const budgetGuard: BudgetGuard = {
    limits: () => [{ budgetId: '$5.00 per day', capNanoUsd: 5e9, span: { fromMs: 0 } }],
    async askToRaise(over, _, call) {
      asks.push([over, call]);
      return answers.shift() ?? false;
    },
  };
  return { budgetGuard, asks };
}

test('a call of unknown price is not sent under a budget, and the text names the setting', async () => {
  const { budgetGuard, asks } = budgetWith(false);
  const { end, calls } = await played({}, 'reasoning', { budgetGuard, situation: unpriced });
  expect(calls).toEqual([]);
  expect(asks).toMatchObject([[{ limit: { budgetId: '$5.00 per day' } }, { model: 'p/large' }]]);
  expect(end?.error).toMatchObject({ kind: 'overBudget', setting: 'tierwise.models' });
  expect(end?.error?.message).toMatch(/price of large is unknown.*worstCaseUsd/);
});

test('allowed once, only that call is made, and its cost stays unknown', async () => {
  const { budgetGuard, asks } = budgetWith({ kind: 'mayCostAnything' }, false);
  const use = { cascade: ['reasoning'], retry: true, gates: ['command'] } as const;
  const { settlements, ...world } = await played(everything, use, {
    budgetGuard,
    situation: unpriced,
  });
  expect(asked(world)).toEqual(['p/large']);
  expect(asks).toHaveLength(2);
  expect(settlements.map(({ cost }) => cost)).toEqual([{ source: 'unknown' }]);
});

test.each([0, 70_000_000])(
  'a worst case of %d is set aside and settled as an estimate',
  async (nanoUsd) => {
    const { budgetGuard } = budgetWith({ kind: 'worstCase', nanoUsd });
    const { reservations, settlements } = await played({ 'p/large': [writes('x')] }, 'reasoning', {
      budgetGuard,
      situation: unpriced,
    });
    expect(reservations).toMatchObject([{ worstCaseNanoUsd: nanoUsd }]);
    expect(settlements).toMatchObject([{ cost: { source: 'estimated', nanoUsd } }]);
  },
);

test('a model with a worst case in the settings is not asked about', async () => {
  const { budgetGuard, asks } = budgetWith();
  const guessed = modelWith('p/large', { prices: [], worstCaseNanoUsd: 0 });
  const { end } = await played({ 'p/large': [writes('x')] }, 'reasoning', {
    budgetGuard,
    situation: { catalog: new Map([[guessed.reference, guessed]]) },
  });
  expect(end?.outcome).toBe('complete');
  expect(asks).toEqual([]);
});

test('a worst case above what is left is refused, however often it is named', async () => {
  const { budgetGuard, asks } = budgetWith(
    { kind: 'worstCase', nanoUsd: 6e9 },
    { kind: 'worstCase', nanoUsd: 6e9 },
    { kind: 'mayCostAnything' },
  );
  const { calls } = await played({}, 'reasoning', { budgetGuard, situation: unpriced });
  expect(calls).toEqual([]);
  expect(asks).toHaveLength(2);
});

test('with no budget, a model of unknown price is asked as before', async () => {
  const { end } = await played({ 'p/large': [writes('x')] }, 'reasoning', { situation: unpriced });
  expect(end).toMatchObject({ outcome: 'complete', cost: { source: 'unknown' } });
});

test.each([
  ['a rule names', { cascade: ['reasoning'], gates: ['command'], maxUsd: 1 } as const, {}],
  ['the user wrote for a request', 'reasoning', { holdsUnknown: true } as const],
])('an amount that %s lets no unknown price pass', async (_what, use, limits) => {
  const { calls, end } = await played({}, use, { limits, situation: unpriced });
  expect(calls).toEqual([]);
  expect(end?.error?.message).toContain('is unknown');
});
