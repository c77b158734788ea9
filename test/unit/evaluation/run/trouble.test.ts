import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../../../demo/practiceServer/faults.ts';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import { planRun, runEvaluation } from '../../../../src/evaluation/run/evaluate.ts';
import type { RunOptions } from '../../../../src/evaluation/run/runOptions.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import {
  decisionFixtures,
  type EvaluationWorld,
  type EvaluationWorldOptions,
  explainEvaluation,
  openEvaluationWorld,
} from '../../../support/evaluationWorld.ts';
import { standingWith } from '../../../support/tasks.ts';

let server: PracticeServer;
beforeAll(async () => void (server = await startPracticeServer({ pace: 0 })));
afterAll(() => server.close());

let folder: string;
let world: EvaluationWorld | undefined;
beforeEach(async () => {
  server.reset();
  folder = await mkdtemp(join(tmpdir(), 'tierwise-trouble-'));
});
afterEach(async () => {
  await world?.close();
  await rm(folder, { recursive: true });
});

const balanced = explainEvaluation({
  candidates: [{ id: 'balanced', name: 'balanced', subject: { kind: 'tier', tier: 'balanced' } }],
});

async function run(
  options: RunOptions = {},
  worldOptions: EvaluationWorldOptions = {},
  evaluation = balanced,
): Promise<Report> {
  await world?.close();
  world = openEvaluationWorld(server.url, folder, worldOptions);
  const planned = await planRun(evaluation, world.host, options);
  return runEvaluation(planned, world.host, { signal: new AbortController().signal, options });
}

const limited: Fault = { kind: 'status', status: 429, retryAfterSeconds: 7 };

test('a rate limit is waited out for as long as the provider says, and nothing is lost', async () => {
  server.addFaults(limited, limited);
  const report = await run({ concurrency: 1 });
  expect(report.result.smallest?.candidate.id).toBe('balanced');
  expect(report.result.rows[0]!.stuck).toBe(0);
  expect(world!.pauses).toEqual([7_000, 7_000]);
  // The pause is not the candidate's.
  expect(Math.max(...report.trials.map(({ latencyMs }) => latencyMs!))).toBeLessThan(7_000);
});

/** Counts the calls that run at a time. */
function counting(seen: number[]): (real: Provider) => Provider {
  let running = 0;
  return (real) => ({
    id: real.id,
    async *stream(call, signal) {
      running += 1;
      seen.push(running);
      try {
        yield* real.stream(call, signal);
      } finally {
        running -= 1;
      }
    },
  });
}

test('after a rate limit fewer calls run at a time, and slowly more again', async () => {
  server.addFaults(...Array.from({ length: 8 }, () => limited));
  const seen: number[] = [];
  const evaluation = { ...balanced, fixtures: decisionFixtures(60) };
  const report = await run(
    { concurrency: 8, wholeGrid: true },
    { provider: counting(seen) },
    evaluation,
  );
  expect(report.result.rows[0]!.scored).toBe(60);
  const first = seen.slice(0, 8);
  const after = seen.slice(8, 20);
  expect(Math.max(...first)).toBeGreaterThan(4);
  expect(Math.max(...after)).toBeLessThanOrEqual(5);
  expect(Math.max(...seen.slice(45))).toBeGreaterThan(5);
  expect(Math.max(...seen)).toBeLessThanOrEqual(8);
});

test('a limit without end leaves trials that could not run, which are tried again in a resumed run', async () => {
  const hour: Fault = { kind: 'status', status: 429, retryAfterSeconds: 3600 };
  server.addFaults(...Array.from({ length: 40 }, () => hour));
  const options = { concurrency: 1 };
  const report = await run(options);
  expect(report.result.rows[0]).toMatchObject({ scored: 0, verdict: 'unproven' });
  // A server that gives no answers is not asked for every fixture.
  expect(server.requests().length).toBe(3);
  const [first] = report.trials;
  expect(first!.outcome).toMatchObject({ kind: 'couldNotRun' });
  server.reset();
  const resumed = await run({ ...options, resume: report.runId });
  expect(resumed.result.smallest?.candidate.id).toBe('balanced');
  expect(resumed.result.rows[0]!.stuck).toBe(0);
});

const refused: Fault = { kind: 'status', status: 401 };

test('a refused key ends the tries of its candidate at once', async () => {
  server.addFaults(...Array.from({ length: 40 }, () => refused));
  const report = await run({ concurrency: 1 });
  expect(server.requests().length).toBe(1);
  expect(report.explanation).toContain('none of 60 trials could be scored');
  expect(await world!.spent()).toBe(0);
});

test.each<[name: string, fault: Fault, words: string]>([
  ['cut off at its length', { kind: 'length', afterChars: 20 }, 'cut off at the maximum'],
])('an answer that is %s is a fault of the candidate', async (_, fault, words) => {
  server.addFaults(fault);
  const report = await run({ maxCalls: 1 });
  const { fixtureId, outcome, cost } = report.trials[0]!;
  expect(outcome).toMatchObject({ kind: 'scored', passed: false, score: 0 });
  expect(JSON.stringify(outcome)).toContain(words);
  expect(cost.nanoUsd).toBeGreaterThan(0);
  // It is known, and not paid for again.
  const { trials } = await run({ maxCalls: 1 });
  const again = trials.filter((each) => each.fixtureId === fixtureId);
  expect(again).toMatchObject([{ outcome, cached: true }]);
});

test('an answer that breaks off on the way is asked for again, and is no fault of the candidate', async () => {
  server.addFaults({ kind: 'cutOff', afterChars: 20, how: 'end' });
  const report = await run({ maxCalls: 2, concurrency: 1 });
  const [broken, again] = report.trials;
  expect(broken!.outcome).toMatchObject({ kind: 'couldNotRun' });
  expect(broken!.cost.nanoUsd).toBeGreaterThan(0);
  expect(again).toMatchObject({ fixtureId: broken!.fixtureId, outcome: { kind: 'scored' } });
});

test('a candidate is asked as it is or not at all', async () => {
  const spent = { spentNanoUsd: 5e9, unknownAttempts: 0 };
  const situation: EvaluationWorldOptions['situation'] = (usual) => ({
    ...usual,
    // Nothing is left, which moves work to a cheaper tier.
    budgets: [standingWith({ ...spent, practice: spent })],
    policy: {
      ...usual.policy,
      tiers: usual.policy.tiers.map((tier) =>
        tier.name === 'balanced'
          ? { ...tier, choices: [...tier.choices, { reference: small }] }
          : tier,
      ),
    },
  });
  const small = 'practice-openai/practice-small';
  await run({ maxCalls: 2 }, { situation });
  expect(server.billing().map(({ model }) => model)).toEqual([
    'practice-medium',
    'practice-medium',
  ]);
  server.reset();
  server.addFaults({ kind: 'status', status: 401 });
  await run({ maxCalls: 3, concurrency: 1, seed: 2 }, { situation });
  expect(server.billing()).toEqual([]);
});
