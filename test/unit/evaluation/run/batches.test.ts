import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchPlan } from '../../../../demo/practiceServer/batches/store.ts';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import type { WaitingBatch } from '../../../../src/evaluation/run/batches/batchAsker.ts';
import { openOrders } from '../../../../src/evaluation/run/batches/batchOrder.ts';
import { planRun, runEvaluation } from '../../../../src/evaluation/run/evaluate.ts';
import type { RunOptions } from '../../../../src/evaluation/run/runOptions.ts';
import * as runner from '../../../../src/evaluation/run/evaluate.ts';
import { readReports } from '../../../../src/evaluation/run/readReports.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import type { EvaluationHost } from '../../../../src/evaluation/run/evaluationHost.ts';
import { leftBatch } from '../../../../src/evaluation/watching/leftBatch.ts';
import { runScheduled } from '../../../../src/evaluation/watching/scheduledRun.ts';
import type { BatchProvider } from '../../../../src/providers/batches/batchProvider.ts';
import { ProviderError } from '../../../../src/providers/providerError.ts';
import { dayMs } from '../../../../src/routing/time.ts';
import { policyWith } from '../../../support/tasks.ts';
import {
  decisionFixtures,
  type EvaluationWorld,
  type EvaluationWorldOptions,
  explainEvaluation,
  openEvaluationWorld,
} from '../../../support/evaluationWorld.ts';

let folder: string;
let server: PracticeServer;
let nowMs: number;
const open: EvaluationWorld[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierwise-batched-'));
  nowMs = Date.parse('2026-11-29T08:00:00Z');
});
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
  await server.close();
  await rm(folder, { recursive: true });
});

async function serve(batches: BatchPlan = {}): Promise<void> {
  server = await startPracticeServer({ pace: 0, batches, now: () => new Date(nowMs) });
}

/** Time passes when somebody waits. */
async function passes(ms: number): Promise<void> {
  nowMs += Math.ceil(ms);
}

function worldWith(options: EvaluationWorldOptions = {}): EvaluationWorld {
  const world = openEvaluationWorld(server.url, folder, {
    now: () => nowMs,
    wait: passes,
    ...options,
  });
  open.push(world);
  return world;
}

const usual: RunOptions = { batch: 'developer' };

interface Watching {
  readonly options?: RunOptions;
  readonly signal?: AbortSignal;
  readonly cancel?: AbortSignal;
  waiting?(batches: readonly WaitingBatch[]): void;
}

async function evaluate(
  { host }: EvaluationWorld,
  evaluation: Evaluation,
  { options = usual, signal, cancel, waiting }: Watching = {},
): Promise<Report> {
  const planned = await planRun(evaluation, host, options);
  const never = new AbortController().signal;
  return runEvaluation(planned, host, {
    signal: signal ?? never,
    options,
    batches: { cancel: cancel ?? never, ...(waiting && { waiting }) },
  });
}

const billed = () => server.billing().reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
const billsOf = (model: string) => server.billing().filter((each) => each.model === model);
/** `fast` speaks a wire without batches, `balanced` one with them. */
const evaluation = explainEvaluation();

test('candidates whose providers offer batches are asked by one, at half the price to the nano-dollar; others at once', async () => {
  await serve();
  const world = worldWith();
  const seen: (readonly WaitingBatch[])[] = [];
  const report = await evaluate(world, evaluation, { waiting: (now) => seen.push(now) });
  expect(report.result.smallest?.candidate.id).toBe('balanced');
  expect(seen).toEqual([[{ requests: 30, model: 'Medium' }], []]);
  const batched = billsOf('practice-medium');
  expect(batched).toHaveLength(30);
  expect(batched.every(({ batch }) => batch)).toBe(true);
  expect(billsOf('practice-small').some(({ batch }) => batch)).toBe(false);
  expect(report.result.spent).toEqual({ real: 0, practice: billed() });
  expect(await world.spent()).toBe(billed());
  // What a task costs in daily work is the whole price.
  const own = report.trials.filter(({ candidateId }) => candidateId === 'balanced');
  expect(own.map(({ atOnce }) => atOnce?.nanoUsd)).toEqual(
    own.map(({ cost }) => 2 * cost.nanoUsd!),
  );
  expect(own.every(({ cost }) => cost.source === 'computed')).toBe(true);
  expect(own.some(({ latencyMs }) => latencyMs !== undefined)).toBe(false);
  const row = report.result.rows.find(({ candidate }) => candidate.id === 'balanced')!;
  expect(row.cost.value).toBeCloseTo((2 * own.reduce((sum, t) => sum + t.cost.nanoUsd!, 0)) / 30);
  expect(await openOrders(world.host.folder, 'explain')).toEqual([]);

  // The answers are kept like others.
  const paid = server.billing().length;
  await evaluate(world, evaluation, { options: {} });
  expect(server.billing().length).toBe(paid);
  // Where time is limited, one that nobody measured says nothing.
  const thresholds = { minPassRate: 0.8, maxLatencyMs: 60_000 };
  const only = { thresholds, candidates: evaluation.candidates.slice(1, 2) };
  await evaluate(world, explainEvaluation(only), { options: {} });
  expect(server.billing().length).toBeGreaterThan(paid);
});

