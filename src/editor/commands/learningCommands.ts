import * as vscode from 'vscode';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';
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
    throw new HumanError('No question was asked in this window yet. Run “Tierwise: Ask…” first.', [
      { label: 'Ask…', command: 'tierwise.ask' },
    ]);
  }
  const { taskType, confidence } = last.classification;
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((type) => ({
      label: taskTypeLabels[type],
      type,
      ...(type === taskType && {
        description: `recognised, ${Math.round(confidence * 100)} % sure`,
      }),
    })),
    {
      title: 'Tierwise: Correct Task Type',
      placeHolder: `What kind of task is “${shortened(last.prompt)}”?`,
    },
  );
  if (!chosen) return;
  await classifier.correct(last, chosen.type);
  void vscode.window.showInformationMessage(
    `Learnt: prompts like this mean ${taskTypeLabels[chosen.type]}.`,
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
    title: 'Tierwise: Evidence',
    status: () => 'How the models did on your own tasks; older answers count for less',
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
      label: 'All evidence',
      detail: 'Every task type and kind of turn starts from the shipped priors again',
    },
    ...taskTypes.map((of) => ({ label: taskTypeLabels[of], of })),
    {
      label: 'Turns of agents’ loops',
      of: 'turns',
      detail: 'Each kind of turn gets its usual tier again',
    },
    {
      label: 'Corrected task types',
      of: 'corrections',
      detail: 'Questions are classified as shipped again',
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Tierwise: Reset Evidence',
    placeHolder: 'What should be forgotten? Spend stays in the ledger.',
  });
  if (!chosen) return;
  const { of, label } = chosen;
  if (of === 'corrections') await classifier.reset();
  else if (of === 'turns') await ledger.recordEvidenceReset({ atMs: Date.now(), turn: 'any' });
  else await ledger.recordEvidenceReset({ atMs: Date.now(), ...(of && { taskType: of }) });
  evidence.forgetTurns();
  news.emitSpend();
  void vscode.window.showInformationMessage(`Forgotten: ${label}.`);
}
