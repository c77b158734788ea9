import * as vscode from 'vscode';
import { commandHash, type GateCommand } from '../../execution/gates/command/commandHash.ts';

const stateKey = 'approvedCommands';

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
      detail: `${command.argv.map((word) => JSON.stringify(word)).join(' ')}\n\nIt runs code that a model wrote, with your rights and without a sandbox.`,
    },
    allow,
  );
  if (chosen !== allow) return false;
  await state.update(stateKey, [...approved, hash]);
  return true;
}
