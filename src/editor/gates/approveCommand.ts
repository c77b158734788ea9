import * as vscode from 'vscode';
import { commandHash, type GateCommand } from '../../execution/gates/command/commandHash.ts';

const stateKey = 'approvedCommands';

/** You allow the words of a command once; what they start may be another thing each time. */
const whatItRuns = [
  'With your rights and without a sandbox, it runs whatever the project’s files say at the time: code that a model wrote, what the next git pull brings, and scripts that an answer or an agent changed in the copy, such as those in package.json, before you have accepted or seen them.',
  'Tierwise asks again when the words of the command change, and not when the files do.',
].join('\n\n');

/** Whether the developer allows a command. Asks once, and again when its words change. */
export async function approveCommand(
  state: vscode.Memento,
  commands: readonly GateCommand[],
  hash: string,
): Promise<boolean> {
  const approved = state.get<string[]>(stateKey) ?? [];
  if (approved.includes(hash)) return true;
  const command = commands.find((each) => commandHash(each) === hash);
  if (!command) return false;
  const allow = 'Allow';
  const chosen = await vscode.window.showWarningMessage(
    `Tierwise wants to check answers with your command “${command.name}” in a throwaway copy of this project.`,
    {
      modal: true,
      detail: `${command.argv.map((word) => JSON.stringify(word)).join(' ')}\n\n${whatItRuns}`,
    },
    allow,
  );
  if (chosen !== allow) return false;
  await state.update(stateKey, [...approved, hash]);
  return true;
}

/** Takes back every permission of this workspace, so that each command is asked about again. */
export async function forgetAllowedCommands(state: vscode.Memento): Promise<void> {
  const { length } = state.get<string[]>(stateKey) ?? [];
  await state.update(stateKey, undefined);
  void vscode.window.showInformationMessage(
    length === 0
      ? 'You have not allowed any command in this workspace.'
      : `Tierwise will ask again before it runs ${length === 1 ? 'the command' : `one of the ${length} commands`} that you allowed in this workspace.`,
  );
}
