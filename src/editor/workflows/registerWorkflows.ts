import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { openRunner } from './door.ts';
import { WorkflowFiles } from './files/workflowFiles.ts';
import type { WorkflowRunner } from './workflowRunner.ts';
import { WorkflowRuns } from './workflowRuns.ts';
import { WorkflowTree } from './workflowTree.ts';

/** What the commands of workflows work on. */
export interface Workflows {
  readonly files: WorkflowFiles;
  readonly runs: WorkflowRuns;
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
  const runs = new WorkflowRuns(vscode.Uri.joinPath(storage, 'runs', workspaceKey()).fsPath);
  const tree = new WorkflowTree(files, runs);
  const view = vscode.window.registerTreeDataProvider('tierwise.workflows', tree);
  const disposable = vscode.Disposable.from(files, runs, tree, view);
  let runner: WorkflowRunner | undefined;
  files.begin();
  return {
    files,
    runs,
    async runner() {
      const { WorkflowRunner } = await openRunner();
      return (runner ??= new WorkflowRunner({ ...services, runs }));
    },
    dispose: () => void disposable.dispose(),
  };
}

/** Tells workspaces apart in one folder of the user's. */
function workspaceKey(): string {
  const uri = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return createHash('sha256')
    .update(uri?.toString() ?? '')
    .digest('hex')
    .slice(0, 16);
}
