import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import * as runner from '../../../../src/evaluation/run/evaluate.ts';
import { readReports } from '../../../../src/evaluation/run/readReports.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import { lookAtEvaluation } from '../../../../src/evaluation/watching/lookAtEvaluation.ts';
import { runScheduled } from '../../../../src/evaluation/watching/scheduledRun.ts';
import type { WatchHost } from '../../../../src/evaluation/watching/watchHost.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import {
  decisionFixtures,
  explainEvaluation,
  openEvaluationWorld,
} from '../../../support/evaluationWorld.ts';

let server: PracticeServer;
// Some hundred calls by HTTP.
vi.setConfig({ testTimeout: 90_000 });
beforeAll(async () => void (server = await startPracticeServer({ pace: 0 })));
afterAll(() => server.close());

/** An evaluation whose result the policy has taken up, over practice models and a real ledger. */
async function watchedWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-watch-runs-'));
  let isWorse = false;
  let evaluation: Evaluation = explainEvaluation({ fixtures: decisionFixtures(50) });
  const world = openEvaluationWorld(server.url, folder, {
    situation: (usual) => ({
      ...usual,
      policy: {
        ...usual.policy,
        rules: [
          {
            name: 'evaluated: explain',
            when: { taskType: ['explain'] },
            use: 'balanced',
            origin: 'repository',
          },
        ],
      },
    }),
    // A model that has become worse: its answers are those of the small one.
    provider: (real) => ({
      id: real.id,
      stream: (call, signal) =>
        real.stream(isWorse ? { ...call, model: 'practice-small' } : call, signal),
    }),
  });
  onTestFinished(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  const watch: WatchHost = {
    runner: { ...runner, readReports },
    evaluations: async () => [evaluation],
    host: async () => world.host,
    policy: async () => world.situation.policy,
    workflow: async () => undefined,
  };
  const signal = new AbortController().signal;
  const settings = { everyDays: 7, whenStale: true, monthlyNanoUsd: 1e9, maxAgeDays: 90 };
  const month = { fromMs: Date.UTC(2026, 10, 1) };
  return {
    world,
    change: (more: Partial<Evaluation>) => {
      evaluation = { ...evaluation, ...more };
    },
    becomeWorse: () => {
      isWorse = true;
    },
    async evaluate() {
      const planned = await runner.planRun(evaluation, world.host, {});
      return runner.runEvaluation(planned, world.host, { signal, options: {} });
    },
    look: (inDays = 0) =>
      lookAtEvaluation(
        evaluation,
        { watch, host: world.host, maxAgeDays: 90 },
        Date.now() + inDays * dayMs,
      ),
    schedule: (inDays: number, monthlyNanoUsd = 1e9) =>
      runScheduled(
        {
          watch,
          settings: { ...settings, monthlyNanoUsd },
          folder: join(folder, 'watching'),
          month,
          now: () => Date.now() + inDays * dayMs,
        },
        signal,
      ),
  };
}

test('a pinned practice model that becomes worse is found by runs that start by themselves', async () => {
  const watched = await watchedWorld();
  await watched.evaluate();
  expect(await watched.look()).toMatchObject({ stale: [], pinned: { id: 'balanced' } });
  const calls = () => server.billing().length;
  const before = calls();
  expect(await watched.schedule(8)).toMatchObject({ kind: 'ran', due: { how: 'watch' } });
  // All 50 anew, although their answers were kept by the first run.
  expect(calls() - before).toBe(50);
  expect((await watched.look()).alarm).toBeUndefined();
  watched.becomeWorse();
  expect(await watched.schedule(16)).toMatchObject({ kind: 'ran', due: { how: 'watch' } });
  const { alarm } = await watched.look();
  expect(alarm).toMatchObject({ candidateId: 'balanced', now: { passed: 0, cases: 50 } });
});

test('the cap of the month holds for real calls, and the ledger agrees with what was counted', async () => {
  const watched = await watchedWorld();
  await watched.evaluate();
  const before = await watched.world.spent();
  // A little more than the worst case of one call.
  const cap = 50_000_000;
  const done = await watched.schedule(8, cap);
  expect(done.kind).toBe('ran');
  const spent = (await watched.world.spent()) - before;
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThanOrEqual(cap);
  expect((await watched.schedule(16, cap)).kind).toBe('ran');
  expect((await watched.world.spent()) - before).toBeLessThanOrEqual(cap);
});

test('a result is stale when its thresholds, fixtures or scorers change, and fresh after a run', async () => {
  const watched = await watchedWorld();
  await watched.evaluate();
  watched.change({ thresholds: { minPassRate: 0.7 } });
  expect((await watched.look()).stale).toEqual([{ kind: 'thresholds' }]);
  watched.change({ scorers: [{ kind: 'contains', ignoreCase: true }] });
  expect((await watched.look()).stale).toEqual([{ kind: 'scorers' }, { kind: 'thresholds' }]);
  expect(await watched.schedule(1)).toMatchObject({ kind: 'ran', due: { how: 'again' } });
  expect((await watched.look()).stale).toEqual([]);
  expect((await watched.look(91)).stale).toEqual([{ kind: 'age', days: 91 }]);
});
