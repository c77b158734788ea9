import * as vscode from 'vscode';
import { openExperiments } from '../evaluation/watching/door.ts';
import type { EvaluationFile } from '../evaluation/files/readEvaluations.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import type { CommandContext, Handler } from './commandContext.ts';

export function evaluationHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.evaluate', (argument) => evaluate(context, argument)],
    ['tierwise.checkModelInUse', (argument) => checkModelInUse(context, argument)],
    ['tierwise.showEvaluation', (argument) => showEvaluation(context, argument)],
    ['tierwise.showExperiments', async () => (await openExperiments()).showExperiments(context)],
  ];
}

async function evaluate({ evaluations }: CommandContext, argument: unknown): Promise<void> {
  const explorer = await evaluations.explorer();
  const file = await chosenFile(await explorer.all(), argument, vscode.l10n.t('Evaluate'));
  if (file) await explorer.evaluateFile(file);
}

async function checkModelInUse({ evaluations }: CommandContext, argument: unknown): Promise<void> {
  const explorer = await evaluations.explorer();
  const file = await chosenFile(
    await explorer.all(),
    argument,
    vscode.l10n.t('Check the Model in Use'),
  );
  if (file) await explorer.checkModelInUse(file);
}

async function showEvaluation(
  { evaluations, workflows }: CommandContext,
  argument: unknown,
): Promise<void> {
  const explorer = await evaluations.explorer();
  const id = typeof argument === 'string' ? argument : workflows.evaluationOf(argument);
  const file = await chosenFile(await explorer.all(), id, vscode.l10n.t('Show Evaluation Report'));
  if (file) await explorer.showReport(file);
}

async function chosenFile(
  files: readonly EvaluationFile[],
  argument: unknown,
  title: string,
): Promise<EvaluationFile | undefined> {
  if (!vscode.workspace.isTrusted) {
    throw new HumanError(
      vscode.l10n.t('Trust this workspace first: its evaluations are not read until then.'),
    );
  }
  if (files.length === 0) {
    throw new HumanError(
      vscode.l10n.t(
        'There is no evaluation here yet. Write one as .tierwise/evaluations/name.yaml in this repository.',
      ),
      [{ label: vscode.l10n.t('New Evaluation…'), command: 'tierwise.newEvaluation' }],
    );
  }
  const named = files.find(({ id, name }) => id === argument || name === argument);
  if (named) return named;
  const chosen = await vscode.window.showQuickPick(
    files.map((file) => ({
      label: file.name,
      description: file.folder.name,
      detail: file.parsed.evaluation?.description ?? file.parsed.problems[0]?.message ?? '',
      file,
    })),
    { title: `Tierwise: ${title}`, matchOnDetail: true },
  );
  return chosen?.file;
}
