import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { BatchOrder } from '../../../evaluation/run/batches/batchOrder.ts';
import { planRun, type PlannedRun } from '../../../evaluation/run/evaluate.ts';
import { EvaluationProblem } from '../../../evaluation/run/evaluationProblem.ts';
import { readReports } from '../../../evaluation/run/readReports.ts';
import type { RunOptions } from '../../../evaluation/run/runOptions.ts';
import type { Report } from '../../../evaluation/report.ts';
import { type FinderState, mostSpent } from '../../../evaluation/finder/finder.ts';
import type { FinderResult } from '../../../evaluation/finder/result.ts';
import { bothMost, bothPlus, noMoney } from '../../../routing/models/accounts.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import { plainMessage } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import { type Agreed, askToRun } from './askToRun.ts';
import { leftOfCap } from './estimateWords.ts';
import { evaluationHost, type HostParts } from './evaluationHost.ts';
import { pinnedRun } from './pinnedRun.ts';
import { findingWords } from './reportPage.ts';
import { type ChosenEvaluation, type Prepared, runOne } from './runOne.ts';
import { say } from '../../platform/say.ts';

export interface HowToRun {
  readonly wholeGrid: boolean;
  /** Asks only the candidate that the policy names because of the result, for new answers to all fixtures. */
  readonly pinnedAnew?: boolean;
  /** Makes the run of the Test Explorer, once the developer has agreed. */
  begin(): vscode.TestRun;
}

/**
 * Estimates, asks, and runs one evaluation after the other. Nothing is paid before the developer has agreed.
 * An evaluation that fails is told, and the others run all the same. Resolves to the reports. Rejects with
 * HumanError when none may run.
 */
export async function runEvaluations(
  chosen: readonly ChosenEvaluation[],
  how: HowToRun,
  parts: HostParts,
): Promise<readonly Report[]> {
  refuseUnlessTrusted();
  await parts.budgets.ensureKnown();
  const prepared: Prepared[] = [];
  for (const each of chosen) {
    prepared.push(...(await unlessItFails(each, prepare(each, how, parts), parts)));
  }
  if (prepared.length === 0) return [];
  const agreed = await askToRun(prepared.map(({ run }) => run));
  if (!agreed) return [];
  const planned = await Promise.all(
    prepared.map((each) => unlessItFails(each.chosen, asAgreed(each, agreed), parts)),
  );
  return runAgreed(planned.flat(), agreed, { how, parts });
}

/** Goes on with a run whose batch an earlier window has left. Nobody is asked again. */
export async function goOnWithBatch(
  chosen: ChosenEvaluation,
  { runId, options: before }: Pick<BatchOrder, 'runId' | 'options'>,
  { how, parts }: { readonly how: Pick<HowToRun, 'begin'>; readonly parts: HostParts },
): Promise<readonly Report[]> {
  const { evaluation } = chosen.file.parsed;
  if (!evaluation) return [];
  await parts.budgets.ensureKnown();
  const host = evaluationHost(parts, chosen.file.folder);
  const planned = async (options: RunOptions) => ({
    chosen,
    host,
    options,
    run: await planRun(evaluation, host, options),
  });
  // With other thresholds it is another run, which the answers of the batch serve as well.
  const resumed = planned({ ...before, resume: runId }).catch((error: unknown) => {
    if (!(error instanceof EvaluationProblem)) throw error;
    return planned(before);
  });
  return runAgreed(await unlessItFails(chosen, resumed, parts), {}, { how, parts });
}

/** Plans a run once more, now to wait for batches, when the developer wants that. */
async function asAgreed(prepared: Prepared, { byBatch }: Agreed): Promise<Prepared> {
  const { host, options: before, run } = prepared;
  if (!byBatch || !run.batch) return prepared;
  const options = { ...before, batch: 'developer' } as const;
  return { ...prepared, options, run: await planRun(run.evaluation, host, options) };
}

async function runAgreed(
  prepared: readonly Prepared[],
  agreed: Agreed,
  { how, parts }: { readonly how: Pick<HowToRun, 'begin'>; readonly parts: HostParts },
): Promise<readonly Report[]> {
  if (prepared.length === 0) return [];
  const shown = how.begin();
  try {
    return await runAll(prepared, { agreed, shown }, parts);
  } finally {
    shown.end();
    parts.news.emitSpend();
  }
}

function refuseUnlessTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new HumanError(
    say('Trust this workspace first: its evaluations ask models and run its code.'),
  );
}

