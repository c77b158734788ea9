import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationHost } from '../../../evaluation/run/evaluationHost.ts';
import type { Fixture } from '../../../evaluation/fixture.ts';
import type { Task } from '../../../routing/task.ts';
import type { GateName } from '../../../routing/verdict.ts';
import { prefixOf } from '../../gates/copyWorkspace.ts';
import { openGateKit } from '../../gates/door.ts';
import { userSetting } from '../../platform/setting.ts';
import type { Services } from '../../services.ts';
import { createBudgetGuard } from '../../tasks/createBudgetGuard.ts';
import type { WaitingBatches } from './waitingBatches.ts';
import type { WorkflowFiles } from '../../workflows/files/workflowFiles.ts';

/** What a host is made of. */
export interface HostParts extends Services {
  readonly workflowFiles: WorkflowFiles;
  readonly waiting: WaitingBatches;
}

/** What the evaluations of a workspace folder need from the editor. */
export function evaluationHost(parts: HostParts, folder: vscode.WorkspaceFolder): EvaluationHost {
  const { situation, session, budgets, attempts, workflowFiles, providers } = parts;
  return {
    attempts,
    sessionId: session.touch().id,
    workspace: vscode.workspace.name ?? '',
    maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
    batches: (provider) => providers.batches(provider),
    folder: factsFolder(parts, folder),
    situation: (language) => situation.current(language),
    commands: () => userSetting('tierwise.gateCommands'),
    budgetGuard: (task, now) =>
      createBudgetGuard(budgets, { task, situation: now, escalation: undefined }),
    gates: (fixture, task, names) => gatesFor({ fixture, task, names }, parts, folder),
    async workflow(name) {
      const file = (await workflowFiles.all()).find((each) => each.name === name);
      return file?.parsed.workflow;
    },
  };
}

/** The folder of what is kept of the evaluations of a workspace folder. */
export function factsFolder(
  { storage }: Pick<Services, 'storage'>,
  { uri }: vscode.WorkspaceFolder,
): string {
  const key = createHash('sha256').update(uri.toString()).digest('hex').slice(0, 16);
  return join(vscode.Uri.joinPath(storage, 'evaluations').fsPath, key);
}

/**
 * The gates that look at a fixture's files, in a throwaway copy of the folder that holds them. A judge between
 * rungs could not run: it needs the request that it is charged to.
 */
async function gatesFor(
  {
    fixture,
    task,
    names,
  }: {
    readonly fixture: Fixture;
    readonly task: Task;
    readonly names: readonly GateName[];
  },
  services: Services,
  folder: vscode.WorkspaceFolder,
) {
  const { situation, budgets, attempts } = services;
  const prefix = prefixOf(folder);
  const files = fixture.input.files ?? [];
  const [{ gateKitFor }, now] = await Promise.all([
    openGateKit(),
    situation.current(task.language),
  ]);
  const kit = await gateKitFor(
    {
      id: attempts.newId(),
      task,
      binding: { uri: vscode.Uri.joinPath(folder.uri, task.path) },
      edits: files.map(({ path, text }) => ({ path: `${prefix}${path}`, text })),
    },
    {
      plan: { judges: [] },
      budgetGuard: createBudgetGuard(budgets, { task, situation: now, escalation: undefined }),
    },
    services,
  );
  const wanted = [...kit.gates].filter(([name]) => names.includes(name) && name !== 'judge');
  return { gates: new Map(wanted), dispose: () => kit.dispose() };
}
