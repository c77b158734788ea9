import type * as vscode from 'vscode';
import { expect, test, vi } from 'vitest';
import type { HostParts } from '../../../../src/editor/evaluation/results/evaluationHost.ts';
import { runEvaluations } from '../../../../src/editor/evaluation/results/runEvaluations.ts';
import type { ChosenEvaluation } from '../../../../src/editor/evaluation/results/runOne.ts';
import { WaitingBatches } from '../../../../src/editor/evaluation/results/waitingBatches.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import { estimateFinder } from '../../../../src/evaluation/finder/estimate.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import type { PlannedRun, RunControls } from '../../../../src/evaluation/run/evaluate.ts';
import { candidateOf, finderInput } from '../../../support/trials.ts';
import { playedReport } from './playedReport.ts';

vi.mock('vscode', () => ({
  workspace: { isTrusted: true },
  window: { showInformationMessage: async () => 'Run as a Batch' },
}));
vi.mock('../../../../src/editor/evaluation/results/evaluationHost.ts', () => ({
  evaluationHost: () => ({ folder: 'facts' }),
}));
const runner = vi.hoisted(() => ({
  run: (async () => {
    throw new Error('No run is expected.');
  }) as (run: PlannedRun, controls: RunControls) => Promise<Report>,
}));
vi.mock('../../../../src/evaluation/run/evaluate.ts', () => ({
  EvaluationProblem: class extends Error {},
  planRun: async (evaluation: Evaluation): Promise<PlannedRun> => {
    const input = finderInput({ fixtures: [], candidates: [candidateOf('fast', 1)] });
    const estimate = estimateFinder(input);
    const batch = { names: ['fast'], estimate };
    const fingerprint = {} as PlannedRun['fingerprint'];
    return { evaluation, input, estimate, fingerprint, batch, leftOut: [] };
  },
  readReports: async () => [],
  runEvaluation: (run: PlannedRun, _: unknown, controls: RunControls) => runner.run(run, controls),
}));

function evaluationNamed(name: string): ChosenEvaluation {
  const parsed = { evaluation: { name }, problems: [] };
  return { file: { name, parsed }, tests: new Map() } as unknown as ChosenEvaluation;
}

/** Evaluations that wait for batches, in a run of the Test Explorer that can be cancelled. */
function batched(...names: string[]) {
  const listeners = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested(listener: () => void) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const ended = vi.fn<() => void>();
  const shown = { token, appendOutput: () => undefined, end: ended } as unknown as vscode.TestRun;
  const told: string[] = [];
  let hear = (): void => undefined;
  const waiting = new WaitingBatches();
  const parts = {
    budgets: { ensureKnown: async () => undefined },
    news: { emitSpend: () => undefined },
    report: {
      show(error: Error) {
        told.push(error.message);
        hear();
      },
    },
    waiting,
  } as unknown as HostParts;
  const how = { wholeGrid: true, begin: () => shown };
  return {
    told,
    ended,
    onTold(listener: () => void) {
      hear = listener;
    },
    done: () => runEvaluations(names.map(evaluationNamed), how, parts),
    cancel: () => listeners.forEach((listener) => listener()),
  };
}

const reportOf = (name: string) => ({ ...playedReport({}), evaluation: name });

test('a run that is cancelled has its batches cancelled before it stops, so that none is left to a later run', async () => {
  const world = batched('moods');
  const seen: string[] = [];
  runner.run = async ({ evaluation }, { signal, batches }) => {
    const note = (name: string) => () => seen.push(name);
    signal.addEventListener('abort', note('stopped'));
    batches!.cancel.addEventListener('abort', note('batch cancelled'));
    world.cancel();
    return reportOf(evaluation.name);
  };
  await world.done();
  expect(seen).toEqual(['batch cancelled', 'stopped']);
});

test('of evaluations that wait side by side, one that fails is told, and the others come to their ends', async () => {
  const world = batched('moods', 'risks', 'words');
  const others = Promise.withResolvers<void>();
  world.onTold(others.resolve);
  runner.run = async ({ evaluation: { name } }) => {
    if (name === 'risks') throw new Error('The disk is full.');
    await others.promise;
    expect(world.ended).not.toHaveBeenCalled();
    return reportOf(name);
  };
  expect((await world.done()).map(({ evaluation }) => evaluation)).toEqual(['moods', 'words']);
  expect(world.told).toEqual(['The disk is full.']);
});

test('of evaluations that wait side by side, stopping one leaves the others alone', async () => {
  const world = batched('moods', 'risks');
  const stopped = new Map<string, boolean>();
  const both = Promise.withResolvers<void>();
  runner.run = async ({ evaluation: { name } }, { signal, batches }) => {
    if (name === 'moods') (batches as unknown as { cancelNow(): void }).cancelNow();
    else both.resolve();
    await both.promise;
    stopped.set(name, signal.aborted);
    return reportOf(name);
  };
  await world.done();
  expect([...stopped]).toEqual([
    ['moods', true],
    ['risks', false],
  ]);
});
