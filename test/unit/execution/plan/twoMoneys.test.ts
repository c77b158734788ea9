import { expect, test } from 'vitest';
import { startCapTracker } from '../../../../src/execution/plan/caps.ts';
import { run } from '../../../../src/execution/run.ts';
import { whatIf } from '../../../../src/execution/workflow/compare/whatIf.ts';
import { spentIn, traceOf } from '../../../../src/execution/workflow/journal/trace.ts';
import { createMeter } from '../../../../src/execution/spendMeter.ts';
import type { Choice } from '../../../../src/routing/decision.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { bothWrong, playCascade } from '../../../support/playCascade.ts';
import {
  asked,
  costOfOne,
  drain,
  rung,
  says,
  scriptedWorld,
  writes,
} from '../../../support/scriptedRun.ts';
import { modelWith, situationWith, taskWith } from '../../../support/tasks.ts';
import { endings, played, workflowFrom, workflowWorld } from '../../../support/workflowWorld.ts';
import { reservationFact, settlementFact } from '../../ledger/exampleFacts.ts';

const practice = (tier: string): Choice => ({
  tier,
  model: modelWith(`p/${tier}`, { simulated: true }),
});

test('a cap on money is held by each kind of money on its own', () => {
  const signal = new AbortController().signal;
  const allowance = startCapTracker({ attempts: 9, nanoUsd: 10 }, () => 0, signal);
  allowance.add({ real: 3, practice: 10 });
  expect([allowance.left('real'), allowance.left('practice')]).toEqual([7, 0]);
  expect([allowance.reachedCap('real'), allowance.reachedCap('practice')]).toEqual([
    undefined,
    'money',
  ]);
});

test('practice rungs that have used the cap up leave all of it to a real one', async () => {
  const nanoUsd = 2_000_000;
  const expensive = modelWith('p/fast', {
    simulated: true,
    prices: [{ from: '2026-01-01', source: 'test', input: 100e9, output: 500e9 }],
  });
  const world = await playCascade(bothWrong, {
    plan: {
      ladder: [{ tier: 'fast', model: expensive }, rung('reasoning')],
      caps: { attempts: 2, nanoUsd },
      retry: true,
    },
  });
  // No practice money is left to ask again.
  expect(asked(world).slice(0, 2)).toEqual(['p/fast', 'p/reasoning']);
  const worst = world.reservations[1]!.worstCaseNanoUsd!;
  // All the money goes to the answer, except for less than the price of a token.
  expect(worst).toBeLessThanOrEqual(nanoUsd);
  expect(worst).toBeGreaterThan(nanoUsd - 5_000);
});

const fact = {
  requestId: 'request',
  sessionId: 's',
  atMs: 0,
  workspace: 'w',
  subject: 's',
  taskType: 'refactor',
  reason: 'r',
};
test.each<[string, Choice, boolean, boolean]>([
  ['a real call against a real model', rung('fast'), false, true],
  ['a practice call against a practice model', practice('fast'), true, true],
  ['no real call against practice prices', rung('fast'), true, false],
  ['no practice call against real prices', practice('fast'), false, false],
])('savings are measured: %s', async (_, choice, simulated, isMeasured) => {
  const world = scriptedWorld({ 'p/fast': [writes('right')] });
  const request = {
    task: taskWith(),
    fact,
    gates: new Map(),
    maxOutputTokens: 1000,
    plan: { kind: 'direct', choice } as const,
    baseline: modelWith('p/top', { simulated }),
  };
  await drain(run(request, world.context, world.controller.signal));
  expect(world.settlements.map(({ baseline }) => baseline !== undefined)).toEqual([isMeasured]);
});

/** The fast tier has a practice model, the others have real ones. */
const mixed = (): Partial<Situation> => {
  const { catalog } = situationWith();
  const small = modelWith('p/small', { simulated: true });
  return { catalog: new Map([...catalog, [small.reference, small]]) };
};
const chain = `
description: Trial
maxUsd: 0.0006
steps:
  one: { prompt: a, model: fast }
  two: { prompt: b, model: fast }
  three: { prompt: c, model: reasoning }
  four: { prompt: d, model: reasoning }
`;
const four = { 'p/small': [says('1'), says('2')], 'p/large': [says('3'), says('4')] };

test('the limit of a workflow holds for each kind of money, and its sums are kept apart', async () => {
  const world = workflowWorld(four, { situation: mixed() });
  const { events, end } = await played({ workflow: await workflowFrom(chain) }, world);
  // Of one kind a third call would not fit: see the same limit in limits.test.ts.
  expect(endings(events)).toEqual(['one: done', 'two: done', 'three: done', 'four: done']);
  expect(end).toMatchObject({ spentNanoUsd: 2 * costOfOne, practiceNanoUsd: 2 * costOfOne });

  const trace = traceOf(events);
  const two = { nanoUsd: 2 * costOfOne, isEstimated: false, unknownCalls: 0 };
  expect(spentIn(trace)).toEqual({ ...two, practice: two });
  expect(spentIn(trace, 'one')).toMatchObject({ nanoUsd: 0, practice: { nanoUsd: costOfOne } });

  const one = { real: 0, practice: costOfOne };
  const answer = whatIf(trace, { situation: situationWith(mixed()), everywhere: 'reasoning' });
  expect(answer.steps[0]).toMatchObject({
    was: one,
    would: { low: { real: costOfOne, practice: 0 }, high: { real: costOfOne, practice: 0 } },
  });
  expect(answer).toMatchObject({
    was: { real: 2 * costOfOne, practice: 2 * costOfOne },
    would: { high: { real: 4 * costOfOne, practice: 0 } },
  });
});

test('what is reserved and what is left of a run’s limit is of one kind of money', async () => {
  const meter = createMeter({ name: 'run', capNanoUsd: 10_000 });
  const call = (attemptId: string, simulated: boolean, worstCaseNanoUsd: number) =>
    meter.reserve(reservationFact({ attemptId, simulated, worstCaseNanoUsd }));
  expect(call('practice', true, 10_000)).toBeUndefined();
  expect(call('real', false, 9_000)).toBeUndefined();
  const over = call('more practice', true, 1)!;
  expect(over).toMatchObject({ spentNanoUsd: 10_000, simulated: true });
  meter.settle(
    settlementFact({ attemptId: 'practice', cost: { source: 'reported', nanoUsd: 10_000 } }),
  );
  expect([meter.left('real'), meter.left('practice')]).toEqual([10_000, 0]);
  expect(meter.spent()).toEqual({ real: 0, practice: 10_000 });
  // The real call that still runs leaves no room for a practice call when it ends.
  expect(await meter.hasRoomLater(over, new AbortController().signal)).toBe(false);
});
