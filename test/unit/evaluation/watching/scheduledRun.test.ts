import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepOrder } from '../../../../src/evaluation/run/batches/batchOrder.ts';
import { lookAtEvaluation } from '../../../../src/evaluation/watching/lookAtEvaluation.ts';
import { isFirst } from '../../../../src/evaluation/watching/once.ts';
import { runScheduled } from '../../../../src/evaluation/watching/scheduledRun.ts';
import type { WatchSettings } from '../../../../src/evaluation/watching/watchSettings.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { modelWith } from '../../../support/tasks.ts';
import {
  keepReport,
  pinnedToFast,
  type PlantedCall,
  triage,
  type WatchWorld,
  watchWorld,
} from '../../../support/watchWorld.ts';

const weekly: WatchSettings = {
  everyDays: 7,
  whenStale: true,
  monthlyNanoUsd: 100,
  maxAgeDays: 90,
};
const november = { fromMs: Date.UTC(2026, 10, 1), untilMs: Date.UTC(2026, 11, 1) };
const third = Date.UTC(2026, 10, 3);
const both = { fast: [48, 50], balanced: [50, 50] } as const;

/** A workspace whose evaluation was run on 3 November, and today is the 11th. */
function eightDaysLater(calls: readonly PlantedCall[] = []): WatchWorld {
  const world = watchWorld();
  keepReport(world, { runId: 'first', endedAtMs: third, passes: both });
  world.now = third + 8 * dayMs;
  world.run = { ...world.run, calls };
  return world;
}

function parts(world: WatchWorld, settings: Partial<WatchSettings> = {}, month = november) {
  return {
    watch: world.watch,
    settings: { ...weekly, ...settings },
    folder: join(world.folder, 'watching'),
    month,
    now: () => world.now,
  };
}
const never = new AbortController().signal;

test('an evaluation is run again on its day, once, and says what it did', async () => {
  const world = eightDaysLater([{ worst: 60, cost: 40 }]);
  const done = await runScheduled(parts(world), never);
  expect(done).toMatchObject({ kind: 'ran', due: { how: 'again' } });
  expect(done.kind === 'ran' && done.summary).toMatch(
    /^triage was run again by itself, because its last run was 8 days ago\. It cost \$0\.000000040; such runs have cost \$0\.000000040 in this month\. /,
  );
  expect(world.ran).toMatchObject([{ candidates: ['fast', 'balanced'] }]);
  expect(await runScheduled(parts(world), never)).toEqual({ kind: 'nothingDue' });
});

test('a pinned model is watched with fresh answers: alone, on every fixture, in a folder of the day', async () => {
  const world = eightDaysLater();
  world.policy = pinnedToFast;
  expect(await runScheduled(parts(world), never)).toMatchObject({ due: { how: 'watch' } });
  expect(world.ran).toEqual([
    {
      folder: join(world.folder, 'facts', 'watch', 'triage', '2026-11-11'),
      candidates: ['fast'],
      limits: { maxUsd: 100e-9, wholeGrid: true },
    },
  ]);
});

test('a watch run that finds the model worse raises the alarm at the next look, again and again', async () => {
  const world = eightDaysLater();
  world.policy = pinnedToFast;
  world.run = { ...world.run, report: { passes: { fast: [30, 50] } } };
  await runScheduled(parts(world), never);
  const look = async () => {
    const host = await world.watch.host({ mayAsk: false });
    return lookAtEvaluation(triage, { watch: world.watch, host, maxAgeDays: 90 }, world.now);
  };
  const { alarm, pinned, stale } = await look();
  expect([pinned?.id, stale]).toEqual(['fast', []]);
  expect(alarm).toMatchObject({ now: { passed: 30, cases: 50 }, before: { passed: 48 } });
  expect((await look()).alarm?.key).toBe(alarm!.key);
});

test('it never costs more than the cap of the month, over several runs, and asks nobody', async () => {
  const world = eightDaysLater(Array.from({ length: 20 }, () => ({ worst: 30, cost: 9 })));
  for (let run = 0; run < 3; run += 1) {
    expect((await runScheduled(parts(world), never)).kind).toBe('ran');
    world.now += 8 * dayMs;
  }
  const total = world.paid.reduce((sum, cost) => sum + cost, 0);
  expect(total).toBeGreaterThan(60);
  expect(total).toBeLessThanOrEqual(100);
  expect(world.asked).toBe(0);
});

test('a new month has its own cap, and practice money an account of its own', async () => {
  const calls = [
    { worst: 90, cost: 90 },
    { worst: 90, cost: 80, simulated: true },
    { worst: 90, cost: 90 },
  ];
  const world = eightDaysLater(calls);
  await runScheduled(parts(world), never);
  expect(world.paid).toEqual([90, 80]);
  world.now = Date.UTC(2026, 11, 2);
  const december = { fromMs: Date.UTC(2026, 11, 1), untilMs: Date.UTC(2027, 0, 1) };
  await runScheduled(parts(world, {}, december), never);
  expect(world.paid).toEqual([90, 80, 90, 80]);
});

test('of two windows one runs, and the cap holds for both together', async () => {
  const world = eightDaysLater(Array.from({ length: 8 }, () => ({ worst: 20, cost: 20 })));
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: free, resolve: release } = Promise.withResolvers<void>();
  world.run = {
    ...world.run,
    async reserved() {
      begin();
      await free;
    },
  };
  const first = runScheduled(parts(world), never);
  await begun;
  expect(await runScheduled(parts(world), never)).toEqual({ kind: 'elsewhere' });
  release();
  expect((await first).kind).toBe('ran');
  world.now += 8 * dayMs;
  await runScheduled(parts(world), never);
  expect(world.paid.reduce((sum, cost) => sum + cost, 0)).toBe(100);
});

