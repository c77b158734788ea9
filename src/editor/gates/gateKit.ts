import * as vscode from 'vscode';
import type { AttemptContext } from '../../execution/attempt/attemptContext.ts';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { createCommandGate } from '../../execution/gates/command/command.ts';
import { parseGateCommands } from '../../execution/gates/command/parseGateCommands.ts';
import type { Gate, GateKit } from '../../execution/gates/gate.ts';
import type { WorkerGates } from '../../execution/gates/workerGates.ts';
import type { ProjectCopy } from '../../execution/sandbox/projectCopy.ts';
import type { Reporter } from '../platform/reporter.ts';
import { tellProblems, userSetting } from '../platform/setting.ts';
import type { BoundTask } from '../selection/taskFromEditor.ts';
import { approveCommand } from './approveCommand.ts';
import { copyWorkspace, prefixOf } from './copyWorkspace.ts';
import { notInCells } from './notInCells.ts';
import { onDiskOnly } from './onDiskOnly.ts';
import { insideCopy } from './insideCopy.ts';
import { createDiagnosticsGate } from './diagnosticsGate.ts';
import { type JudgePlan, textGates } from './textGates.ts';
import { say } from '../platform/say.ts';

/*
 * Gates: the editor's side of the checks that an answer must pass.
 *
 * In come a task in its document, a plan and the developer's commands. Out comes a `GateKit`: the text
 * gates, the syntax gate, the diagnostics gate (VS Code's language servers judge a throwaway copy of
 * the project) and the command gate. `shadowGates.ts` makes the gates that judge direct answers.
 */

export interface GateKitParts {
  /** Where throwaway copies are made. */
  readonly scratchFolder: string;
  readonly textGates: WorkerGates;
  /** Approvals are remembered here. */
  readonly workspaceState: vscode.Memento;
  readonly report: Reporter;
  /** For the gates that ask a model or look at what became of its answers. */
  readonly attempts: AttemptContext;
}

/** What the gates judge: a task in its document, with the changes that are proposed for other files. */
export interface Judged extends BoundTask {
  /** The request's id. */
  readonly id: string;
  readonly edits?: readonly { readonly path: string; readonly text: string }[];
  /** The least probability of being right that passes the confidence gate, 0 to 1. */
  readonly minConfidence?: number;
}

/** Makes all gates. Those that need the project share one copy, which `dispose` deletes. */
export async function gateKitFor(
  judged: Judged,
  { plan, budgetGuard }: { readonly plan: JudgePlan; readonly budgetGuard: BudgetGuard },
  { scratchFolder, textGates: texts, workspaceState, report: reporter, attempts }: GateKitParts,
): Promise<GateKit> {
  const { minConfidence } = judged;
  const { commands, problems } = parseGateCommands(userSetting('tierwise.gateCommands'), say);
  tellProblems('tierwise.gateCommands', problems, reporter.warnOnce);
  const project = sharedCopy(judged, { scratchFolder, report: attempts.report });
  const diagnostics = createDiagnosticsGate(project.copy, judged.binding.uri);
  const folder = vscode.workspace.getWorkspaceFolder(judged.binding.uri);
  const prefix = folder ? prefixOf(folder) : '';
  const command = createCommandGate({
    commands,
    copy: project.copy,
    approved: (hash) => approveCommand(workspaceState, commands, hash),
    env: process.env,
    trusted: () => vscode.workspace.isTrusted,
    warn: reporter.warnOnce,
  });
  const gates: Gate[] = [
    ...textGates(judged.id, { plan, budgetGuard, minConfidence }, attempts, texts),
    texts.gates.syntax,
    ...[diagnostics, command].map((gate) =>
      onDiskOnly(insideCopy(notInCells(gate), prefix), folder?.uri),
    ),
  ];
  return {
    gates: new Map(gates.map((gate) => [gate.name, gate])),
    async dispose() {
      try {
        await diagnostics.release();
      } finally {
        await project.dispose();
      }
    },
  };
}

/** One copy of the project for all gates, made on first use. */
function sharedCopy(
  { task, binding, edits = [] }: Judged,
  making: Pick<Parameters<typeof copyWorkspace>[0], 'scratchFolder' | 'report'>,
) {
  let made: Promise<ProjectCopy> | undefined;
  const own = binding.version === undefined ? [] : [{ path: task.path, text: task.fileText }];
  const changed = [...edits, ...own];
  return {
    copy: (signal: AbortSignal): Promise<ProjectCopy> =>
      (made ??= copyWorkspace({ inside: binding.uri, changed, ...making, signal })),
    async dispose(): Promise<void> {
      await made?.then(
        (project) => project.dispose(),
        () => undefined,
      );
    },
  };
}
