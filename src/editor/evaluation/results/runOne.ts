import type * as vscode from 'vscode';
import type { FinderState } from '../../../evaluation/finder/finder.ts';
import type { Report } from '../../../evaluation/report.ts';
import { type PlannedRun, runEvaluation } from '../../../evaluation/run/evaluate.ts';
import type { RunOptions } from '../../../evaluation/run/runOptions.ts';
import type { EvaluationHost } from '../../../evaluation/run/evaluationHost.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import type { HostParts } from './evaluationHost.ts';
import {
  finalStates,
  type FixtureState,
  newTrials,
  stateOfTrial,
  trialLine,
} from './fixtureStates.ts';
import { showState } from './showState.ts';
import { say } from '../../platform/say.ts';

/** An evaluation that the developer chose to run, with its tests. */
export interface ChosenEvaluation {
  readonly file: EvaluationFile;
  readonly item: vscode.TestItem;
  /** By the id of a fixture. */
  readonly tests: ReadonlyMap<string, vscode.TestItem>;
  /** Only these fixtures, by id; all of them when omitted. */
  readonly only?: readonly string[];
}

/** An evaluation with its estimate. */
export interface Prepared {
  readonly chosen: ChosenEvaluation;
  readonly host: EvaluationHost;
  readonly options: RunOptions;
  readonly run: PlannedRun;
}

/**
 * Runs one evaluation and shows what becomes of its tests in a run of the Test Explorer. `noted` is told
 * after every change.
 */
export async function runOne(
  { chosen, host, options, run }: Prepared,
  shown: vscode.TestRun,
  { news, waiting }: Pick<HostParts, 'news' | 'waiting'>,
  noted?: (state: FinderState) => void,
): Promise<Report> {
  const { name } = run.evaluation;
  shown.appendOutput(
    `${say('{0}: {1} fixtures', name, run.input.fixtures.length)}\r\n`,
    undefined,
    chosen.item,
  );
  const abort = new AbortController();
  const { signal } = abort;
  const show = showProgress({ chosen, run }, shown, news);
  const changed = (state: FinderState) => {
    noted?.(state);
    show(state);
  };
  const batches = waiting.controlsFor(name, {
    stop: () => abort.abort(),
    told: (sentence) => shown.appendOutput(`${sentence}\r\n`, undefined, chosen.item),
  });
  // Nothing else may stop the run before its batches are cancelled: it would leave them to a later run.
  const cancelled = shown.token.onCancellationRequested(() => batches.cancelNow());
  const report = await runEvaluation(run, host, { signal, changed, options, batches }).finally(() =>
    cancelled.dispose(),
  );
  const states = finalStates(run.input.fixtures, report.trials, report.result);
  for (const [id, state] of states) showState(shown, chosen.tests.get(id)!, state);
  shown.appendOutput(`${name}: ${oneLine(report.explanation)}\r\n`, undefined, chosen.item);
  return report;
}

/** Shows each trial once, as soon as it has come to its end. */
function showProgress(
  { chosen, run }: Pick<Prepared, 'chosen' | 'run'>,
  shown: vscode.TestRun,
  news: HostParts['news'],
): (state: FinderState) => void {
  const seen = new Map<string, number>();
  const started = new Set<string>();
  const fixtures = new Map(run.input.fixtures.map((fixture) => [fixture.id, fixture]));
  return (state) => {
    for (const { fixture } of state.running) {
      if (started.has(fixture.id)) continue;
      started.add(fixture.id);
      shown.started(chosen.tests.get(fixture.id)!);
    }
    for (const { trial, candidate } of newTrials(state, seen)) {
      const fixture = fixtures.get(trial.fixtureId);
      const item = chosen.tests.get(trial.fixtureId);
      if (!fixture || !item) continue;
      shown.appendOutput(`${oneLine(trialLine(trial, candidate))}\r\n`, undefined, item);
      const now = stateOfTrial(trial, fixture, candidate.name);
      if (mayShow(now, run.input.candidates.length)) showState(shown, item, now);
      if (!trial.cached) news.emitSpend();
    }
  };
}

/**
 * VS Code takes no failure of a test back, and another candidate may still pass it. So only the end says what
 * failed, unless there is no other candidate.
 */
function mayShow({ kind }: FixtureState, candidates: number): boolean {
  return kind === 'passed' || candidates === 1;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
