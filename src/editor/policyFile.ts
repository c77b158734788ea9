import * as vscode from 'vscode';
import type { WrittenPolicy } from '../routing/parsePolicy.ts';

const noPolicy: WrittenPolicy = { rules: [], critical: [] };

/**
 * The repository's `.tierwise/policy.yaml`. While the file has an error, the last good policy stays
 * in force and the error is shown at its line. Read only in trusted workspaces.
 */
export class PolicyFile implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('tierwise');
  private readonly disposables: vscode.Disposable[] = [this.diagnostics];
  private readonly tierNames: () => Promise<readonly string[]>;
  private lastGood: WrittenPolicy = noPolicy;
  private pending: Promise<void> | undefined;

  constructor(tierNames: () => Promise<readonly string[]>) {
    this.tierNames = tierNames;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/policy.yaml');
    const reread = () => {
      this.pending = this.read();
    };
    this.disposables.push(
      watcher,
      watcher.onDidChange(reread),
      watcher.onDidCreate(reread),
      watcher.onDidDelete(reread),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.uri?.toString()) reread();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(reread),
      vscode.workspace.onDidChangeWorkspaceFolders(reread),
    );
  }

  /** Where the policy file is or would be; undefined without a folder. */
  get uri(): vscode.Uri | undefined {
    const folder = vscode.workspace.workspaceFolders?.[0];
    return folder && vscode.Uri.joinPath(folder.uri, '.tierwise', 'policy.yaml');
  }

  /** The last good policy. */
  async current(): Promise<WrittenPolicy> {
    this.pending ??= this.read();
    await this.pending;
    return this.lastGood;
  }

  /** Reads the file again, as when the names of tiers have changed. */
  reread(): void {
    this.pending = this.read();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async read(): Promise<void> {
    const { uri } = this;
    const text = uri && vscode.workspace.isTrusted ? await readText(uri) : undefined;
    if (!uri || text === undefined) {
      this.lastGood = noPolicy;
      this.diagnostics.clear();
      return;
    }
    const { readPolicyText } = await import('./policyText.ts');
    const { policy, problems } = readPolicyText(text, await this.tierNames());
    if (policy) this.lastGood = policy;
    this.diagnostics.set(
      uri,
      problems.map(({ range, message }) => {
        const diagnostic = new vscode.Diagnostic(range, message);
        diagnostic.source = 'Tierwise';
        return diagnostic;
      }),
    );
  }
}

// What the developer sees counts: an open, unsaved file before the one on disk.
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(
    (each) => each.uri.toString() === uri.toString(),
  );
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
