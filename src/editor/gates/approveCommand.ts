import * as vscode from 'vscode';
import { commandHash, type GateCommand } from '../../execution/gates/command/commandHash.ts';

const stateKey = 'approvedCommands';

/** You allow the words of a command once; what they start may be another thing each time. */
const whatItRuns = [
  vscode.l10n.t(
    'With your rights and without a sandbox, it runs whatever the project’s files say at the time: code that a model wrote, what the next git pull brings, and scripts that an answer or an agent changed in the copy, such as those in package.json, before you have accepted or seen them.',
  ),
  vscode.l10n.t(
    'Tierwise asks again when the words of the command change, and not when the files do.',
  ),
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
  const allow = vscode.l10n.t('Allow');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Tierwise wants to check answers with your command “{0}” in a throwaway copy of this project.',
      command.name,
    ),
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
      ? vscode.l10n.t('You have not allowed any command in this workspace.')
      : length === 1
        ? vscode.l10n.t(
            'Tierwise will ask again before it runs the command that you allowed in this workspace.',
          )
        : vscode.l10n.t(
            'Tierwise will ask again before it runs one of the {0} commands that you allowed in this workspace.',
            length,
          ),
  );
}
