import * as vscode from 'vscode';
import type { AttemptContext } from '../execution/attempt.ts';
import type { Gate } from '../execution/gates/gate.ts';
import type { Checked } from '../routing/decision.ts';
import type { GateName } from '../routing/gate.ts';
import type { Purse } from '../execution/purse.ts';
import type { ProjectCopy } from '../execution/projectCopy.ts';
import type { Answer } from './answer.ts';
import { approveCommand } from './approveCommand.ts';
import { createDiagnosticsGate } from './diagnosticsGate.ts';
import { textGates } from './textGates.ts';
import { relativePath } from './taskFromEditor.ts';
import { userSetting } from './setting.ts';

/** The gates for one answer; to be disposed when its run is over. */
export interface GateKit {
  readonly gates: ReadonlyMap<GateName, Gate>;
  dispose(): Promise<void>;
}

export interface GateKitParts {
  /** Where throwaway copies are made. */
  readonly scratchFolder: string;
  readonly grammarsFolder: URL;
  /** Approvals are remembered here. */
  readonly state: vscode.Memento;
  readonly warn: (message: string) => void;
  /** For the gates that ask a model or look at what became of its answers. */
  readonly attempts: AttemptContext;
}

/** Makes the gates that there are: those that need the project share one copy of it. */
export async function gateKitFor(
  answer: Answer,
  { plan, purse }: { readonly plan: Checked; readonly purse: Purse },
  { scratchFolder, grammarsFolder, state, warn, attempts }: GateKitParts,
): Promise<GateKit> {
  const [texts, { createSyntaxGate }, { createCommandGate }, parsing, { sweepProjectCopies }] =
    await Promise.all([
      textGates(answer.id, { plan, purse }, attempts),
      import('../execution/gates/syntax.ts'),
      import('../execution/gates/command.ts'),
      import('../execution/gates/parseGateCommands.ts'),
      import('../execution/projectCopySweep.ts'),
    ]);
  const { commands, problems } = parsing.parseGateCommands(userSetting('tierwise.gateCommands'));
  for (const { path, message } of problems) {
    warn(`${['tierwise.gateCommands', ...path].join(' › ')}: ${message}`);
  }
  await sweepProjectCopies(scratchFolder);
  let made: Promise<ProjectCopy> | undefined;
  const copy = (signal: AbortSignal) => (made ??= copyProject(answer, scratchFolder, signal));
  const syntax = createSyntaxGate({ grammarsFolder });
  const gates: Gate[] = [
    ...texts,
    syntax,
    createDiagnosticsGate(copy, answer.binding.uri),
    createCommandGate({
      commands,
      copy,
      approved: (hash) => approveCommand(state, commands, hash),
      env: process.env,
      trusted: () => vscode.workspace.isTrusted,
    }),
  ];
  return {
    gates: new Map(gates.map((gate) => [gate.name, gate])),
    async dispose() {
      syntax.dispose();
      await made?.then(
        (project) => project.dispose(),
        () => undefined,
      );
    },
  };
}

async function copyProject(
  { task, binding }: Answer,
  scratchFolder: string,
  signal: AbortSignal,
): Promise<ProjectCopy> {
  const { createProjectCopy } = await import('../execution/projectCopy.ts');
  const { ProjectCopyError } = await import('../execution/projectCopyError.ts');
  const folder = vscode.workspace.getWorkspaceFolder(binding.uri);
  if (!folder) throw new ProjectCopyError('The file is in no folder of this workspace.');
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && vscode.workspace.getWorkspaceFolder(document.uri) === folder,
  );
  const overlay = unsaved.map((document) => ({
    path: relativePath(document.uri),
    text: document.getText(),
  }));
  const own = { path: task.path, text: task.fileText };
  const others = overlay.filter(({ path }) => path !== task.path);
  return createProjectCopy({
    folder: folder.uri.fsPath,
    scratchFolder,
    env: process.env,
    overlay: binding.version === undefined ? others : [...others, own],
    signal,
  });
}
