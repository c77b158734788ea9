import * as vscode from 'vscode';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';
import type { CommandId } from '../platform/contributed.ts';
import { promptContext } from '../selection/promptContext.ts';
import { activeCodeEditor, targetOf, taskFor } from '../selection/taskFromEditor.ts';
import type { Handler, CommandContext } from './commandContext.ts';

/** The commands that run a task on the selection, each with its task type. */
const taskCommands: readonly { readonly id: CommandId; readonly type: TaskType }[] = [
  { id: 'tierwise.generateBoilerplate', type: 'boilerplate' },
  { id: 'tierwise.implement', type: 'feature' },
  { id: 'tierwise.refactor', type: 'refactor' },
  { id: 'tierwise.debug', type: 'debug' },
  { id: 'tierwise.review', type: 'review' },
  { id: 'tierwise.explain', type: 'explain' },
  { id: 'tierwise.writeTests', type: 'test' },
  { id: 'tierwise.document', type: 'docs' },
  { id: 'tierwise.ask', type: 'other' },
];

/** Task types that cannot be asked for without words. */
const questions: Partial<Readonly<Record<TaskType, string>>> = {
  feature: 'What should this code do?',
  other: 'What do you want to know?',
};

export function taskHandlers(world: CommandContext): [CommandId, Handler][] {
  return [
    ...taskCommands.map(({ id, type }): [CommandId, Handler] => [id, () => runTask(world, type)]),
    ['tierwise.escalateSelection', () => escalateSelection(world)],
  ];
}

async function runTask(world: CommandContext, type: TaskType): Promise<void> {
  const target = await targetOf(activeCodeEditor());
  const instruction = await instructionFor(type);
  if (instruction === undefined) return;
  if (type !== 'other' || instruction.trim() === '') {
    return (await world.runner()).run(await taskFor(type, target, instruction));
  }
  const classified = await world.taskTypes.classify(instruction, promptContext(target));
  const bound = await taskFor(classified.taskType, target, instruction);
  await (await world.runner()).run({ ...bound, classified });
}

// A command may be asked without words; only Escape gives up.
async function instructionFor(type: TaskType): Promise<string | undefined> {
  const prompt = questions[type];
  if (!prompt) return '';
  return vscode.window.showInputBox({
    title: `Tierwise: ${taskTypeLabels[type]}`,
    prompt,
    ignoreFocusOut: true,
  });
}

/** The last task on these lines again, on the top tier; without one, a task of the developer's choice. */
async function escalateSelection({ runner, answers }: CommandContext): Promise<void> {
  const target = await targetOf(activeCodeEditor());
  const earlier = answers.about(target.document.uri, target.range);
  if (earlier) return (await runner()).escalate(earlier, 'top');
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((type) => ({ label: taskTypeLabels[type], type })),
    {
      title: 'Tierwise: Escalate to Reasoning Model',
      placeHolder: 'What should the reasoning model do with the selection?',
    },
  );
  if (!chosen) return;
  const instruction = await instructionFor(chosen.type);
  if (instruction === undefined) return;
  await (await runner()).run(await taskFor(chosen.type, target, instruction), { to: 'top' });
}
