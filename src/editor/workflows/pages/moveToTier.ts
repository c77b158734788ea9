import * as vscode from 'vscode';
import { say } from '../../platform/say.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { SituationSource } from '../../situation/situationSource.ts';
import { copyWorkflow } from '../files/copyWorkflow.ts';
import type { WorkflowFiles } from '../files/workflowFiles.ts';
import type { WorkflowRun } from '../workflowRuns.ts';
import { modelWords } from './describeTrace.ts';
import { moveStep } from './moveStep.ts';

/** Writes another tier into the `model` of a run's step; a shipped workflow is copied first. */
export async function moveToTier(
  run: WorkflowRun,
  stepId: string | undefined,
  { files, situation }: { readonly files: WorkflowFiles; readonly situation: SituationSource },
): Promise<void> {
  const step = stepId === undefined ? await chosenStep(run) : run.trace.steps.get(stepId);
  if (!step) return;
  const { tiers } = await situation.policy();
  const tier = await vscode.window.showQuickPick(
    tiers.map(({ name }) => name),
    {
      title: vscode.l10n.t('Tierwise: Move “{0}”', step.name),
      placeHolder: say('Now: {0}', modelWords(step)),
    },
  );
  if (tier === undefined) return;
  const uri = await ownDefinition(run, files);
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const change = moveStep(document.getText(), step.name, tier);
  if (!change) {
    throw new HumanError(
      vscode.l10n.t(
        'The definition no longer has a step “{0}” with a prompt. Choose another step.',
        step.name,
      ),
    );
  }
  const start = document.positionAt(change.start);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(start, document.positionAt(change.end)), change.text);
  await vscode.workspace.applyEdit(edit);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(document, { selection, preview: false });
}

async function chosenStep({ trace }: WorkflowRun) {
  const steps = [...trace.steps.values()].filter(({ kind }) => kind === 'model');
  const chosen = await vscode.window.showQuickPick(
    [...new Map(steps.map((step) => [step.name, step])).values()].map((step) => ({
      label: step.name,
      description: modelWords(step),
      step,
    })),
    { title: vscode.l10n.t('Tierwise: Move Step to Another Tier') },
  );
  return chosen?.step;
}

/** The definition in the repository; for a shipped workflow a copy, if the developer wants one. */
async function ownDefinition(
  { workflow }: WorkflowRun,
  files: WorkflowFiles,
): Promise<vscode.Uri | undefined> {
  const file = await files.find(workflow);
  if (!file)
    throw new HumanError(
      vscode.l10n.t('The definition of this run no longer exists. Restore its file first.'),
    );
  if (file.origin === 'repository') return file.uri;
  const own = await files.find(`repository/${file.name}`);
  if (own) return own.uri;
  const copy = vscode.l10n.t('Copy and Move');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} comes with Tierwise and cannot be changed. Copy it into .tierwise/workflows of this repository?',
      file.name,
    ),
    { modal: true },
    copy,
  );
  return chosen === copy ? copyWorkflow(file, files) : undefined;
}
