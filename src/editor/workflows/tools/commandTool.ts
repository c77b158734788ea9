import * as vscode from 'vscode';
import { commandHash } from '../../../execution/gates/command/commandHash.ts';
import { type CommandEnd, runCommand } from '../../../execution/gates/command/commandRun.ts';
import { parseGateCommands } from '../../../execution/gates/command/parseGateCommands.ts';
import { ProjectCopyError } from '../../../execution/sandbox/paths.ts';
import type { ProposedEdit } from '../../../execution/workflow/projectFiles.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { approveCommand } from '../../gates/approveCommand.ts';
import { copyWorkspace } from '../../gates/copyWorkspace.ts';
import { userSetting } from '../../platform/setting.ts';
import { locate, pathOnDisk, trustedFolders } from '../../platform/workspacePaths.ts';

/**
 * Runs one of the developer's own commands in a throwaway copy of the project that includes the edits
 * proposed so far. Rejects with StepFailure.
 */
export async function commandTool(
  name: string,
  { edits, signal }: { readonly edits: readonly ProposedEdit[]; readonly signal: AbortSignal },
  {
    scratchFolder,
    state,
    report,
  }: {
    readonly scratchFolder: string;
    readonly state: vscode.Memento;
    readonly report: (bug: unknown) => void;
  },
): Promise<CommandResult> {
  trustedFolders();
  const folders = await foldersToRunIn(edits);
  for (const folder of folders) pathOnDisk(folder, StepFailure);
  const command = await approvedCommand(name, state);
  signal.throwIfAborted();
  const results: CommandResult[] = [];
  try {
    for (const folder of folders) {
      const copying = { scratchFolder, signal, report };
      const copy = await copyWorkspace({ inside: folder, changed: edits, ...copying });
      try {
        // Trust may have been taken back since the run began.
        trustedFolders();
        results.push(resultOf(name, await runCommand(command, copy, process.env, signal)));
      } finally {
        await copy.dispose();
      }
    }
    return together(results);
  } catch (error) {
    if (error instanceof ProjectCopyError) throw new StepFailure(error.message, { cause: error });
    throw error;
  }
}

interface CommandResult {
  readonly passed: boolean;
  readonly exitCode: number;
  readonly output: string;
}

/** The folders that the edits change; without edits that of the code in front, or else the first. */
async function foldersToRunIn(edits: readonly ProposedEdit[]): Promise<readonly vscode.Uri[]> {
  const changed = await Promise.all(edits.map(async ({ path }) => (await locate(path)).folder));
  if (changed.length > 0) return [...new Map(changed.map((uri) => [uri.toString(), uri])).values()];
  const uri = vscode.window.activeTextEditor?.document.uri;
  return [(uri && vscode.workspace.getWorkspaceFolder(uri)?.uri) ?? trustedFolders()[0].uri];
}

/** It passes when it passes in every folder. */
function together(results: readonly CommandResult[]): CommandResult {
  const failed = results.find(({ passed }) => !passed);
  const output = results.map((each) => each.output).join('\n');
  return { passed: !failed, exitCode: failed?.exitCode ?? 0, output };
}

/** The command with a name, once the developer has allowed it. Rejects with StepFailure. */
async function approvedCommand(name: string, state: vscode.Memento) {
  const { commands } = parseGateCommands(userSetting('tierwise.gateCommands'));
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const names = commands.map((each) => `"${each.name}"`).join(', ');
    throw new StepFailure(
      names === ''
        ? `There is no command "${name}". Set one up in \`tierwise.gateCommands\`, such as { "name": "${name}", "argv": ["npm", "test"] }.`
        : `There is no command "${name}" in \`tierwise.gateCommands\`, only ${names}.`,
    );
  }
  if (!(await approveCommand(state, commands, commandHash(command)))) {
    throw new StepFailure(
      `You did not allow the command “${name}”. Resume the run to be asked again.`,
    );
  }
  return command;
}

// A command that did not exit by itself proves nothing: neither that the tests pass nor that they fail.
function resultOf(name: string, end: CommandEnd): CommandResult {
  if (end.kind === 'exited')
    return { passed: end.code === 0, exitCode: end.code, output: end.output };
  if (end.kind === 'notStarted') {
    throw new StepFailure(`The command “${name}” could not be started: ${end.why}`);
  }
  if (end.kind === 'refused' || end.kind === 'reachedOut') throw new StepFailure(end.why);
  throw new StepFailure(
    end.kind === 'timedOut'
      ? `The command “${name}” did not end in time. Raise its \`timeoutSeconds\`.`
      : `The command “${name}” was ended by ${end.signal}.`,
  );
}
