import type { Evaluation } from '../../evaluation/files/evaluation.ts';
import { planRun, type PlannedRun, runEvaluation } from '../../evaluation/run/evaluate.ts';
import { EvaluationProblem } from '../../evaluation/run/evaluationProblem.ts';
import { readReports } from '../../evaluation/run/readReports.ts';
import type { RunOptions } from '../../evaluation/run/runOptions.ts';
import { JournalInUse } from '../../execution/workflow/journal/journal.ts';
import { defined } from '../../routing/input/objects.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Estimated, Evaluated, PolicyCheck } from '../evaluated.ts';
import type { Interruption } from './interrupt.ts';
import type { Run } from './openRun.ts';
import type { EvaluateOptions } from './options.ts';
import { checkedJudge } from './checkedJudge.ts';
import { checkPolicy } from './policyCheck.ts';
import type { EvaluationFile } from './readFiles.ts';
import { tellBatches, tellVerdicts } from './progress.ts';
import { verdictOf } from './verdict.ts';

/** What runs evaluations, one after the other. */
export interface Evaluating {
  readonly run: Run;
  readonly options: EvaluateOptions;
  readonly interruption: Interruption;
  /** Told what happens meanwhile, in sentences. */
  readonly progress: (sentence: string) => void;
}

/** What an evaluation may take. It makes no call. */
export async function estimateOne(
  { file, evaluation }: EvaluationFile,
  { run, options, progress }: Omit<Evaluating, 'interruption'>,
): Promise<Estimated> {
  const head = { file, evaluation };
  try {
    const { estimate, input, leftOut } = await planRun(
      evaluation,
      run.host,
      await runOptions(evaluation, run, { ...options, tasksBefore: 0 }),
    );
    const simulated = input.candidates.every((each) => each.simulated === true);
    return { ...head, estimate, leftOut, simulated };
  } catch (error) {
    return { ...head, leftOut: [], simulated: false, why: problemOf(error, progress) };
  }
}

/** Runs one evaluation to its end and judges it. `tasksBefore` have been asked for in earlier ones. */
export async function evaluateOne(
  { file, evaluation }: EvaluationFile,
  { run, options, interruption, progress }: Evaluating,
  tasksBefore: number,
): Promise<Evaluated> {
  const head = { file, evaluation };
  const notRun = (end: Evaluated['end'], why: string) => ({ ...head, end, why, leftOut: [] });
  if (interruption.stop.aborted) return notRun('interrupted', 'The run was interrupted before it.');
  try {
    const limits = await runOptions(evaluation, run, { ...options, tasksBefore });
    if (limits.maxUsd === 0 || limits.maxCalls === 0) {
      return notRun('undecided', 'Earlier evaluations used up the cap of this run.');
    }
    const planned = await planRun(evaluation, run.host, limits);
    const report = await runEvaluation(planned, run.host, {
      signal: interruption.stop,
      options: limits,
      changed: tellVerdicts(evaluation, progress),
      batches: tellBatches(evaluation, progress),
    });
    const policy = await policyCheckOf(planned, report.result, run);
    const { leftOut } = planned;
    const judge = await checkedJudge({ file, evaluation }, run.host.folder);
    const verdict = verdictOf(report, policy, leftOut);
    return { ...head, ...verdict, leftOut, report, policy, ...(judge && { judge }) };
  } catch (error) {
    return notRun('undecided', problemOf(error, progress));
  }
}

/** What is wrong, for people. A bug does not take the results of other evaluations with it. */
function problemOf(error: unknown, tell: (sentence: string) => void): string {
  if (error instanceof EvaluationProblem) return error.message;
  if (error instanceof JournalInUse) {
    return 'Another run has this evaluation open in the same results folder. Wait for its end.';
  }
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 'Something went wrong in Tierwise itself; the error output says more.';
}

/** The options of one evaluation, with what earlier ones have left of the caps. */
async function runOptions(
  { name, fixtures }: Evaluation,
  { host, ledger, cap }: Run,
  {
    tasksBefore,
    ...options
  }: EvaluateOptions & {
    readonly tasksBefore: number;
  },
): Promise<RunOptions> {
  const { seed, concurrency, wholeGrid, only, maxUsd, maxCalls, resume, batch } = options;
  const [balance] = await ledger.standings(cap ? [cap] : []);
  const spent = Math.max(balance?.spentNanoUsd ?? 0, balance?.practice.spentNanoUsd ?? 0);
  const runId = resume ? await unfinishedRun(host.folder, name) : undefined;
  return {
    concurrency,
    wholeGrid,
    ...(batch && { batch: 'developer' }),
    // Each of these fixtures is in one of the evaluations.
    ...(only.length > 0 && {
      only: fixtures.map(({ id }) => id).filter((id) => only.includes(id)),
    }),
    ...defined({
      seed,
      resume: runId,
      maxUsd: maxUsd === undefined ? undefined : Math.max(0, maxUsd - spent / 1e9),
      maxCalls: maxCalls === undefined ? undefined : Math.max(0, maxCalls - tasksBefore),
    }),
  };
}

/** The last run of an evaluation when it did not come to its end. */
async function unfinishedRun(folder: string, name: string): Promise<string | undefined> {
  const last = (await readReports(folder, name)).at(-1);
  return last && last.result.end !== 'decided' ? last.runId : undefined;
}

async function policyCheckOf(
  { evaluation }: PlannedRun,
  result: Parameters<typeof checkPolicy>[1]['result'],
  { host }: Run,
): Promise<PolicyCheck> {
  const { subject } = evaluation;
  const workflow = subject.kind === 'step' ? await host.workflow(subject.workflow) : undefined;
  const situation = allReady(await host.situation('plaintext'));
  return checkPolicy(evaluation, { situation, workflow, result });
}

/** The policy is checked and not this machine: every provider counts as ready. */
function allReady(situation: Situation): Situation {
  const providers = [...situation.providers].map(
    ([id, facts]) => [id, { ...facts, state: { state: 'ready' } }] as const,
  );
  return { ...situation, providers: new Map(providers), coolingDown: new Map() };
}
