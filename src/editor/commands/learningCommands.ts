import * as vscode from 'vscode';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { openEvidencePage } from '../spend/door.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function learningHandlers(world: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.correctTaskType', () => correctTaskType(world)],
    ['tierwise.showEvidence', () => showEvidence(world)],
    ['tierwise.resetEvidence', () => resetEvidence(world)],
  ];
}

async function correctTaskType({ taskTypes: known }: CommandContext): Promise<void> {
  const { last } = known;
  if (!last) {
    throw new HumanError('No question was asked in this window yet. Run “Tierwise: Ask…” first.');
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
      placeHolder: `What was meant by “${shortened(last.prompt)}”?`,
    },
  );
  if (!chosen) return;
  await known.correct(last, chosen.type);
  void vscode.window.showInformationMessage(
    `Learnt: such words mean ${taskTypeLabels[chosen.type]}. The next question is read that way.`,
  );
}

function shortened(prompt: string): string {
  const line = prompt.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

async function showEvidence({ evidence, prose }: CommandContext): Promise<void> {
  const [past, { evidencePage }] = await Promise.all([evidence.past(), openEvidencePage()]);
  prose.show({
    id: 'evidence',
    title: 'Tierwise: Evidence',
    status: () => 'How the models did on your own tasks; old answers count for less',
    markdown: () => evidencePage(past),
    running: () => false,
  });
}

interface ResetItem extends vscode.QuickPickItem {
  readonly of?: TaskType | 'corrections';
}

async function resetEvidence({ ledger, news, taskTypes: known }: CommandContext): Promise<void> {
  const items: ResetItem[] = [
    { label: 'All evidence', detail: 'Every task type begins with the shipped priors again' },
    ...taskTypes.map((of) => ({ label: taskTypeLabels[of], of })),
    {
      label: 'Corrected task types',
      of: 'corrections',
      detail: 'Questions are read as shipped again',
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Tierwise: Reset Evidence',
    placeHolder: 'What should be forgotten? What was spent stays in the ledger.',
  });
  if (!chosen) return;
  const { of, label } = chosen;
  if (of === 'corrections') await known.reset();
  else await ledger.recordEvidenceReset({ atMs: Date.now(), ...(of && { taskType: of }) });
  news.emitSpend();
  void vscode.window.showInformationMessage(`Forgotten: ${label}.`);
}
