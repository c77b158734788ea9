import * as vscode from 'vscode';
import { kitOf } from '../../execution/gates/gate.ts';
import type { GateRequest, WorkflowContext } from '../../execution/workflow/workflowContext.ts';
import type { Task } from '../../routing/task.ts';
import { gateKitFor } from '../gates/gateKit.ts';
import { textGates } from '../gates/textGates.ts';
import { userSetting } from '../platform/setting.ts';
import { projectInstructions, tellCutInstructions } from '../reading/projectInstructions.ts';
import { modelsOfTiers } from '../reading/confirmSending.ts';
import { createRunConsent } from '../reading/runConsent.ts';
import type { Services } from '../services.ts';
import { createBudgetGuard } from '../tasks/createBudgetGuard.ts';
import { workflowTools } from './tools/workflowTools.ts';
import { locate, shownFolders } from '../platform/workspacePaths.ts';
import { workspaceDocument } from './workspaceFile.ts';

/** Everything that a run of a workflow needs from the editor. */
export function workflowContext(
  parts: Services,
  run: {
    /** The workflow's own folder. */
    readonly folder: vscode.Uri;
    /** The values of its inputs; asked for when a step or an agent reads a file. */
    readonly inputs: () => readonly unknown[];
    /** Called with each request before it is run. */
    readonly remember: (requestId: string, task: Task) => void;
  },
): WorkflowContext {
  const { situation, session, budgets, attempts, scratchFolder, workspaceState: state } = parts;
  const folders = shownFolders();
  const consent = createRunConsent(run.inputs, async () =>
    modelsOfTiers(await situation.current()),
  );
  return {
    ...attempts,
    sessionId: session.touch().id,
    workspace: vscode.workspace.name ?? '',
    maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
    limits: budgets.limits.run,
    situation: (language) => situation.current(language, { speeds: true }),
    budgetGuard(task, now, requestId) {
      run.remember(requestId, task);
      return createBudgetGuard(budgets, { task, situation: now, escalation: undefined });
    },
    gates: (request) => gatesFor(request, parts),
    projectInstructions: onceFor(parts),
    ...(folders.length > 0 && { folders }),
    locate,
    async readFile(path, signal) {
      const document = await workspaceDocument(path);
      // A file that is not there has no text to keep back, and may be proposed.
      if (!document) return undefined;
      await consent.refuse(document.uri, { path, signal });
      return { text: document.getText(), language: document.languageId };
    },
    tool: workflowTools({
      folder: run.folder,
      consent,
      scratchFolder,
      state,
      report: attempts.report,
    }),
  };
}

/** Reads the project's instructions when the first agent of a run asks, so that its prompts begin alike. */
function onceFor({ report }: Services): NonNullable<WorkflowContext['projectInstructions']> {
  let read: ReturnType<typeof projectInstructions> | undefined;
  return async () => {
    const instructions = await (read ??= projectInstructions());
    tellCutInstructions(instructions, report.warnOnce);
    return instructions;
  };
}

async function gatesFor(
  { task, plan, requestId, budgetGuard, minConfidence, edits }: GateRequest,
  services: Services,
) {
  if (task.answerKind !== 'edit') {
    const guarded = { plan, budgetGuard, minConfidence };
    return kitOf(textGates(requestId, guarded, services.attempts, services.textGates));
  }
  const document = await workspaceDocument(task.path);
  const { uri } = await locate(task.path);
  const binding = { uri, ...(document && { version: document.version }) };
  const judged = {
    id: requestId,
    task,
    binding,
    edits,
    ...(minConfidence !== undefined && { minConfidence }),
  };
  return gateKitFor(judged, { plan, budgetGuard }, services);
}
