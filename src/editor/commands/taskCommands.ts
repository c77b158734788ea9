import * as vscode from 'vscode';
import type { Classification } from '../../routing/classify/classify.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { say, taskTypeName } from '../platform/say.ts';
import type { CommandId } from '../platform/contributed.ts';
import { promptContext } from '../selection/promptContext.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { openDryRun } from '../tasks/door.ts';
import { activeCodeEditor, codeEditor } from '../selection/codeEditor.ts';
import { type Target, targetOf, taskFor } from '../selection/taskFromEditor.ts';
import type { Handler, CommandContext } from './commandContext.ts';

/*
 * Commands: what package.json contributes, one file for each group.
 *
 * In come a command and its argument, from a menu, a key binding or another command. Each handler calls
 * the room that does the work. `handlers.ts` has all of them, `register.ts` registers the commands and shows errors;
 * `commandContext.ts` lists what they work on.
 */

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

/** Task types that ask the developer for an instruction. */
const questions: Partial<Readonly<Record<TaskType, string>>> = {
  feature: vscode.l10n.t('What should this code do?'),
  other: vscode.l10n.t('What do you want to know?'),
};

export function taskHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ...taskCommands.map(({ id, type }): [CommandId, Handler] => [id, () => runTask(context, type)]),
    ['tierwise.escalateSelection', () => escalateSelection(context)],
    ['tierwise.whatWouldHappen', () => showDryRun(context)],
  ];
}

async function runTask(context: CommandContext, type: TaskType): Promise<void> {
  const editor = codeEditor();
  if (type === 'other' && !editor) return askInChat();
  const target = await targetOf(editor ?? activeCodeEditor(), type);
  const instruction = await instructionFor(type);
  if (instruction === undefined) return;
  const runner = await context.runner();
  if (type !== 'other' || instruction.trim() === '') {
    const kind = await guessed(type, { target, instruction }, context);
    return runner.run(await taskFor(kind, target, instruction));
  }
  const classified = await context.taskTypes.classify(instruction, promptContext(target), {
    seen: [{ path: shownPath(target.document.uri), language: target.document.languageId }],
  });
  const bound = await taskFor(classified, target, instruction);
  await runner.run({ ...bound, classified });
}

/** What the words of a command ask for, without asking a model; the command alone when there are none. */
async function guessed(
  type: TaskType,
  { target, instruction }: { readonly target: Target; readonly instruction: string },
  { taskTypes: types }: CommandContext,
): Promise<TaskType | Classification> {
  if (instruction.trim() === '') return type;
  const command = type === 'other' ? {} : { command: type };
  return types.guess(instruction, { ...promptContext(target), ...command });
}

/** A question that is about no code goes to `@tierwise` in the chat. */
async function askInChat(): Promise<void> {
  const question = await instructionFor('other');
  if (!question?.trim()) return;
  await vscode.commands.executeCommand('workbench.action.chat.open', {
    query: `@tierwise ${question.trim()}`,
  });
}

// An empty instruction is allowed; only Escape cancels.
async function instructionFor(type: TaskType): Promise<string | undefined> {
  const prompt = questions[type];
  if (!prompt) return '';
  return vscode.window.showInputBox({
    title: `Tierwise: ${taskTypeName(type)}`,
    prompt,
    ignoreFocusOut: true,
  });
}

/** Runs the last task on these lines again on the top tier; without one, asks for a task type. */
async function escalateSelection({ runner, answers }: CommandContext): Promise<void> {
  const target = await targetOf(activeCodeEditor());
  const { uri } = target.document;
  const earlier = answers.about({ uri, text: target.lines.fileText }, target.range);
  if (earlier) return (await runner()).escalate(earlier, 'top');
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((type) => ({ label: taskTypeName(type), type })),
    {
      title: vscode.l10n.t('Tierwise: Escalate to Reasoning Model'),
      placeHolder: vscode.l10n.t('What should the reasoning model do with the selection?'),
    },
  );
  if (!chosen) return;
  const instruction = await instructionFor(chosen.type);
  if (instruction === undefined) return;
  await (await runner()).run(await taskFor(chosen.type, target, instruction), { to: 'top' });
}

/** Shows what would happen to the selection. No model is asked, and nothing is written in the ledger. */
async function showDryRun(context: CommandContext): Promise<void> {
  const { situation, prose } = context;
  const target = await targetOf(activeCodeEditor());
  const chosen = await vscode.window.showQuickPick(
    taskTypes.map((type) => ({ label: taskTypeName(type), type })),
    {
      title: vscode.l10n.t('Tierwise: What Would Happen?'),
      placeHolder: vscode.l10n.t('What would you ask for? No model is asked now.'),
    },
  );
  if (!chosen) return;
  const instruction = await instructionFor(chosen.type);
  if (instruction === undefined) return;
  const kind = await guessed(chosen.type, { target, instruction }, context);
  const { task } = await taskFor(kind, target, instruction);
  const { dryRunPage } = await openDryRun();
  prose.show(
    dryRunPage(task, await situation.current(task.language), { of: say('the selection') }),
  );
}
