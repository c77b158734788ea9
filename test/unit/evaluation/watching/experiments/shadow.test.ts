import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../../demo/practiceServer/server.ts';
import { ExperimentBook } from '../../../../../src/evaluation/watching/experiments/experimentBook.ts';
import { experimentKey } from '../../../../../src/evaluation/watching/experiments/experimentFacts.ts';
import { askShadow } from '../../../../../src/evaluation/watching/experiments/shadow.ts';
import { fixtureTask } from '../../../../../src/evaluation/run/fixtureTask.ts';
import type { AttemptEnd } from '../../../../../src/execution/events.ts';
import { kitOf, type Gate } from '../../../../../src/execution/gates/gate.ts';
import { decideRequest, runRequest } from '../../../../../src/execution/request.ts';
import { takeRunLease } from '../../../../../src/execution/workflow/journal/runLease.ts';
import type { Experiment } from '../../../../../src/routing/experiments/experiment.ts';
import { decisionFixtures, openEvaluationWorld } from '../../../../support/evaluationWorld.ts';

vi.setConfig({ testTimeout: 60_000 });
let server: PracticeServer;
beforeAll(async () => void (server = await startPracticeServer({ pace: 0 })));
afterAll(() => server.close());

const experiment: Experiment = {
  name: 'cheaper explanations',
  taskType: 'explain',
  plans: { A: 'balanced', B: 'fast' },
  mode: 'shadow',
  share: 1,
  maxUsd: 1,
};
/** The small practice model leaves out what the code decides on. */
const namesDecision: Gate = {
  name: 'complete',
  check: async ({ text }) =>
    text.includes('Decides on')
      ? { gate: 'complete', kind: 'pass' }
      : { gate: 'complete', kind: 'fail', evidence: [{ message: 'It leaves out a decision.' }] },
};
const task = fixtureTask(decisionFixtures(1)[0]!, 'explain');
const signal = new AbortController().signal;

/** A request that plan A has answered, over practice models and a real ledger. */
async function answeredWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-shadow-'));
  const world = openEvaluationWorld(server.url, folder);
  onTestFinished(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  const { host, situation } = world;
  const book = new ExperimentBook(join(folder, 'experiments.jsonl'), host.attempts.ledger);
  const asker = { sessionId: 's', workspace: 'bookshop', subject: 'case' };
  const { decision } = decideRequest(
    task,
    { ...situation, experiments: [experiment] },
    { drawFor: 'a' },
  );
  const { plan } = decision;
  if (plan.kind === 'refuse') throw new Error(JSON.stringify(plan));
  let asked = 0;
  const guard = {
    limits: () => [],
    async askToRaise() {
      asked += 1;
      return true;
    },
  };
  const shared = { maxOutputTokens: 2000, budgetGuard: guard, gates: async () => kitOf([]) };
  const events = runRequest(
    { task, decision, plan, asker: { requestId: 'a', ...asker }, ...shared },
    host.attempts,
    signal,
  );
  let end: AttemptEnd | undefined;
  for await (const event of events) if (event.kind === 'finished') ({ end } = event);
  const before = await world.spent();
  return {
    book,
    folder,
    asked: () => asked,
    story: () => host.attempts.ledger.requestStory('b'),
    spent: async () => (await world.spent()) - before,
    shadow: (own: Experiment = experiment, checks: readonly Gate[] = [namesDecision]) =>
      askShadow(
        { experiment: own, situation, answered: { requestId: 'a', task, plan, end: end! } },
        {
          book,
          lease: join(folder, 'lock'),
          context: host.attempts,
          asker: { requestId: 'b', ...asker },
          checks,
          ...shared,
        },
        signal,
      ),
  };
}

test('plan B is asked beside the answer, both are checked alike, and its money is of evaluations', async () => {
  const world = await answeredWorld();
  await world.shadow();
  const [standing] = await world.book.standings([experiment], 0);
  expect(standing!.split.differences).toEqual([-1]);
  expect(standing!.plans.B).toMatchObject({ tasks: 1, cases: 1, sum: 0 });
  const cost = await world.spent();
  expect(cost).toBeGreaterThan(0);
  expect(standing!.plans.B.spent).toEqual({ real: 0, practice: cost });
  const story = await world.story();
  expect(story!.attempts).toMatchObject([{ purpose: 'evaluate', tier: 'fast' }]);
  expect(story!.request.reason).toContain('experiment “cheaper explanations”, plan B');
});

test('a call that the cap does not allow is not made, and nobody is asked', async () => {
  const world = await answeredWorld();
  const capped = { ...experiment, maxUsd: 1e-6 };
  await world.shadow(capped);
  expect([await world.spent(), world.asked()]).toEqual([0, 0]);
  const [standing] = await world.book.standings([capped], 0);
  expect(standing!.plans.B).toMatchObject({ cases: 0, spent: { real: 0, practice: 0 } });
});

test('while another window asks, this one does not', async () => {
  const world = await answeredWorld();
  const lease = takeRunLease(join(world.folder, 'lock'))!;
  await world.shadow();
  lease.release();
  expect(await world.spent()).toBe(0);
});

test('without a check, or with gates that run commands, nothing is asked', async () => {
  const world = await answeredWorld();
  await world.shadow(experiment, []);
  const cascade = { cascade: ['fast', 'balanced'], gates: ['command'] } as const;
  await world.shadow({ ...experiment, plans: { A: 'balanced', B: cascade } });
  expect(await world.spent()).toBe(0);
});

test('what it may cost is kept before it is asked', async () => {
  const world = await answeredWorld();
  await world.shadow();
  const kinds = (await readFile(join(world.folder, 'experiments.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(kinds).toEqual(['shadowing', 'shadowed']);
  const died = { ...experiment, name: 'died' };
  const most = { real: 1e9, practice: 1e9 };
  await world.book.append({
    kind: 'shadowing',
    key: experimentKey(died),
    requestId: 'x',
    atMs: 0,
    most,
  });
  const [standing] = await world.book.standings([died], 0);
  expect(standing!.end).toBe('money');
});
