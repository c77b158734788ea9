import * as vscode from 'vscode';
import { policyTestsPath } from '../../evaluation/policyTests/policyTest.ts';
import { onDidChangeSettings } from '../platform/setting.ts';
import type { Services } from '../services.ts';
import { openPolicyTests } from './door.ts';
import type { PolicyTests } from './policyTests.ts';

/*
 * Tests of a repository's policy, in the Test Explorer. In come `.tierwise/policy.test.yaml` of each folder and
 * the policy in force; tests with their lines, results and problems go out. No model is asked, so that they
 * cost nothing. This file looks for tests and for changes; policyTests.ts, which is loaded when there are some,
 * reads and runs them.
 */

/** The pause after a change before files are read again. Chosen by judgement. */
const delayMs = 150;

/** Shows the tests of policies in the Test Explorer, once a trusted folder has some. */
export function registerPolicyTests(services: Services): vscode.Disposable {
  const watch = new PolicyTestWatch(services);
  watch.look('changed');
  return watch;
}

/** `typed`: only an open document changed. `changed`: the tests may turn out otherwise. */
type Change = 'typed' | 'changed';

class PolicyTestWatch implements vscode.Disposable {
  private readonly services: Services;
  private readonly disposables: vscode.Disposable[];
  private tests: PolicyTests | undefined;
  private timer: NodeJS.Timeout | undefined;
  private newest: Change = 'typed';
  private isOver = false;

  constructor(services: Services) {
    this.services = services;
    const watcher = vscode.workspace.createFileSystemWatcher(
      '**/.tierwise/{policy,policy.test}.yaml',
    );
    const changed = () => this.look('changed');
    this.disposables = [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => isOfPolicy(uri) && changed()),
      vscode.workspace.onDidChangeTextDocument(
        ({ document }) => isOfPolicy(document.uri) && this.look('typed'),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(changed),
      onDidChangeSettings(changed),
    ];
  }

  /** Reads the tests again, soon. */
  look(change: Change): void {
    if (change === 'changed') this.newest = change;
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => void this.read().catch(this.services.report.bug),
      this.tests ? delayMs : 0,
    );
  }

  dispose(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables, ...(this.tests ? [this.tests] : [])).dispose();
  }

  private async read(): Promise<void> {
    const uris = testUris();
    if (!this.tests && !(await anyExists(uris))) return;
    const { PolicyTests } = await openPolicyTests();
    if (this.isOver) return;
    this.tests ??= new PolicyTests(this.services, testUris);
    const { newest } = this;
    this.newest = 'typed';
    if (newest === 'changed') await this.tests.changed();
    else await this.tests.read();
  }
}

function isOfPolicy({ path }: vscode.Uri): boolean {
  return /\/\.tierwise\/policy(?:\.test)?\.yaml$/.test(path);
}

/** Where the folders have their tests, or would have them; none while the workspace is not trusted. */
function testUris(): readonly vscode.Uri[] {
  if (!vscode.workspace.isTrusted) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.map(({ uri }) => vscode.Uri.joinPath(uri, policyTestsPath));
}

async function anyExists(uris: readonly vscode.Uri[]): Promise<boolean> {
  const found = await Promise.all(
    uris.map((uri) =>
      vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
