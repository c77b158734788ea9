import { expect, test } from 'vitest';
import type { BudgetGuard } from '../../../../src/execution/budgetGuard.ts';
import { run } from '../../../../src/execution/run.ts';
import { drain, rung, scriptedWorld, text, type Answer } from '../../../support/scriptedRun.ts';
import { taskWith } from '../../../support/tasks.ts';

const limit = { budgetId: '$1.00 per day', capNanoUsd: 1, span: { fromMs: 0 } };
const fact = {
  requestId: 'request',
  sessionId: 's',
  atMs: 0,
  workspace: 'w',
  subject: 's',
  taskType: 'refactor',
  reason: 'r',
};

function play(answers: readonly Answer[], budgetGuard?: BudgetGuard) {
  const world = scriptedWorld({ 'p/fast': answers });
  const request = {
    task: taskWith(),
    fact,
    gates: new Map(),
    maxOutputTokens: 1000,
    plan: { kind: 'direct', choice: rung('fast') } as const,
    ...(budgetGuard && { budgetGuard }),
  };
  return { ...world, events: run(request, world.context, world.controller.signal) };
}

/** Exceeds its budget with every call; `ask` stands for the question to the developer. */
const overBudget = (ask: BudgetGuard['askToRaise']): BudgetGuard => ({
  limits: () => [limit],
  askToRaise: ask,
});

test('a question about a budget that breaks allows nothing, and is reported', async () => {
  const bug = new TypeError('x is undefined');
  const budgetGuard = overBudget(() => Promise.reject(bug));
  const { events, calls, bugs } = play([], budgetGuard);
  const { events: seen } = await drain(events);
  expect(seen.at(-1)).toMatchObject({ kind: 'finished', end: { error: { kind: 'overBudget' } } });
  expect(calls).toEqual([]);
  expect(bugs).toEqual([bug]);
});

test('a question that the developer cancels is no bug', async () => {
  const world = play(
    [],
    overBudget((_, signal) => {
      world.controller.abort();
      return Promise.reject(signal.reason as Error);
    }),
  );
  const { events } = await drain(world.events);
  expect(events.at(-1)).toMatchObject({ kind: 'finished', end: { outcome: 'cancelled' } });
  expect(world.bugs).toEqual([]);
});

test('a question that breaks while the run is cancelled is a bug all the same', async () => {
  const bug = new TypeError('x is undefined');
  const world = play(
    [],
    overBudget(() => {
      world.controller.abort();
      return Promise.reject(bug);
    }),
  );
  await drain(world.events);
  expect(world.bugs).toEqual([bug]);
});

/** Writes a word. Once cancelled, throws what `thrown` makes of the signal. */
function endsWith(cancel: () => void, thrown: (signal: AbortSignal) => unknown): Answer {
  return async function* answer(_, signal) {
    yield text('half');
    cancel();
    throw thrown(signal);
  };
}

test('a bug of a provider is thrown, also when the run was cancelled, and its call is settled', async () => {
  const bug = new TypeError('x is undefined');
  const world = play([
    endsWith(
      () => world.controller.abort(),
      () => bug,
    ),
  ]);
  await expect(drain(world.events)).rejects.toBe(bug);
  expect(world.settlements).toHaveLength(1);
});

test('a provider that ends with the reason of the signal was cancelled', async () => {
  const world = play([
    endsWith(
      () => world.controller.abort(),
      (signal) => signal.reason,
    ),
  ]);
  const { events } = await drain(world.events);
  expect(events.at(-1)).toMatchObject({ kind: 'finished', end: { outcome: 'cancelled' } });
  expect(world.bugs).toEqual([]);
});
