import * as vscode from 'vscode';
import { HumanError } from '../platform/humanError.ts';
import { isCell } from '../platform/notebookCells.ts';
import { shownPath } from '../platform/workspacePaths.ts';

/** The editor with the code that a command is about; undefined when there is none. */
export function codeEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, activeNotebookEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor && isCode(activeTextEditor)) return activeTextEditor;
  if (activeNotebookEditor) return editorOfCell(activeNotebookEditor);
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  // The focus is in the output, say, or VS Code keeps the text from extensions because it is too large.
  if (input instanceof vscode.TabInputText) return editorOf(input.uri);
  // If an answer's page is in front, the only code editor beside it is the right one.
  const [only, another] = visibleTextEditors.filter(isCode);
  return another || activeTextEditor ? undefined : only;
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  const written = uri.toString();
  return vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === written && isCode(editor),
  );
}

/** The editor of the cell that is selected in a notebook; undefined for a cell that shows no text. */
function editorOfCell({
  notebook,
  selection,
}: vscode.NotebookEditor): vscode.TextEditor | undefined {
  const cell = notebook.getCells()[selection.start];
  return vscode.window.visibleTextEditors.find(({ document }) => document === cell?.document);
}

/** The same. Throws HumanError when there is none. */
export function activeCodeEditor(): vscode.TextEditor {
  const editor = codeEditor();
  if (editor) return editor;
  if (vscode.window.activeNotebookEditor) {
    throw new HumanError(vscode.l10n.t('Click into the cell that the task is about first.'));
  }
  throw new HumanError(whyNone(), [
    { label: vscode.l10n.t('Ask…'), command: 'tierwise.ask' },
    { label: vscode.l10n.t('Get Started'), command: 'tierwise.getStarted' },
  ]);
}

/** Why no editor is the one with the code, and what to do. */
function whyNone(): string {
  if (vscode.window.activeTextEditor) {
    return vscode.l10n.t(
      'What is in front is not a file that can be changed. Open the file itself and select the code that the task is about.',
    );
  }
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  if (input instanceof vscode.TabInputText) {
    return vscode.l10n.t(
      'VS Code does not let extensions read {0}, most likely because it is larger than 50 MB. Open a smaller file and select the code that the task is about.',
      shownPath(input.uri),
    );
  }
  return vscode.l10n.t(
    'Open a file and select the code that the task is about. To ask about nothing in particular, use Ask.',
  );
}

function isCode({ document }: vscode.TextEditor): boolean {
  const { uri } = document;
  return (
    ['file', 'untitled', 'vscode-remote'].includes(uri.scheme) || isCell(uri) || isVirtual(uri)
  );
}

/** Whether a file is one of the workspace's in a file system that is not the disk, and that can be written. */
function isVirtual(uri: vscode.Uri): boolean {
  const isWritable = vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  return isWritable && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}
