import { expect, test } from 'vitest';
import type { BudgetGuard } from '../../../src/execution/budgetGuard.ts';
import { cascade } from '../../../src/execution/plan/cascade.ts';
import type { GatedRequest } from '../../../src/execution/plan/gatedAttempt.ts';
import { speculate } from '../../../src/execution/plan/speculate.ts';
import { run } from '../../../src/execution/run.ts';
import type { Limit } from '../../../src/ledger/facts.ts';
import type { Cascade, Speculation } from '../../../src/routing/decision.ts';
import {
  asked,
  drain,
  noWrongs,
  rung,
  type Script,
  scriptedWorld,
  writes,
} from '../../support/scriptedRun.ts';
import { taskWith } from '../../support/tasks.ts';

const limitOf = (capNanoUsd: number): Limit => ({
  budgetId: '$1.00 per day',
  capNanoUsd,
  span: { fromMs: 0 },
});

/** A budget guard with one limit. Each answer is the new cap, or undefined to refuse the call. */
function guardWith(capNanoUsd: number, ...answers: (number | undefined)[]) {
  let cap = capNanoUsd;
  const refused: string[] = [];
  const budgetGuard: BudgetGuard = {
    limits: () => [limitOf(cap)],
    async askToRaise({ limit }) {
      refused.push(limit.budgetId);
      const answer = answers.shift();
      cap = answer ?? cap;
      return answer !== undefined;
    },
  };
  return { budgetGuard, refused };
}

const fact = {
  requestId: 'request',
  sessionId: 's',
  atMs: 0,
  workspace: 'w',
  subject: 's',
  taskType: 'refactor',
  reason: 'r',
};

const direct = async (
  script: Script,
  budgetGuard: BudgetGuard,
  options?: { ledgerBroken: boolean },
) => {
  const world = scriptedWorld(script, options);
  const request = {
    task: taskWith(),
    fact,
    budgetGuard,
    gates: new Map(),
    maxOutputTokens: 1000,
    plan: { kind: 'direct', choice: rung('fast') } as const,
  };
  const { events } = await drain(run(request, world.context, world.controller.signal));
  const last = events.at(-1);
  return { ...world, end: last?.kind === 'finished' ? last.end : undefined };
};

test('a call that a budget allows is made', async () => {
  const { budgetGuard, refused } = guardWith(1e9);
  const world = await direct({ 'p/fast': [writes('right')] }, budgetGuard);
  expect(world.log).toContain('call p/fast');
  expect(refused).toEqual([]);
});

test('a call that no budget allows is never sent, and leaves nothing in the ledger', async () => {
  const { budgetGuard, refused } = guardWith(1, undefined);
  const world = await direct({}, budgetGuard);
  expect(world.log).toEqual(['request', 'refuse p/fast']);
  expect(world.end).toMatchObject({ outcome: 'failed', error: { kind: 'overBudget' } });
  expect(refused).toEqual(['$1.00 per day']);
});

test('a ledger that cannot be written keeps no budget: under one nothing is sent', async () => {
  const { budgetGuard, refused } = guardWith(1e9);
  const world = await direct({}, budgetGuard, { ledgerBroken: true });
  expect(world.calls).toEqual([]);
  expect(world.end).toMatchObject({ outcome: 'failed', error: { kind: 'overBudget' } });
  expect(world.end?.error?.message).toContain('ledger cannot be written');
  expect(refused).toEqual([]);
});

test('a ledger that cannot be written holds up no call that is under no budget', async () => {
  const free: BudgetGuard = { ...guardWith(1).budgetGuard, limits: () => [] };
  const world = await direct({ 'p/fast': [writes('right')] }, free, { ledgerBroken: true });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end?.outcome).toBe('complete');
});

test('with a raised budget the call goes on where it was', async () => {
  const { budgetGuard } = guardWith(1, 1e9);
  const world = await direct({ 'p/fast': [writes('right')] }, budgetGuard);
  expect(world.log.slice(0, 4)).toEqual([
    'request',
    'refuse p/fast',
    'reserve p/fast',
    'call p/fast',
  ]);
  expect(world.end?.outcome).toBe('complete');
});

test('a run that is cancelled while it is asked about ends as cancelled, and keeps nothing', async () => {
  const world = scriptedWorld({});
  const budgetGuard: BudgetGuard = {
    limits: () => [limitOf(1)],
    askToRaise(_, signal) {
      world.controller.abort();
      return Promise.reject(signal.reason as Error);
    },
  };
  const running = run(
    {
      task: taskWith(),
      budgetGuard,
      gates: new Map(),
      maxOutputTokens: 1000,
      fact,
      plan: { kind: 'direct', choice: rung('fast') },
    },
    world.context,
    world.controller.signal,
  );
  const { events } = await drain(running);
  expect(events.at(-1)).toMatchObject({ kind: 'finished', end: { outcome: 'cancelled' } });
  expect(world.log).toEqual(['request', 'refuse p/fast']);
});

test('a budget that was not raised enough is asked about again', async () => {
  const { budgetGuard, refused } = guardWith(1, 2, 1e9);
  await direct({ 'p/fast': [writes('right')] }, budgetGuard);
  expect(refused).toHaveLength(2);
});

const checked = {
  ladder: [rung('fast'), rung('reasoning')],
  gates: ['command'],
  judges: [],
  caps: { attempts: 9 },
} as const;
const requestWith = <Plan extends Cascade | Speculation>(
  plan: Plan,
  budgetGuard: BudgetGuard,
): GatedRequest<Plan> => ({
  requestId: 'request',
  task: taskWith(),
  plan,
  budgetGuard,
  maxOutputTokens: 1000,
  gates: new Map([['command', noWrongs]]),
});

test('a cascade ends at the rung that no budget allows, and keeps what it has', async () => {
  const world = scriptedWorld({ 'p/fast': [writes('wrong')] });
  const { budgetGuard, refused } = guardWith(6_000_000, undefined);
  const plan: Cascade = { kind: 'cascade', ...checked, retry: false, raiseEffort: false };
  const running = cascade(requestWith(plan, budgetGuard), world.context, world.controller.signal);
  const { end } = await drain(running);
  expect(asked(world)).toEqual(['p/fast']);
  expect(refused).toHaveLength(1);
  expect(end.choice.tier).toBe('fast');
  expect(end.text).toContain('wrong');
});

test('a speculation goes on with the rungs that the budget allows', async () => {
  const world = scriptedWorld({ 'p/fast': [writes('right')] });
  const { budgetGuard } = guardWith(6_000_000, undefined);
  const plan: Speculation = { kind: 'speculation', ...checked };
  const running = speculate(requestWith(plan, budgetGuard), world.context, world.controller.signal);
  const { end } = await drain(running);
  expect(asked(world)).toEqual(['p/fast']);
  expect(end.outcome).toBe('complete');
});
