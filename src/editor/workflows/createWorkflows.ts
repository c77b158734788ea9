import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ProviderRegistry } from '../situation/providerRegistry.ts';
import { vscodeProviderId } from '../situation/vscodeModels.ts';
import { ResultView, type ResultViewParts } from './results/resultView.ts';
import { WorkflowFiles } from './workflowFiles.ts';
import { WorkflowRunner, type WorkflowRunnerParts } from './workflowRunner.ts';
import { WorkflowRuns } from './workflowRuns.ts';
import { WorkflowTree } from './workflowTree.ts';

export interface WorkflowsParts
  extends
    Omit<WorkflowRunnerParts, 'runs' | 'results' | 'scratchFolder' | 'grammarsFolder' | 'warn'>,
    ResultViewParts {
  readonly providers: ProviderRegistry;
  readonly extensionUri: vscode.Uri;
  /** Where journals and throwaway copies are kept. */
  readonly storage: vscode.Uri;
}

/** Workflows, their runs and their tree. Nothing is read before it is needed. */
export function createWorkflows(parts: WorkflowsParts): WorkflowWorld & vscode.Disposable {
  const { situation, providers, extensionUri, storage, report } = parts;
  const files = new WorkflowFiles(extensionUri, async () => {
    const [{ tiers }, configs] = await Promise.all([situation.policy(), providers.all()]);
    return {
      tiers: tiers.map(({ name }) => name),
      providers: [...configs.map(({ id }) => id), vscodeProviderId],
    };
  });
  const runs = new WorkflowRuns(vscode.Uri.joinPath(storage, 'runs', workspaceKey()).fsPath);
  const runner = new WorkflowRunner({
    ...parts,
    runs,
    results: new ResultView(parts),
    warn: report.warnOnce,
    scratchFolder: vscode.Uri.joinPath(storage, 'copies').fsPath,
    grammarsFolder: new URL('./grammars/', import.meta.url),
  });
  const tree = new WorkflowTree(files, runs);
  const view = vscode.window.registerTreeDataProvider('tierwise.workflows', tree);
  const disposable = vscode.Disposable.from(files, runs, tree, view);
  return { files, runs, runner, dispose: () => void disposable.dispose() };
}

/** Tells workspaces apart in one folder of the user's. */
function workspaceKey(): string {
  const uri = vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return createHash('sha256')
    .update(uri?.toString() ?? '')
    .digest('hex')
    .slice(0, 16);
}

/** What the commands of workflows work on. */
export interface WorkflowWorld {
  readonly files: WorkflowFiles;
  readonly runs: WorkflowRuns;
  readonly runner: WorkflowRunner;
}
