import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { dayMs } from '../../routing/time.ts';
import { userSetting } from '../platform/setting.ts';
import type { Services } from '../services.ts';
import { openRunner } from './door.ts';
import { WorkflowFiles } from './files/workflowFiles.ts';
import { daysToKeep, findOldJournals } from './oldJournals.ts';
import { StepReports } from './stepReports.ts';
import type { WorkflowRunner } from './workflowRunner.ts';
import { WorkflowRuns } from './workflowRuns.ts';
import { evaluationOf, WorkflowTree } from './workflowTree.ts';

/** What the commands of workflows work on. */
export interface Workflows {
  readonly files: WorkflowFiles;
  /** The folder of the journals of all workspaces. */
  readonly journalFolder: string;
  readonly runs: WorkflowRuns;
  /** What evaluations found of steps. */
  readonly stepReports: StepReports;
  /** The evaluation of the step that a menu of the tree was opened on. */
  readonly evaluationOf: (node: unknown) => string | undefined;
  /** Loaded for the first run. */
  readonly runner: () => Promise<WorkflowRunner>;
}

/** Registers the tree of workflows. */
export function registerWorkflows(services: Services): Workflows & vscode.Disposable {
  const { situation, extensionUri, storage } = services;
  const files = new WorkflowFiles(extensionUri, async () => {
    const [{ tiers }, limits] = await Promise.all([situation.policy(), situation.limits()]);
    return { tiers: tiers.map(({ name }) => name), limits };
  });
  const journalFolder = vscode.Uri.joinPath(storage, 'runs').fsPath;
  const runs = new WorkflowRuns(join(journalFolder, workspaceKey()));
  const stepReports = new StepReports();
  const tree = new WorkflowTree(files, runs, stepReports);
  const view = vscode.window.createTreeView('tierwise.workflows', { treeDataProvider: tree });
  const shown = view.onDidChangeVisibility(({ visible }) => runs.show(visible));
  runs.show(view.visible);
  const disposable = vscode.Disposable.from(files, runs, stepReports, tree, view, shown);
  let runner: WorkflowRunner | undefined;
  files.begin();
  void removeAged(journalFolder, runs).catch(services.report.bug);
  return {
    files,
    journalFolder,
    runs,
    stepReports,
    evaluationOf: (node) => evaluationOf(node, stepReports),
    async runner() {
      const { WorkflowRunner } = await openRunner();
      return (runner ??= new WorkflowRunner({ ...services, runs, stepReports }));
    },
    dispose: () => void disposable.dispose(),
  };
}

/** Removes the journals of finished runs that are older than the user keeps them. */
async function removeAged(folder: string, runs: WorkflowRuns): Promise<void> {
  const days = daysToKeep(userSetting('tierwise.keepRunsDays'));
  const beforeMs = Date.now() - days * dayMs;
  await runs.forget(await findOldJournals(folder, { beforeMs, keepUnfinished: true }));
}

/** Tells workspaces apart in one folder of the user's. */
function workspaceKey(): string {
  const uri = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return createHash('sha256')
    .update(uri?.toString() ?? '')
    .digest('hex')
    .slice(0, 16);
}