test('the offer says what a run costs with batches, and is not made where time is limited', async () => {
  await serve();
  const { host } = worldWith();
  const { batch, estimate } = await planRun(evaluation, host, { wholeGrid: true });
  expect(batch!.names).toEqual(['balanced', 'reasoning']);
  const { expected, high } = batch!.estimate;
  expect(expected.calls).toBe(90);
  expect(expected.nanoUsd!).toBeLessThan(0.6 * estimate.expected.nanoUsd!);
  expect(high.nanoUsd!).toBeLessThan(0.6 * estimate.high.nanoUsd!);
  // It is also the estimate of a run that waits, as `evaluate --batch --estimate` tells it.
  const waiting = await planRun(evaluation, host, { wholeGrid: true, batch: 'developer' });
  expect(waiting.estimate).toEqual(batch!.estimate);
  const timed = explainEvaluation({ thresholds: { minPassRate: 0.8, maxLatencyMs: 5_000 } });
  expect((await planRun(timed, host, {})).batch).toBeUndefined();
});

test('what fails in a batch is asked again in the next one, and then at once', async () => {
  await serve({ fate: (_, place) => (place % 10 === 0 ? 'errors' : 'succeeds') });
  const world = worldWith();
  const { result, trials } = await evaluate(world, evaluation);
  expect(result.smallest?.candidate.id).toBe('balanced');
  const bills = billsOf('practice-medium');
  // Three of the first batch fail, one of these in the second as well.
  expect(bills.filter(({ batch }) => batch)).toHaveLength(29);
  expect(bills).toHaveLength(30);
  expect(result.spent.practice).toBe(billed());
  expect(await world.spent()).toBe(billed());
  const atOnce = trials.filter((each) => each.candidateId === 'balanced' && !each.atOnce);
  expect(atOnce).toHaveLength(1);
});

/** A world whose window closes while its run waits for a batch. */
function closingWorld() {
  const left = new AbortController();
  const first = worldWith({
    async wait(ms) {
      await passes(ms);
      left.abort(new Error('The window closes.'));
    },
  });
  return { first, signal: left.signal };
}

test('a run that is left while it waits goes on with its batch, and pays for nothing twice', async () => {
  await serve({ workMs: 3_600_000 });
  const { first, signal } = closingWorld();
  const report = await evaluate(first, evaluation, { signal });
  expect(report.result.end).toBe('cancelled');
  const [order] = await openOrders(first.host.folder, 'explain');
  expect(order).toMatchObject({ runId: report.runId, options: usual });
  const asked = billsOf('practice-small').length;
  await first.close();
  open.splice(0);

  const second = worldWith();
  const options = { ...order!.options, resume: order!.runId };
  const { result, runId } = await evaluate(second, evaluation, { options });
  expect(runId).toBe(report.runId);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(billsOf('practice-medium')).toHaveLength(30);
  expect(billsOf('practice-small')).toHaveLength(asked);
  expect(result.calls).toBe(asked + 30);
  expect(result.spent.practice).toBe(billed());
  expect(await second.spent()).toBe(billed());
  expect(await readdir(join(second.host.folder, 'batches', 'explain'))).toEqual([]);
});

/** The same world, whose providers answer some questions about batches with an error. */
function withTrouble(
  world: EvaluationWorld,
  trouble: Pick<Partial<BatchProvider>, 'submit' | 'status'>,
): EvaluationWorld {
  const batches: EvaluationHost['batches'] = async (id) => {
    const real = await world.host.batches(id);
    return real && { ...real, ...trouble };
  };
  return { ...world, host: { ...world.host, batches } };
}

