import * as vscode from 'vscode';
import type { ParsedEvaluation } from '../../../evaluation/files/parseEvaluation.ts';
import type { WorkflowProblem } from '../../../execution/workflow/definition.ts';
import { currentText } from '../../platform/currentText.ts';
import { onDidChangeSettings } from '../../platform/setting.ts';
import { openEvaluationReader } from './door.ts';
import type { KnownToEvaluations } from './readEvaluations.ts';

/** The pause after a change before files are read again, milliseconds. Chosen by judgement. */
const delayMs = 150;

/** An evaluation's file, as it was last read. */
export interface EvaluationFile {
  readonly uri: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
  /** The file's name without its ending. */
  readonly name: string;
  readonly parsed: ParsedEvaluation;
}

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
  private readonly known: () => Promise<KnownToEvaluations>;
  /** Whether somebody has asked for evaluations, or some were there. */
  private isWanted = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(known: () => Promise<KnownToEvaluations>) {
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

  /** Reads evaluations in the background where there are some, so that problems show before a run. */
  begin(): void {
    void this.shownWhereTheyAre();
  }

  /** All evaluations as they are now, in the order of folders and names. */
  async list(): Promise<readonly EvaluationFile[]> {
    this.isWanted = true;
    const found = (await foundFiles()).map(({ folder, uri }) => ({ folder, uri }));
    if (found.length === 0) {
      this.diagnostics.clear();
      return [];
    }
    const [{ readEvaluation, evaluationName }, known] = await Promise.all([
      openEvaluationReader(),
      this.known(),
    ]);
    const files = await Promise.all(
      found.map(async ({ folder, uri }): Promise<EvaluationFile> => {
        const parsed = await readEvaluation(uri, (await currentText(uri)) ?? '', known);
        return { uri, folder, name: evaluationName(uri), parsed };
      }),
    );
    this.showProblems(files);
    return files;
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

  // Without evaluations, their parser is loaded only once somebody asks for them.
  private async shownWhereTheyAre(): Promise<void> {
    if (this.isWanted || (await foundFiles()).length > 0) await this.list();
  }

  private lookAt({ uri }: vscode.TextDocument): void {
    if (uri.scheme !== 'git' && uri.path.includes('/.tierwise/evaluations/')) this.look();
  }

  private look(): void {
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

/** Where the evaluations of a folder are or would be. */
export function evaluationsFolder({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, '.tierwise', 'evaluations');
}

async function foundFiles(): Promise<
  readonly { readonly folder: vscode.WorkspaceFolder; readonly uri: vscode.Uri }[]
> {
  if (!vscode.workspace.isTrusted) return [];
  const all = await Promise.all(
    (vscode.workspace.workspaceFolders ?? []).map(async (folder) => {
      const home = evaluationsFolder(folder);
      return (await namesIn(home)).map((name) => ({
        folder,
        uri: vscode.Uri.joinPath(home, name),
      }));
    }),
  );
  return all.flat();
}

async function namesIn(folder: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  return entries
    .map(([name]) => name)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
}

function toDiagnostic(problem: WorkflowProblem): vscode.Diagnostic {
  const { message, line, column, endLine, endColumn } = problem;
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message);
  diagnostic.source = 'Tierwise';
  return diagnostic;
}
