import * as vscode from 'vscode';
import { endingOfLanguage } from '../../routing/reading/languageOfPath.ts';
import { answerScheme } from '../platform/contributed.ts';
import { createPace, type Pace } from '../platform/pace.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { type Answer, type Answers, fileWith, isRunning } from './answer.ts';
import { answerStanding, answerTitle } from './describeAnswer.ts';

/** The pause between two redraws of a diff that is still streaming. Chosen by judgement. */
const refreshMs = 80;

/** Shows an edit answer as a diff that fills while the answer streams. */
export class EditPreview implements vscode.Disposable {
  private readonly answers: Answers;
  private readonly contentChanged = new vscode.EventEmitter<vscode.Uri>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly paces = new Map<string, Pace>();
  private readonly statusLine = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    after: { margin: '0 0 0 1em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
  });
  private readonly disposables: vscode.Disposable[];

  constructor(answers: Answers) {
    this.answers = answers;
    this.disposables = [
      this.contentChanged,
      this.statusLine,
      vscode.workspace.registerTextDocumentContentProvider(answerScheme, {
        onDidChange: this.contentChanged.event,
        provideTextDocumentContent: (uri) => this.contentOf(uri),
      }),
      answers.onDidChange(() => this.decorate()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.decorate()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === answerScheme) this.decorate();
      }),
    ];
  }

  async show(answer: Answer): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.diff',
      sideUri(answer, 'original'),
      sideUri(answer, 'answer'),
      answerTitle(answer, this.others()),
      // Whatever shows such files elsewhere, a preview or a notebook, has no diff that could be accepted.
      { preview: false, override: false },
    );
    await highlightAs(answer);
    this.revealChange(answer);
  }

  /** Call when more of the answer has arrived; the diff is redrawn a few times a second. */
  update(answer: Answer): void {
    if (this.timers.has(answer.id)) return;
    this.timers.set(
      answer.id,
      setTimeout(() => this.draw(answer), this.pace(answer).pauseMs()),
    );
  }

  finish(answer: Answer): void {
    this.draw(answer);
    this.decorate();
    this.paces.delete(answer.id);
  }

  private pace({ id }: Answer): Pace {
    const pace = this.paces.get(id) ?? createPace(refreshMs, () => performance.now());
    this.paces.set(id, pace);
    return pace;
  }

  /** Closes every tab of an answer. */
  async close(answer: Answer): Promise<void> {
    await vscode.window.tabGroups.close(tabsOf(answer));
  }

  /** Whether an answer's diff is in a tab. */
  isOpen(answer: Answer): boolean {
    return tabsOf(answer).length > 0;
  }

  /** The answer whose diff is in front. */
  get active(): Answer | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? this.answerOf(input.modified) : undefined;
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The paths of what else has a tab or is answered. Without a tab VS Code keeps what gates opened, for minutes. */
  private others(): string[] {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return [
      ...tabs.flatMap(({ input }) =>
        input instanceof vscode.TabInputText ? [shownPath(input.uri)] : [],
      ),
      ...this.answers.all.map(({ task }) => task.path),
    ];
  }

  private contentOf(uri: vscode.Uri): string {
    const answer = this.answerOf(uri);
    if (!answer)
      return vscode.l10n.t('This answer belonged to a window that is closed. Run the task again.');
    const { task } = answer;
    const fill = () => fileWith(answer);
    const filled = () => (isRunning(answer) ? this.pace(answer).timed(fill) : fill());
    const candidate = uri.authority === 'answer' ? filled() : undefined;
    return candidate ?? task.fileText;
  }

  private answerOf(uri: vscode.Uri): Answer | undefined {
    if (uri.scheme !== answerScheme) return undefined;
    return this.answers.all.find((answer) => sidePath(answer) === uri.path);
  }

  private draw(answer: Answer): void {
    clearTimeout(this.timers.get(answer.id));
    this.timers.delete(answer.id);
    this.contentChanged.fire(sideUri(answer, 'answer'));
  }

  private revealChange(answer: Answer): void {
    const uri = sideUri(answer, 'answer').toString();
    const editor = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri,
    );
    const start = new vscode.Position(answer.task.target.startLine - 1, 0);
    editor?.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenter);
  }

  // Shows cost and reason beside the change; a blank line above it has the most room.
  private decorate(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { uri } = editor.document;
      const answer = uri.authority === 'answer' ? this.answerOf(uri) : undefined;
      if (!answer) continue;
      const first = Math.min(answer.task.target.startLine - 1, editor.document.lineCount - 1);
      const above = Math.max(first - 1, 0);
      const standing = answerStanding(answer);
      const line = editor.document.lineAt(above).isEmptyOrWhitespace ? above : first;
      editor.setDecorations(this.statusLine, [
        {
          range: new vscode.Range(line, 0, line, 0),
          renderOptions: { after: { contentText: standing } },
          // A narrow window cuts the line off, and screen readers do not read it.
          hoverMessage: new vscode.MarkdownString().appendText(standing),
        },
      ]);
    }
  }
}

function tabsOf(answer: Answer): readonly vscode.Tab[] {
  const uri = sideUri(answer, 'answer').toString();
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri,
    );
}

/** Gives a diff the language of its file where its name does not tell it, as of an untitled file or a script. */
async function highlightAs(answer: Answer): Promise<void> {
  const { language } = answer.task;
  const sides = [sideUri(answer, 'original'), sideUri(answer, 'answer')].map(String);
  for (const document of vscode.workspace.textDocuments) {
    if (document.languageId === language || !sides.includes(document.uri.toString())) continue;
    // A language whose extension is gone is none.
    await vscode.languages.setTextDocumentLanguage(document, language).then(undefined, () => {});
  }
}

function sideUri(answer: Answer, side: 'original' | 'answer'): vscode.Uri {
  return vscode.Uri.from({ scheme: answerScheme, authority: side, path: sidePath(answer) });
}

/** The name of a cell ends as a file of its language: as a notebook it could not be read. */
function sidePath({ id, task: { path, cell, language } }: Answer): string {
  if (cell === undefined) return `/${id}/${path}`;
  const ending = endingOfLanguage(language);
  return `/${id}/${path}/cell ${cell}${ending === undefined ? '' : `.${ending}`}`;
}