async function refuse(): Promise<never> {
  throw new ProviderError({
    kind: 'forbidden',
    provider: 'Practice',
    origin: '',
    status: 403,
    message: 'This key may not use batches.',
  });
}
const balanced = explainEvaluation({ candidates: evaluation.candidates.slice(1, 2) });

test('a batch that could not be submitted is tried again instead of ordered once more', async () => {
  await serve();
  const world = worldWith();
  const refusing = withTrouble(world, { submit: refuse });
  const { trials } = await evaluate(refusing, balanced);
  expect(trials[0]!.outcome).toMatchObject({ why: 'This key may not use batches.' });
  await evaluate(refusing, balanced);
  expect(await openOrders(world.host.folder, 'explain')).toHaveLength(1);
  const { result } = await evaluate(world, balanced);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(server.billing()).toHaveLength(30);
  expect(await world.spent()).toBe(billed());
  expect(await openOrders(world.host.folder, 'explain')).toEqual([]);
});

test('a batch that its provider has is tried again when nobody could ask about it', async () => {
  await serve();
  const world = worldWith();
  const silent = withTrouble(world, { status: refuse });
  await evaluate(silent, balanced);
  await evaluate(silent, balanced);
  const { result } = await evaluate(world, balanced);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(server.billing()).toHaveLength(30);
  expect(await world.spent()).toBe(billed());
});

test('a batch is given up when some of its questions were answered at once in the meantime', async () => {
  await serve();
  const world = worldWith();
  const refusing = withTrouble(world, { submit: refuse });
  await evaluate(refusing, balanced);
  const atOnce = await evaluate(refusing, balanced, { options: { maxCalls: 5 } });
  expect(atOnce.result.end).toBe('callCap');
  const paid = server.billing().length;
  const { result } = await evaluate(world, balanced);
  expect(result.smallest?.candidate.id).toBe('balanced');
  // Only the questions without an answer are in the next batch.
  expect(server.billing().filter(({ batch }) => batch)).toHaveLength(30 - paid);
  expect(await world.spent()).toBe(billed());
});

test('no batch is submitted where the answers that are kept decide', async () => {
  await serve();
  const world = worldWith();
  const refusing = withTrouble(world, { submit: refuse });
  await evaluate(refusing, balanced);
  const atOnce = await evaluate(refusing, balanced, { options: {} });
  expect(atOnce.result.smallest?.candidate.id).toBe('balanced');
  const paid = server.billing().length;
  expect(paid).toBeLessThan(30);
  const { result } = await evaluate(world, balanced);
  expect(result.smallest?.candidate.id).toBe('balanced');
  expect(server.billing()).toHaveLength(paid);
  expect(await openOrders(world.host.folder, 'explain')).toEqual([]);
});

test('what a batch has brought is kept, although the answers from elsewhere decide', async () => {
  await serve();
  const world = worldWith();
  const silent = withTrouble(world, { status: refuse });
  await evaluate(silent, balanced);
  await evaluate(silent, balanced, { options: {} });
  const atOnce = server.billing().length;
  const { trials } = await evaluate(world, balanced);
  expect(trials.filter(({ cached }) => cached)).toHaveLength(atOnce);
  expect(trials.filter(({ cached }) => !cached)).toHaveLength(30 - atOnce);
  expect(billsOf('practice-medium').filter(({ batch }) => batch)).toHaveLength(30);
  expect(await openOrders(world.host.folder, 'explain')).toEqual([]);
});

test('a run of one fixture keeps what a batch has brought for the others', async () => {
  await serve({ workMs: 3_600_000 });
  const { first, signal } = closingWorld();
  await evaluate(first, balanced, { signal });
  await first.close();
  open.splice(0);
  const second = worldWith();
  await evaluate(second, balanced, { options: { only: ['case-3'] } });
  await evaluate(second, balanced);
  expect(server.billing()).toHaveLength(30);
  expect(await openOrders(second.host.folder, 'explain')).toEqual([]);
});

