import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { Workflows } from '../workflows/registerWorkflows.ts';
import { openExplorer } from './door.ts';
import { openWatchedFolders } from './watching/door.ts';
import { createWatching } from './watching/registerWatching.ts';
import type { EvaluationExplorer } from './explorer.ts';

/** What the commands of evaluations work on. */
export interface Evaluations {
  /** Loaded when the workspace has evaluations, or when somebody asks for them. */
  readonly explorer: () => Promise<EvaluationExplorer>;
  /** The folder of what is kept of the evaluations of all workspaces. */
  readonly factsFolder: string;
}

/** Watches for evaluations. Nothing of theirs is loaded in a workspace without any, or without trust. */
export function registerEvaluations(
  services: Services,
  workflows: Workflows,
): Evaluations & vscode.Disposable {
  let made: Promise<EvaluationExplorer> | undefined;
  const explorer = () => (made ??= make());
  const parts = { ...services, workflowFiles: workflows.files };
  const watching = createWatching(services, async () => {
    const { watchedFolders } = await openWatchedFolders();
    return watchedFolders(await explorer(), parts);
  });
  const make = async () => {
    const { EvaluationExplorer } = await openExplorer();
    const didEvaluate = () => watching.lookSoon();
    return new EvaluationExplorer({ ...parts, workflows, didEvaluate });
  };
  const look = async () => {
    if (made === undefined && !(await hasEvaluations())) return;
    (await explorer()).look();
    watching.lookSoon();
  };
  const lookSoon = () => void look().catch(services.report.bug);
  const disposable = vscode.Disposable.from(watching, onDidChangeFiles(lookSoon));
  lookSoon();
  return {
    explorer,
    factsFolder: vscode.Uri.joinPath(services.storage, 'evaluations').fsPath,
    dispose() {
      disposable.dispose();
      void made?.then((each) => each.dispose());
    },
  };
}

function onDidChangeFiles(listener: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/evaluations/**');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(listener),
    watcher.onDidCreate(listener),
    watcher.onDidDelete(listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
    vscode.workspace.onDidChangeWorkspaceFolders(listener),
  );
}

async function hasEvaluations(): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return false;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    folders.map(({ uri }) =>
      vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(uri, '.tierwise', 'evaluations')).then(
        (entries) => entries.length > 0,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
