import * as vscode from 'vscode';
import type { WorkflowProblem } from '../../../execution/workflow/definition.ts';
import { isWorkflowFile } from '../../../execution/workflow/workflowFile.ts';
import { onDidChangeSettings } from '../../platform/setting.ts';
import { openWorkflowReader } from './door.ts';
import type { Names, WorkflowFile, WorkflowSource } from './workflowFile.ts';

/** The pause after a change before files are read again. Chosen by judgement. */
const delayMs = 150;

/**
 * The workflows that come with Tierwise, and those of the repository in
 * `.tierwise/workflows/*.yaml`. The repository's are read in trusted workspaces only. Their problems
 * are shown at their place, even before a file is saved.
 */
export class WorkflowFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when workflows may have been added, changed or removed. */
  readonly onDidChange = this.changed.event;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('tierwise.workflows');
  private readonly disposables: vscode.Disposable[];
  private readonly shippedFolder: vscode.Uri;
  private readonly names: () => Promise<Names>;
  private reading: Promise<readonly WorkflowFile[]> | undefined;
  /** The workflows as last read, in one text; undefined before they are read for the first time. */
  private lastRead: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(extensionUri: vscode.Uri, names: () => Promise<Names>) {
    this.shippedFolder = vscode.Uri.joinPath(extensionUri, 'workflows');
    this.names = names;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.tierwise/workflows/**');
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

  /** Reads the repository's workflows in the background, so that errors show before a run. */
  begin(): void {
    void this.shownInFolder();
  }

  /** Where the repository's workflows are or would be; undefined without a folder. */
  get repositoryFolder(): vscode.Uri | undefined {
    const folder = vscode.workspace.workspaceFolders?.[0];
    return folder && vscode.Uri.joinPath(folder.uri, '.tierwise', 'workflows');
  }

  /** All workflows, the repository's first. */
  all(): Promise<readonly WorkflowFile[]> {
    if (this.reading) return this.reading;
    const reading = this.readAll();
    this.reading = reading;
    // A failed reading is not kept, so that the next call reads again.
    reading.catch(() => (this.reading = undefined));
    return reading;
  }

  /** Finds a workflow by id. Reads all files again, because a watcher may be late. */
  async find(id: string): Promise<WorkflowFile | undefined> {
    this.reading = undefined;
    return (await this.all()).find((file) => file.id === id);
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  // Without workflow files of its own, the parser is loaded only once somebody asks for workflows.
  private async shownInFolder(): Promise<void> {
    const { repositoryFolder: folder, lastRead } = this;
    const isWanted = lastRead !== undefined || (folder && (await namesIn(folder)).length > 0);
    if (isWanted) await this.all();
  }

  private lookAt({ uri }: vscode.TextDocument): void {
    if (uri.path.includes('/.tierwise/workflows/')) this.look();
  }

  private look(): void {
    this.reading = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.lastRead === undefined) this.changed.fire();
      void this.shownInFolder();
    }, delayMs);
  }

  private async readAll(): Promise<readonly WorkflowFile[]> {
    const { repositoryFolder } = this;
    const own =
      repositoryFolder && vscode.workspace.isTrusted
        ? await this.readFolder(repositoryFolder, 'repository')
        : [];
    showProblems(this.diagnostics, own);
    const files = [...own, ...(await this.readFolder(this.shippedFolder, 'shipped'))];
    // A redrawn tree loses a click that is under way, so it is redrawn only when a workflow differs.
    const text = JSON.stringify(files);
    const isChanged = this.lastRead !== undefined && this.lastRead !== text;
    this.lastRead = text;
    if (isChanged) this.changed.fire();
    return files;
  }

  private async readFolder(folder: vscode.Uri, origin: WorkflowSource): Promise<WorkflowFile[]> {
    const files = await namesIn(folder);
    if (files.length === 0) return [];
    const [{ readWorkflows }, names] = await Promise.all([openWorkflowReader(), this.names()]);
    return readWorkflows({ folder, origin, files }, names);
  }
}

async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .map(([name]) => name)
      .filter(isWorkflowFile)
      .toSorted();
  } catch {
    return [];
  }
}

/** Shows the problems of workflows at their places, in their Markdown files too. */
export function showProblems(
  diagnostics: vscode.DiagnosticCollection,
  files: readonly WorkflowFile[],
): void {
  diagnostics.clear();
  diagnostics.set(
    files.flatMap(({ uri, parsed }) =>
      [
        ...parsed.problems.map((problem) => ({ problem, diagnostic: toDiagnostic(problem) })),
        ...noticesOf(parsed).map((problem) => ({ problem, diagnostic: toNotice(problem) })),
      ].map(({ problem, diagnostic }): [vscode.Uri, vscode.Diagnostic[]] => [
        problem.file === undefined ? uri : vscode.Uri.joinPath(uri, '..', problem.file),
        [diagnostic],
      ]),
    ),
  );
}

function noticesOf(parsed: WorkflowFile['parsed']): readonly WorkflowProblem[] {
  return parsed.workflow ? (parsed.notices ?? []) : [];
}

/** What is not as the file says, although nothing in it is wrong. */
function toNotice(problem: WorkflowProblem): vscode.Diagnostic {
  const diagnostic = toDiagnostic(problem);
  diagnostic.severity = vscode.DiagnosticSeverity.Information;
  return diagnostic;
}

function toDiagnostic({
  message,
  line,
  column,
  endLine,
  endColumn,
}: WorkflowProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const diagnostic = new vscode.Diagnostic(range, message);
  diagnostic.source = 'Tierwise';
  return diagnostic;
}