test('a cancelled batch is cancelled at its provider and given back; a later run asks anew', async () => {
  await serve({ workMs: 3_600_000 });
  const cancel = new AbortController();
  const stop = new AbortController();
  const world = worldWith({
    async wait(ms) {
      await passes(ms);
      cancel.abort();
      stop.abort(new Error('The developer stops it.'));
    },
  });
  const controls = { signal: stop.signal, cancel: cancel.signal };
  const { result } = await evaluate(world, evaluation, controls);
  expect(result.end).toBe('cancelled');
  expect(billsOf('practice-medium')).toEqual([]);
  expect(await world.spent()).toBe(billed());
  expect(await openOrders(world.host.folder, 'explain')).toEqual([]);
  await world.close();
  open.splice(0);
  const again = await evaluate(worldWith(), evaluation);
  expect(again.result.smallest?.candidate.id).toBe('balanced');
  expect(billsOf('practice-medium')).toHaveLength(30);
});

test('a batch that a budget does not allow is not submitted, and the run says so', async () => {
  await serve();
  const limit = { budgetId: 'day', capNanoUsd: 1e6, span: { fromMs: 0 }, isHard: true } as const;
  const only = explainEvaluation({ candidates: evaluation.candidates.slice(1, 2) });
  const world = worldWith({ budgets: [limit] });
  const { result, trials } = await evaluate(world, only);
  expect(result.end).toBe('notReserved');
  expect(trials[0]!.outcome).toMatchObject({
    why: expect.stringMatching(
      /^The batch could cost more than day allows \(practice \$.*Raise the budget/,
    ),
  });
  expect(server.billing()).toEqual([]);
  expect(await world.spent()).toBe(0);
});

test('a cap of the run holds for its batches', async () => {
  await serve();
  const only = explainEvaluation({
    candidates: evaluation.candidates.slice(1, 2),
    fixtures: decisionFixtures(30),
  });
  const options = { ...usual, maxUsd: 0.2 };
  const { result } = await evaluate(worldWith(), only, { options });
  const bills = billsOf('practice-medium');
  expect(bills.length).toBeGreaterThan(0);
  expect(billed()).toBeLessThanOrEqual(0.2e9);
  expect(result.spent.practice).toBe(billed());
});

test('a run that starts by itself waits for a batch, and a later window goes on with it under the same monthly cap', async () => {
  await serve({ workMs: 3_600_000 });
  const first = worldWith();
  await evaluate(first, evaluation, { options: {} });
  const before = billed();
  nowMs += 8 * dayMs;
  const policy = policyWith({
    rules: [{ name: 'r', when: { taskType: ['explain'] }, use: 'balanced', origin: 'repository' }],
  });
  const partsFor = ({ host }: EvaluationWorld) => ({
    watch: {
      runner: { ...runner, readReports },
      evaluations: async () => [evaluation],
      host: async () => host,
      policy: async () => policy,
      workflow: async () => undefined,
    },
    settings: {
      everyDays: 7,
      whenStale: false,
      monthlyNanoUsd: 0.5e9,
      maxAgeDays: 90,
      byBatch: true,
    },
    folder: join(folder, 'watching'),
    month: { fromMs: Date.UTC(2026, 11, 1), untilMs: Date.UTC(2027, 0, 1) },
    now: () => nowMs,
  });
  await first.close();
  open.splice(0);
  const left = new AbortController();
  const second = worldWith({
    async wait(ms) {
      await passes(ms);
      left.abort(new Error('The window closes.'));
    },
  });
  await runScheduled(partsFor(second), left.signal).catch(() => undefined);
  expect(await leftBatch(second.host.folder, 'explain')).toMatchObject({ how: 'watch' });
  await second.close();
  open.splice(0);

  // Within the pause after a run that began, and on another day: the batch is gone on with all the same.
  nowMs += 3_600_000;
  const third = worldWith();
  const done = await runScheduled(partsFor(third), new AbortController().signal);
  expect(done).toMatchObject({ kind: 'ran', due: { how: 'watch', why: 'its batch is under way' } });
  const cost = billed() - before;
  expect(done.kind === 'ran' && done.report.result.spent.practice).toBe(cost);
  expect(done.kind === 'ran' && done.summary).toContain(
    `such runs have cost practice $${(cost / 1e9).toFixed(4)} in this month`,
  );
  expect(billsOf('practice-medium').filter(({ batch }) => batch)).toHaveLength(30);
  expect(await leftBatch(third.host.folder, 'explain')).toBeUndefined();
});
