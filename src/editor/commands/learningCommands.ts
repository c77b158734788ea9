import * as vscode from 'vscode';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { say, taskTypeName } from '../platform/say.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { openEvidencePage } from '../spend/door.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function learningHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.correctTaskType', () => correctTaskType(context)],
    ['tierwise.showEvidence', () => showEvidence(context)],
    ['tierwise.resetEvidence', () => resetEvidence(context)],
  ];
}

async function correctTaskType({ taskTypes: classifier }: CommandContext): Promise<void> {
  const { last } = classifier;
  if (!last) {
    throw new HumanError(
      vscode.l10n.t('No question was asked in this window yet. Run “Tierwise: Ask…” first.'),
      [{ label: vscode.l10n.t('Ask…'), command: 'tierwise.ask' }],
    );
  }
  const { taskType, confidence } = last.classification;
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((type) => ({
      label: taskTypeName(type),
      type,
      ...(type === taskType && {
        description: vscode.l10n.t('recognised, {0} % sure', Math.round(confidence * 100)),
      }),
    })),
    {
      title: vscode.l10n.t('Tierwise: Correct Task Type'),
      placeHolder: vscode.l10n.t('What kind of task is “{0}”?', shortened(last.prompt)),
    },
  );
  if (!chosen) return;
  await classifier.correct(last, chosen.type);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Learnt: prompts like this mean {0}.', taskTypeName(chosen.type)),
  );
}

function shortened(prompt: string): string {
  const line = prompt.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

async function showEvidence({ evidence, prose }: CommandContext): Promise<void> {
  const [past, turns, { evidencePage }] = await Promise.all([
    evidence.past(),
    evidence.turns(),
    openEvidencePage(),
  ]);
  prose.show({
    id: 'evidence',
    title: say('Tierwise: Evidence'),
    status: () => say('How the models did on your own tasks; older answers count for less'),
    markdown: () => evidencePage(past, turns),
    running: () => false,
  });
}

interface ResetItem extends vscode.QuickPickItem {
  readonly of?: TaskType | 'turns' | 'corrections';
}

async function resetEvidence({
  evidence,
  ledger,
  news,
  taskTypes: classifier,
}: CommandContext): Promise<void> {
  const items: ResetItem[] = [
    {
      label: vscode.l10n.t('All evidence'),
      detail: vscode.l10n.t(
        'Every task type and kind of turn starts from the shipped priors again',
      ),
    },
    ...taskTypes.map((of) => ({ label: taskTypeName(of), of })),
    {
      label: vscode.l10n.t('Turns of agents’ loops'),
      of: 'turns',
      detail: vscode.l10n.t('Each kind of turn gets its usual tier again'),
    },
    {
      label: vscode.l10n.t('Corrected task types'),
      of: 'corrections',
      detail: vscode.l10n.t('Questions are classified as shipped again'),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Tierwise: Reset Evidence'),
    placeHolder: vscode.l10n.t('What should be forgotten? Spend stays in the ledger.'),
  });
  if (!chosen) return;
  const { of, label } = chosen;
  if (of === 'corrections') await classifier.reset();
  else if (of === 'turns') await ledger.recordEvidenceReset({ atMs: Date.now(), turn: 'any' });
  else await ledger.recordEvidenceReset({ atMs: Date.now(), ...(of && { taskType: of }) });
  evidence.forgetTurns();
  news.emitSpend();
  void vscode.window.showInformationMessage(vscode.l10n.t('Forgotten: {0}.', label));
}