async function prepare(
  chosen: ChosenEvaluation,
  { wholeGrid, pinnedAnew }: HowToRun,
  parts: HostParts,
): Promise<Prepared> {
  const { file, only } = chosen;
  const { evaluation } = file.parsed;
  if (!evaluation) {
    throw new HumanError(say('It has problems, so it was not run. The Problems view shows them.'));
  }
  const host = evaluationHost(parts, file.folder);
  if (pinnedAnew) {
    const pinned = await pinnedRun(evaluation, host, await parts.situation.policy());
    const all = { wholeGrid: true };
    // Its answers are kept in a folder of their own, where nobody would go on with a batch.
    const { batch: _, ...run } = await planRun(pinned.evaluation, pinned.host, all);
    return { chosen, host: pinned.host, options: all, run };
  }
  const options = { ...(wholeGrid && { wholeGrid }), ...(only && { only }) };
  const run = await planRun(evaluation, host, options);
  const before = (await readReports(host.folder, file.name)).at(-1);
  if (!before || !isAsItWas(before, run)) return { chosen, host, options, run };
  // The same order of the fixtures asks for what is kept already.
  const isWhole = !wholeGrid && !only;
  const goesOn = isWhole && goneOnWith.includes(before.result.end);
  const again = { ...options, seed: before.seed, ...(goesOn && { resume: before.runId }) };
  return { chosen, host, options: again, run: await planRun(evaluation, host, again) };
}

/**
 * How a run ended that the next one goes on with. One that came to its cap is not among them: the next begins
 * again with a whole cap, and what was paid for is kept all the same.
 */
const goneOnWith: readonly FinderResult['end'][] = ['cancelled', 'notReserved'];

/** Nothing that the result depends on has changed. */
function isAsItWas({ fingerprint }: Report, { fingerprint: now }: PlannedRun): boolean {
  return isDeepStrictEqual(fingerprint, now);
}

async function runAll(
  prepared: readonly Prepared[],
  { agreed, shown }: { readonly agreed: Agreed; readonly shown: vscode.TestRun },
  parts: HostParts,
): Promise<readonly Report[]> {
  for (const { chosen, run } of prepared) {
    for (const { id } of run.input.fixtures) shown.enqueued(chosen.tests.get(id)!);
  }
  if (agreed.byBatch && agreed.capUsd === undefined) {
    // They would wait for a day each.
    return runTogether(prepared, shown, parts);
  }
  const reports: Report[] = [];
  let spent = noMoney;
  for (const each of prepared) {
    const left = leftOfCap(agreed.capUsd, spent);
    if (shown.token.isCancellationRequested || left === 0) {
      skip(each, shown, left === 0 ? say('The cap is reached.') : say('The run was stopped.'));
      continue;
    }
    // What a run that fails has paid is not known, only the most that it can be.
    let most = noMoney;
    const noted = (state: FinderState) => void (most = bothMost(most, mostSpent(state)));
    const running = runOne(withCap(each, left), shown, parts, noted);
    const ended = await unlessItFails(each.chosen, running, parts);
    spent = bothPlus(spent, ended[0]?.result.spent ?? most);
    reports.push(...ended);
  }
  return reports;
}

/** Runs evaluations side by side. */
async function runTogether(
  prepared: readonly Prepared[],
  shown: vscode.TestRun,
  parts: HostParts,
): Promise<readonly Report[]> {
  const reports = await Promise.all(
    prepared.map((each) => unlessItFails(each.chosen, runOne(each, shown, parts), parts)),
  );
  return reports.flat();
}

function skip({ chosen, run }: Prepared, shown: vscode.TestRun, why: string): void {
  shown.appendOutput(`${say('{0}: not run. {1}', run.evaluation.name, why)}\r\n`);
  for (const { id } of run.input.fixtures) shown.skipped(chosen.tests.get(id)!);
}

/** The cap of all runs and the file's own hold both. */
function withCap(prepared: Prepared, leftUsd: number | undefined): Prepared {
  if (leftUsd === undefined) return prepared;
  const { run, options } = prepared;
  const maxUsd = Math.min(leftUsd, run.evaluation.maxUsd ?? leftUsd);
  const cap = { ...run.input.cap, nanoUsd: nanoUsdOf(maxUsd) };
  return {
    ...prepared,
    options: { ...options, maxUsd },
    run: { ...run, input: { ...run.input, cap } },
  };
}

/** What comes of an evaluation. One that fails is told at once, comes to nothing, and takes no other with it. */
async function unlessItFails<T>(
  { file }: Pick<ChosenEvaluation, 'file'>,
  work: Promise<T>,
  { report }: Pick<HostParts, 'report'>,
): Promise<readonly T[]> {
  try {
    return [await work];
  } catch (error) {
    report.show(named(file.name, error));
    return [];
  }
}

/** The error with the name of its evaluation. Problems for people become messages of the editor. */
function named(name: string, error: unknown): Error {
  const message = `“${name}”: ${error instanceof Error ? error.message : String(error)}`;
  if (error instanceof HumanError) return new HumanError(message, error.steps);
  if (error instanceof EvaluationProblem) return new HumanError(message);
  return Object.assign(new Error(message), error instanceof Error && { stack: error.stack });
}

/** Says what came out, with the way to the report. */
export async function tellReports(
  reports: readonly { readonly report: Report; readonly id: string }[],
  show: (id: string) => Promise<void>,
): Promise<void> {
  if (reports.length === 0) return;
  const label = say('Show Report');
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(
      reports
        .map(({ report }) => `${report.evaluation}: ${findingWords(report.result)}.`)
        .join(' '),
    ),
    ...(reports.length === 1 ? [label] : []),
  );
  if (chosen === label) await show(reports[0]!.id);
}