test('a call whose window died counts at its worst case', async () => {
  const world = eightDaysLater([{ worst: 70, cost: 1 }]);
  const abort = new AbortController();
  world.run = {
    ...world.run,
    async reserved() {
      abort.abort();
    },
  };
  await expect(runScheduled(parts(world), abort.signal)).rejects.toThrow('aborted');
  world.run = { calls: [{ worst: 40, cost: 1 }], report: world.run.report };
  world.now += dayMs;
  await runScheduled(parts(world), never);
  expect(world.paid).toEqual([]);
  world.run = { calls: [{ worst: 30, cost: 1 }], report: world.run.report };
  world.now += 8 * dayMs;
  await runScheduled(parts(world), never);
  expect(world.paid).toEqual([1]);
});

test('a run that cannot be made is not tried again on the same day', async () => {
  const world = eightDaysLater();
  const watch = {
    ...world.watch,
    runner: {
      ...world.watch.runner,
      planRun: async () => {
        throw new Error('No candidate can be asked. Set a key.');
      },
    },
  };
  const failing = { ...parts(world), watch };
  expect(await runScheduled(failing, never)).toMatchObject({
    kind: 'failed',
    summary:
      'triage was to be run because its last run was 8 days ago, and could not: No candidate can be asked. Set a key.',
  });
  expect(await runScheduled(failing, never)).toEqual({ kind: 'nothingDue' });
  world.now += dayMs;
  expect((await runScheduled(failing, never)).kind).toBe('failed');
});

test('with a cap of 0, only free calls are made', async () => {
  const world = eightDaysLater([
    { worst: 1, cost: 1 },
    { worst: 0, cost: 0 },
  ]);
  await runScheduled(parts(world, { monthlyNanoUsd: 0 }), never);
  expect(world.paid).toEqual([0]);
});

test('a stale result is run again before its day', async () => {
  const world = eightDaysLater();
  world.now = third + dayMs;
  expect(await runScheduled(parts(world), never)).toEqual({ kind: 'nothingDue' });
  world.fingerprint = { ...world.fingerprint, prompts: 'another' };
  expect(await runScheduled(parts(world, { whenStale: false }), never)).toEqual({
    kind: 'nothingDue',
  });
  expect(await runScheduled(parts(world), never)).toMatchObject({ due: { how: 'again' } });
});

test('the first to tell something is the only one, in all windows and after a restart', async () => {
  const told = join(watchWorld().folder, 'told');
  const windows = await Promise.all(Array.from({ length: 8 }, () => isFirst(told, 'alarm 1')));
  expect(windows.filter(Boolean)).toHaveLength(1);
  expect([await isFirst(told, 'alarm 1'), await isFirst(told, 'alarm 2')]).toEqual([false, true]);
});

test('an evaluation that runs a command is left to the developer', async () => {
  const world = eightDaysLater();
  const gates = [{ kind: 'gate', gate: 'command' }] as const;
  const evaluations = async () => [{ ...triage, scorers: gates }];
  const watch = { ...world.watch, evaluations };
  expect(await runScheduled({ ...parts(world), watch }, never)).toEqual({ kind: 'nothingDue' });
});

/** Keeps a batch of the evaluation that an earlier window has left. */
async function leaveBatch({ folder }: WatchWorld, job: string): Promise<void> {
  const choice = { tier: 'fast', model: modelWith('p/small') };
  const fact = { requestId: job, sessionId: 's', atMs: third, workspace: 'w', subject: 's' };
  await keepOrder(join(folder, 'facts'), 'triage', {
    job,
    runId: 'left',
    candidateId: 'fast',
    options: { batch: 'schedule' },
    startedAtMs: third,
    fact: { ...fact, taskType: 'docs', reason: 'r' },
    choice,
    requests: [],
  });
}

const busy = () => false;

test('while no run may begin, only a batch that was left is gone on with', async () => {
  const world = eightDaysLater();
  const working = { ...parts(world), mayBegin: busy };
  expect(await runScheduled(working, never)).toEqual({ kind: 'nothingDue' });
  await leaveBatch(world, 'one');
  expect(await runScheduled(working, never)).toMatchObject({
    kind: 'ran',
    due: { how: 'again', why: 'its batch is under way' },
  });
  expect(world.ran).toMatchObject([{ limits: { batch: 'schedule', resume: 'left' } }]);
  expect(await runScheduled(working, never)).toEqual({ kind: 'nothingDue' });
});

test('a batch that stays open after its run is gone on with on the next day, and another one at once', async () => {
  const world = eightDaysLater();
  const working = { ...parts(world), mayBegin: busy };
  await leaveBatch(world, 'one');
  const ran = async () => (await runScheduled(working, never)).kind;
  expect([await ran(), await ran()]).toEqual(['ran', 'nothingDue']);
  await leaveBatch(world, 'two');
  expect([await ran(), await ran()]).toEqual(['ran', 'nothingDue']);
  world.now += dayMs;
  expect(await ran()).toBe('ran');
});

test('a batch whose run was stopped is gone on with at once', async () => {
  const world = eightDaysLater();
  await leaveBatch(world, 'one');
  const closes = new AbortController();
  const { runner } = world.watch;
  const closing: typeof runner = {
    ...runner,
    async runEvaluation(...given) {
      closes.abort();
      return runner.runEvaluation(...given);
    },
  };
  const watch = { ...world.watch, runner: closing };
  await runScheduled({ ...parts(world), watch }, closes.signal);
  expect((await runScheduled({ ...parts(world), mayBegin: busy }, never)).kind).toBe('ran');
});
