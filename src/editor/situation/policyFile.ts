import * as vscode from 'vscode';
import type { WrittenPolicy } from '../../routing/policy/parsePolicy.ts';
import { currentText } from '../platform/currentText.ts';
import { openPolicyReader } from './door.ts';

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
  /** The text that was read last; undefined when the file must be read again. */
  private lastText: string | undefined;
  private reading: Promise<void> = Promise.resolve();

  constructor(tierNames: () => Promise<readonly string[]>) {
    this.tierNames = tierNames;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/policy.yaml');
    const look = () => void this.read();
    this.disposables.push(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.uri?.toString()) look();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    );
  }

  /** Where the policy file is or would be; undefined without a folder. */
  get uri(): vscode.Uri | undefined {
    const folder = vscode.workspace.workspaceFolders?.[0];
    return folder && vscode.Uri.joinPath(folder.uri, '.tierwise', 'policy.yaml');
  }

  /** The last good policy. Reads the file each time, because a watcher may be late. */
  async current(): Promise<WrittenPolicy> {
    await this.read();
    return this.lastGood;
  }

  /** Checks the file again, because the names of tiers may have changed. */
  reread(): void {
    this.lastText = undefined;
    void this.read();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  // Readings run one after the other, so that an older text never replaces a newer one.
  private read(): Promise<void> {
    const readNow = () => this.readNow();
    this.reading = this.reading.then(readNow, readNow);
    return this.reading;
  }

  private async readNow(): Promise<void> {
    const { uri } = this;
    const text = uri && vscode.workspace.isTrusted ? await currentText(uri) : undefined;
    if (!uri || text === undefined) {
      this.lastText = undefined;
      this.lastGood = noPolicy;
      this.diagnostics.clear();
      return;
    }
    if (text === this.lastText) return;
    const { readPolicyText } = await openPolicyReader();
    const { policy, problems } = readPolicyText(text, await this.tierNames());
    this.lastText = text;
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
