import * as vscode from 'vscode';
import { spentIn } from '../../execution/workflow/journal/trace.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { copyWorkflow } from '../workflows/files/copyWorkflow.ts';
import type { Workflows } from '../workflows/registerWorkflows.ts';
import { openMoveToTier, openWhatIf } from '../workflows/door.ts';
import { momentWords } from '../platform/moments.ts';
import { spentWords, statusWords } from '../workflows/pages/describeTrace.ts';
import { statusOf } from '../workflows/runStatus.ts';
import type { WorkflowFile } from '../workflows/files/workflowFile.ts';
import type { WorkflowFiles } from '../workflows/files/workflowFiles.ts';
import { workflowName } from '../workflows/files/workflowName.ts';
import type { WorkflowRun } from '../workflows/workflowRuns.ts';
import type { WorkflowNode } from '../workflows/workflowTree.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function workflowHandlers(context: CommandContext): [CommandId, Handler][] {
  const { workflows } = context;
  return [
    ['tierwise.runWorkflow', (argument) => runWorkflow(workflows, argument)],
    ['tierwise.cancelRun', (argument) => cancelRun(workflows, argument)],
    ['tierwise.resumeRun', (argument) => resumeRun(workflows, argument)],
    ['tierwise.showTrace', (argument) => showTrace(workflows, argument)],
    ['tierwise.openWorkflow', (argument) => openDefinition(workflows, argument)],
    ['tierwise.copyWorkflow', (argument) => copyToRepository(workflows, argument)],
    ['tierwise.moveStep', (argument) => moveStep(context, argument)],
    ['tierwise.compareTiers', (argument) => compareTiers(workflows, argument)],
    ['tierwise.whatIf', (argument) => askWhatIf(context, argument)],
  ];
}

async function runWorkflow(workflows: Workflows, argument: unknown): Promise<void> {
  const file = await chosenFile(workflows, argument, vscode.l10n.t('Run Workflow'));
  if (file) await (await workflows.runner()).run(file);
}

async function cancelRun(workflows: Workflows, argument: unknown): Promise<void> {
  const run = await runningRun(workflows, argument);
  run?.abort?.abort();
}

async function resumeRun(workflows: Workflows, argument: unknown): Promise<void> {
  const run = await chosenRun(workflows, argument, vscode.l10n.t('Resume Run'));
  if (run) await (await workflows.runner()).resume(run, await fileOf(run, workflows.files));
}

async function showTrace(workflows: Workflows, argument: unknown): Promise<void> {
  const run = await chosenRun(workflows, argument, vscode.l10n.t('Show Trace'));
  if (run) (await workflows.runner()).show(run);
}

async function openDefinition(workflows: Workflows, argument: unknown): Promise<void> {
  const file = await chosenFile(workflows, argument, vscode.l10n.t('Open Definition'));
  if (file) await openAtProblem(file);
}

async function copyToRepository(workflows: Workflows, argument: unknown): Promise<void> {
  const file = await chosenFile(
    workflows,
    argument,
    vscode.l10n.t('Copy Shipped Workflow into the Repository'),
  );
  if (file) await vscode.window.showTextDocument(await copyWorkflow(file, workflows.files));
}

async function moveStep(
  { workflows, situation }: CommandContext,
  argument: unknown,
): Promise<void> {
  const run = await chosenRun(workflows, argument, vscode.l10n.t('Move Step to Another Tier'));
  const { moveToTier } = await openMoveToTier();
  if (run) await moveToTier(run, stepIn(argument), { files: workflows.files, situation });
}

async function compareTiers(workflows: Workflows, argument: unknown): Promise<void> {
  const run = await chosenRun(workflows, argument, vscode.l10n.t('Compare Tiers on a Step'));
  if (!run) return;
  const runner = await workflows.runner();
  await runner.compare(run, stepIn(argument), await fileOf(run, workflows.files));
}

async function askWhatIf(
  { workflows, situation, prose }: CommandContext,
  argument: unknown,
): Promise<void> {
  const run = await chosenRun(workflows, argument, vscode.l10n.t('What Would It Have Cost'));
  const { showWhatIf } = await openWhatIf();
  if (run) await showWhatIf(run, { situation, prose });
}

