import { counted } from '../../routing/input/counted.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../evaluation/files/evaluation.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import { dayOf } from '../../routing/time.ts';
import { type Io, InputError } from '../command.ts';
import { codeOf, type Estimated, type Evaluated, evaluationCodes } from '../evaluated.ts';
import { describeEstimates, describeEvaluations } from '../print/describeEvaluations.ts';
import { jsonOfEstimates, jsonOfEvaluations } from '../print/evaluationJson.ts';
import { junitOfEvaluations } from '../print/evaluationJunit.ts';
import { summaryOfEvaluations } from '../print/evaluationSummary.ts';
import { policyWithout, readPolicy } from '../read/readSituation.ts';
import { estimateOne, evaluateOne, type Evaluating } from './evaluateOne.ts';
import { listenForInterrupts } from './interrupt.ts';
import { openRun } from './openRun.ts';
import type { EvaluateOptions } from './options.ts';
import { type Outputs, openOutputs } from './outputs.ts';
import { type EvaluationFile, readEvaluations } from './readFiles.ts';
import { readUserSettings, type UserSettings } from './readUserSettings.ts';
import { askingSteps, readWorkflows, soundWorkflows } from './workflows.ts';

/*
 * This folder is `tierwise evaluate`: an evaluation without an editor, for CI. Arguments, files and the
 * environment come in; a report in words, JSON, JUnit and Markdown and an exit code go out.
 * `readUserSettings.ts`, `keys.ts`, `workflows.ts` and `readFiles.ts` read what there is to read, before
 * anything is asked. `openRun.ts` makes what a run needs: providers, gates and a ledger of its own.
 * `evaluateOne.ts` runs one evaluation, `verdict.ts` and `policyCheck.ts` judge it.
 */

/**
 * Runs, estimates or checks evaluations; resolves to the exit code. Throws `InputError` for a faulty file and
 * `UsageError` for a wrong argument, both before the first call.
 */
export async function evaluateFiles(
  options: EvaluateOptions,
  args: readonly string[],
  io: Io,
): Promise<number> {
  const project = process.cwd();
  const settings = await readUserSettings(options.settings, dayOf(Date.now()));
  const found = await readWorkflows(project, settings);
  const policy = await policyOf(project, settings);
  const files = await readEvaluations(project, options.files, {
    tierNames: Object.keys(settings.tiers),
    steps: askingSteps(found),
    privateFiles: settings.privateFiles,
  });
  refuseUnknown(options.only, files);
  if (options.check) {
    const fixtures = files.reduce((sum, { evaluation }) => sum + evaluation.fixtures.length, 0);
    io.write(
      `${counted(files.length, 'evaluation')} with ${counted(fixtures, 'fixture')}: all sound.\n`,
    );
    return evaluationCodes.proven;
  }
  const interruption = listenForInterrupts((sentence) => io.writeError(`${sentence}\n`));
  const warn = (message: string) => io.writeError(`${message}\n`);
  const workflows = soundWorkflows(found);
  const parts = { project, settings, policy, workflows, options, interruption, warn };
  const run = openRun({ ...parts, env: process.env });
  try {
    const outputs = openOutputs(options, { io, env: process.env, secrets: run.providers.secrets });
    const evaluating = { run, options, interruption, progress: outputs.tell };
    if (options.estimate) return await estimateAll(files, evaluating, outputs);
    return await evaluateAll(files, evaluating, { outputs, args });
  } finally {
    interruption.dispose();
    await run.close();
  }
}

/** Rules from settings first, then the repository's, then the shipped ones, as in the editor. */
async function policyOf(project: string, settings: UserSettings): Promise<Policy> {
  const path = join(project, '.tierwise', 'policy.yaml');
  const { tiers, rules, localRules, costRules } = settings;
  const own = existsSync(path) ? await readPolicy(path, tiers) : policyWithout(tiers);
  return {
    ...own,
    rules: [...rules, ...own.rules],
    localRules: [...localRules, ...(own.localRules ?? [])],
    costRules: [...costRules, ...(own.costRules ?? [])],
  };
}

function refuseUnknown(only: readonly string[], files: readonly EvaluationFile[]): void {
  const ids = new Set(files.flatMap(({ evaluation }) => evaluation.fixtures.map(({ id }) => id)));
  const unknown = only.find((id) => !ids.has(id));
  if (unknown === undefined) return;
  throw new InputError(`There is no fixture "${unknown}" in these evaluations. Correct --only.`);
}

async function estimateAll(
  files: readonly EvaluationFile[],
  evaluating: Evaluating,
  outputs: Outputs,
): Promise<number> {
  const estimated: Estimated[] = [];
  for (const file of wanted(files, evaluating.options)) {
    estimated.push(await estimateOne(file, evaluating));
  }
  outputs.write({
    words: describeEstimates(estimated),
    json: () => jsonOfEstimates(estimated),
  });
  return estimated.every(({ estimate }) => estimate)
    ? evaluationCodes.proven
    : evaluationCodes.undecided;
}

async function evaluateAll(
  files: readonly EvaluationFile[],
  evaluating: Evaluating,
  { outputs, args }: { readonly outputs: Outputs; readonly args: readonly string[] },
): Promise<number> {
  const { run, options } = evaluating;
  const evaluated: Evaluated[] = [];
  for (const file of wanted(files, options)) {
    const tasks = evaluated.reduce((sum, { report }) => sum + (report?.result.calls ?? 0), 0);
    evaluated.push(await evaluateOne(file, evaluating, tasks));
  }
  const exitCode = codeOf(evaluated.map(({ end }) => end));
  const totals = run.ledger.totals();
  outputs.write({
    words: describeEvaluations(evaluated, totals),
    json: () => jsonOfEvaluations(evaluated, { exitCode, totals }),
    junit: () => junitOfEvaluations(evaluated),
    summary: () => summaryOfEvaluations(evaluated, totals),
  });
  if (exitCode === evaluationCodes.interrupted) outputs.tell(howToResume(options, args));
  return exitCode;
}

/** With `--only`, evaluations without one of these fixtures are left out. */
function wanted(
  files: readonly EvaluationFile[],
  { only }: EvaluateOptions,
): readonly EvaluationFile[] {
  const isWanted = ({ fixtures }: Evaluation) => fixtures.some(({ id }) => only.includes(id));
  return only.length === 0 ? files : files.filter(({ evaluation }) => isWanted(evaluation));
}

function howToResume({ results }: EvaluateOptions, args: readonly string[]): string {
  const again = args.includes('--resume') ? args : [...args, '--resume'];
  const words = again.map((each) => (/^[\w./=:-]+$/.test(each) ? each : JSON.stringify(each)));
  return `All answers so far are kept in ${results}. Go on with: tierwise evaluate ${words.join(' ')}`;
}
