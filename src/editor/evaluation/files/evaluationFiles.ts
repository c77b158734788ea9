import * as vscode from 'vscode';
import type { ParsedEvaluation } from '../../../evaluation/files/parseEvaluation.ts';
import type { WorkflowProblem } from '../../../execution/workflow/definition.ts';
import { onDidChangeSettings } from '../../platform/setting.ts';
import { openEvaluationReader } from './door.ts';
import { evaluationsFolder } from './evaluationsFolder.ts';
import type { EvaluationFile, KnownNames } from './readEvaluations.ts';

/** The pause after a change before files are read again, milliseconds. Chosen by judgement. */
const delayMs = 150;

/**
 * The evaluations of all folders of the workspace, in `.tierwise/evaluations/*.yaml`. They are read in trusted
 * workspaces only. Their problems are shown at their place, even before a file is saved.
 */
export class EvaluationFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when evaluations may have been added, changed or removed. */
  readonly onDidChange = this.changed.event;
  private readonly diagnostics =
    vscode.languages.createDiagnosticCollection('tierwise.evaluations');
  private readonly disposables: vscode.Disposable[];
  private readonly known: () => Promise<KnownNames>;
  /** Whether somebody has asked for evaluations, or some were there. */
  private isWanted = false;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<readonly EvaluationFile[]> = Promise.resolve([]);
  /** The reading that has not begun. */
  private waiting: Promise<readonly EvaluationFile[]> | undefined;

  constructor(known: () => Promise<KnownNames>) {
    this.known = known;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/evaluations/**');
    const look = () => this.look();
    this.disposables = [
      this.changed,
      this.diagnostics,
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidOpenTextDocument((document) => this.lookAt(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.lookAt(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.lookAt(document)),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
      onDidChangeSettings(look),
    ];
  }

  /** All evaluations as they are now, in the order of folders and names. */
  list(): Promise<readonly EvaluationFile[]> {
    this.isWanted = true;
    // One after the other, so that an older text never replaces a newer one; one that waits serves all who ask.
    const readNow = () => {
      this.waiting = undefined;
      return this.readNow();
    };
    this.waiting ??= this.reading = this.reading.then(readNow, readNow);
    return this.waiting;
  }

  /** The evaluation in a text that is not yet in its file. */
  async parse(uri: vscode.Uri, text: string): Promise<ParsedEvaluation> {
    const { readEvaluation } = await openEvaluationReader();
    return readEvaluation(uri, text, await this.known());
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Whether the workspace has evaluations, and may have them read. */
  async hasSome(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    const folders = vscode.workspace.workspaceFolders ?? [];
    return (await Promise.all(folders.map(hasEntries))).includes(true);
  }

  private async readNow(): Promise<readonly EvaluationFile[]> {
    if (!(await this.hasSome())) {
      this.diagnostics.clear();
      return [];
    }
    const [{ readEvaluations }, known] = await Promise.all([openEvaluationReader(), this.known()]);
    const folders = vscode.workspace.workspaceFolders ?? [];
    const read = await Promise.all(folders.map((folder) => readEvaluations(folder, known)));
    const files = read.flat();
    this.showProblems(files);
    return files;
  }

  // Without evaluations, their parser is loaded only once somebody asks for them.
  private async shownWhereTheyAre(): Promise<void> {
    if (this.isWanted || (await this.hasSome())) await this.list();
  }

  private lookAt({ uri }: vscode.TextDocument): void {
    if (uri.scheme !== 'git' && uri.path.includes('/.tierwise/evaluations/')) this.look();
  }

  /** Reads the files again, soon, where there are some. */
  look(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changed.fire();
      void this.shownWhereTheyAre();
    }, delayMs);
  }

  private showProblems(files: readonly EvaluationFile[]): void {
    this.diagnostics.clear();
    this.diagnostics.set(
      files.flatMap(({ uri, parsed }) =>
        parsed.problems.map((problem): [vscode.Uri, vscode.Diagnostic[]] => [
          problem.file === undefined ? uri : vscode.Uri.joinPath(uri, '..', problem.file),
          [toDiagnostic(problem)],
        ]),
      ),
    );
  }
}

async function hasEntries(folder: vscode.WorkspaceFolder): Promise<boolean> {
  return vscode.workspace.fs.readDirectory(evaluationsFolder(folder)).then(
    (entries) => entries.length > 0,
    () => false,
  );
}

function toDiagnostic(problem: WorkflowProblem): vscode.Diagnostic {
  const { message, line, column, endLine, endColumn } = problem;
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message);
  diagnostic.source = 'Tierwise';
  return diagnostic;
}