async function chosenFile(
  { files }: Workflows,
  argument: unknown,
  title: string,
): Promise<WorkflowFile | undefined> {
  const node = nodeIn(argument);
  const id = typeof argument === 'string' ? argument : fileIdIn(node);
  if (id !== undefined) return found(await files.find(id));
  const all = await files.all();
  const chosen = await vscode.window.showQuickPick(
    all.map((file) => ({
      label: workflowName(file.name),
      description:
        file.origin === 'repository' ? vscode.l10n.t('this repository') : vscode.l10n.t('shipped'),
      detail: file.parsed.workflow?.description ?? file.parsed.problems[0]?.message ?? '',
      file,
    })),
    { title: `Tierwise: ${title}`, matchOnDetail: true },
  );
  return chosen && found(await files.find(chosen.file.id));
}

function found(file: WorkflowFile | undefined): WorkflowFile {
  if (file) return file;
  throw new HumanError(vscode.l10n.t('This workflow no longer exists. Choose another one.'));
}

async function chosenRun(
  { runs, files }: Workflows,
  argument: unknown,
  title: string,
): Promise<WorkflowRun | undefined> {
  const node = nodeIn(argument);
  if (node && node.kind !== 'workflow') return node.run;
  const named = typeof argument === 'string' ? runs.find(argument) : undefined;
  if (named) return named;
  const all = (await Promise.all((await files.all()).map(({ id }) => runs.of(id)))).flat();
  if (all.length === 0) {
    throw new HumanError(vscode.l10n.t('No workflow has run here yet. Run one first.'), [
      { label: vscode.l10n.t('Run Workflow…'), command: 'tierwise.runWorkflow' },
    ]);
  }
  const chosen = await vscode.window.showQuickPick(
    all
      .toSorted((a, b) => b.trace.startedAtMs - a.trace.startedAtMs)
      .map((run) => ({
        label: workflowName(run.trace.workflow),
        description: momentWords(run.trace.startedAtMs),
        detail: [statusWords[statusOf(run)], spentWords(spentIn(run.trace))]
          .filter(Boolean)
          .join(' · '),
        run,
      })),
    { title: `Tierwise: ${title}` },
  );
  return chosen?.run;
}

async function runningRun(
  { runs }: Workflows,
  argument: unknown,
): Promise<WorkflowRun | undefined> {
  const node = nodeIn(argument);
  if (node && node.kind !== 'workflow') return node.run;
  const [only, another] = runs.running;
  if (!only)
    throw new HumanError(vscode.l10n.t('No workflow is running, so there is nothing to cancel.'));
  if (!another) return only;
  const chosen = await vscode.window.showQuickPick(
    runs.running.map((run) => ({ label: workflowName(run.trace.workflow), run })),
    { title: vscode.l10n.t('Tierwise: Cancel Run') },
  );
  return chosen?.run;
}

async function fileOf(run: WorkflowRun, files: WorkflowFiles): Promise<WorkflowFile> {
  const file = await files.find(run.workflow);
  if (file) return file;
  throw new HumanError(
    vscode.l10n.t(
      'The definition of this run no longer exists. Restore its file, or run another workflow.',
    ),
  );
}

async function openAtProblem({ uri, parsed }: WorkflowFile): Promise<void> {
  const [problem] = parsed.problems;
  if (!problem) {
    await vscode.window.showTextDocument(uri);
    return;
  }
  const place = new vscode.Position(problem.line - 1, problem.column - 1);
  const target = problem.file === undefined ? uri : vscode.Uri.joinPath(uri, '..', problem.file);
  await vscode.window.showTextDocument(target, { selection: new vscode.Range(place, place) });
}

function nodeIn(argument: unknown): WorkflowNode | undefined {
  const isNode = typeof argument === 'object' && argument !== null && 'kind' in argument;
  return isNode ? (argument as WorkflowNode) : undefined;
}

function fileIdIn(node: WorkflowNode | undefined): string | undefined {
  if (!node) return undefined;
  return node.kind === 'workflow' ? node.file.id : node.run.workflow;
}

function stepIn(argument: unknown): string | undefined {
  const node = nodeIn(argument);
  return node?.kind === 'step' ? node.step : undefined;
}
