import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import type { HostParts } from '../../../../src/editor/evaluation/results/evaluationHost.ts';
import { runEvaluations } from '../../../../src/editor/evaluation/results/runEvaluations.ts';
import type { ChosenEvaluation } from '../../../../src/editor/evaluation/results/runOne.ts';
import { WaitingBatches } from '../../../../src/editor/evaluation/results/waitingBatches.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import { estimateFinder } from '../../../../src/evaluation/finder/estimate.ts';
import { startFinder, withDropped, withStarted } from '../../../../src/evaluation/finder/finder.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import { EvaluationProblem } from '../../../../src/evaluation/run/evaluationProblem.ts';
import type { PlannedRun, RunControls } from '../../../../src/evaluation/run/evaluate.ts';
import { candidateOf, finderInput, fixturesOf } from '../../../support/trials.ts';
import { playedReport } from './playedReport.ts';

const batch = 'Run as a Batch';
/** What the developer answers to the question before the run, one answer after the other, and the cap. */
const answers = vi.hoisted((): { choices: string[]; capUsd: string } => ({
  choices: [],
  capUsd: '',
}));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  workspace: { isTrusted: true },
  window: {
    showInformationMessage: async () => answers.choices.shift(),
    showInputBox: async () => answers.capUsd,
  },
}));
vi.mock('../../../../src/editor/evaluation/results/evaluationHost.ts', () => ({
  evaluationHost: () => ({ folder: 'facts' }),
}));
const runner = vi.hoisted(() => ({
  /** Evaluations that cannot be planned, and why. */
  unplanned: new Map<string, string>(),
  run: (async () => {
    throw new Error('No run is expected.');
  }) as (run: PlannedRun, controls: RunControls) => Promise<Report>,
}));
vi.mock('../../../../src/evaluation/run/evaluate.ts', async () => ({
  ...(await import('../../../../src/evaluation/run/evaluationProblem.ts')),
  planRun: async (evaluation: Evaluation): Promise<PlannedRun> => {
    const why = runner.unplanned.get(evaluation.name);
    if (why !== undefined) throw new EvaluationProblem(why);
    const input = finderInput({ fixtures: [], candidates: [candidateOf('fast', 1)] });
    const estimate = estimateFinder(input);
    const batch = { names: ['fast'], estimate };
    const fingerprint = {} as PlannedRun['fingerprint'];
    return { evaluation, input, estimate, fingerprint, batch, leftOut: [] };
  },
  readReports: async () => [],
  runEvaluation: (run: PlannedRun, _: unknown, controls: RunControls) => runner.run(run, controls),
}));

beforeEach(() => {
  answers.choices = [batch];
  runner.unplanned.clear();
});

function evaluationNamed(name: string): ChosenEvaluation {
  const parsed = { evaluation: { name }, problems: [] };
  return { file: { name, parsed }, tests: new Map() } as unknown as ChosenEvaluation;
}

/** Evaluations of the developer, in a run of the Test Explorer that can be cancelled. */
function chosen(...names: string[]) {
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
  const world = chosen('moods');
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
  const world = chosen('moods', 'risks', 'words');
  const others = Promise.withResolvers<void>();
  world.onTold(others.resolve);
  runner.run = async ({ evaluation: { name } }) => {
    if (name === 'risks') throw new Error('The disk is full.');
    await others.promise;
    expect(world.ended).not.toHaveBeenCalled();
    return reportOf(name);
  };
  expect((await world.done()).map(({ evaluation }) => evaluation)).toEqual(['moods', 'words']);
  expect(world.told).toEqual(['“risks”: The disk is full.']);
});

test('of evaluations that run one after the other, one that fails is told by its name, and the others run', async () => {
  answers.choices = ['Run'];
  const world = chosen('moods', 'risks', 'words');
  runner.run = async ({ evaluation: { name } }) => {
    if (name === 'moods') throw new EvaluationProblem('It runs in another window.');
    if (name === 'risks') throw new Error('The disk is full.');
    return reportOf(name);
  };
  expect((await world.done()).map(({ evaluation }) => evaluation)).toEqual(['words']);
  expect(world.told).toEqual(['“moods”: It runs in another window.', '“risks”: The disk is full.']);
  expect(world.ended).toHaveBeenCalledOnce();
});

test('an evaluation that cannot be planned is told, and the question is about the others', async () => {
  runner.unplanned.set('moods', 'No key.');
  runner.run = async ({ evaluation: { name } }) => reportOf(name);
  const world = chosen('moods', 'risks');
  expect((await world.done()).map(({ evaluation }) => evaluation)).toEqual(['risks']);
  expect(world.told).toEqual(['“moods”: No key.']);
  // Where none is left, nobody is asked.
  answers.choices = [batch];
  expect(await chosen('moods').done()).toEqual([]);
  expect(answers.choices).toEqual([batch]);
});

test('a run that fails counts in the cap with the most that it can have paid', async () => {
  answers.choices = ['Change Cap…', 'Run'];
  answers.capUsd = '1';
  const caps = new Map<string, number | undefined>();
  runner.run = async ({ evaluation: { name }, input }, { changed }) => {
    caps.set(name, input.cap?.nanoUsd);
    if (name === 'words') return reportOf(name);
    const [candidate, [fixture]] = [candidateOf('fast', 1.5e8), fixturesOf(1)];
    const request = { candidate, fixture: fixture! };
    const begun = withStarted(startFinder(finderInput({ candidates: [candidate] })), request);
    changed!(begun);
    changed!(withDropped(begun, request));
    throw new Error('The disk is full.');
  };
  await chosen('moods', 'risks', 'words').done();
  expect([...caps]).toEqual([
    ['moods', 1e9],
    ['risks', 0.7e9],
    ['words', 0.4e9],
  ]);
});

test('of evaluations that wait side by side, stopping one leaves the others alone', async () => {
  const world = chosen('moods', 'risks');
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
