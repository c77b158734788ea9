import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { fileOf, showDocument } from '../../../../src/editor/platform/notebookCells.ts';
import { shownPath } from '../../../../src/editor/platform/workspacePaths.ts';
import { confirmSending } from '../../../../src/editor/reading/confirmSending.ts';
import { isPrivateUri } from '../../../../src/editor/reading/reading.ts';
import { activeCodeEditor, codeEditor } from '../../../../src/editor/selection/codeEditor.ts';
import { targetOf, taskFor } from '../../../../src/editor/selection/taskFromEditor.ts';
import { promptFor } from '../../../../src/execution/attempt/prompt.ts';
import { isCritical, matchRule } from '../../../../src/routing/policy/matchRule.ts';
import { policyWith } from '../../../support/tasks.ts';

const { FakeUri, state } = await vi.hoisted(async () => {
  const { FakeUri } = await import('../../../support/fakeUri.ts');
  return {
    FakeUri,
    state: {
      notebooks: [] as unknown[],
      settings: {} as Record<string, unknown>,
      asked: [] as string[],
      shown: [] as unknown[],
      active: undefined as unknown,
      notebook: undefined as unknown,
      visible: [] as unknown[],
    },
  };
});
type FakeUri = InstanceType<typeof FakeUri>;

vi.mock('vscode', async () => {
  class Range {
    readonly start: object;
    readonly end: object;
    constructor(startLine: number, start: number, endLine: number, end: number) {
      this.start = { line: startLine, character: start };
      this.end = { line: endLine, character: end };
    }
  }
  const isInside = ({ path, scheme }: FakeUri) => scheme === 'file' && path.startsWith('/shop/');
  return {
    ...(await import('../../../support/l10n.ts')),
    Range,
    NotebookRange: class {
      readonly from: number;
      readonly to: number;
      constructor(from: number, to: number) {
        this.from = from;
        this.to = to;
      }
    },
    SymbolKind: {},
    ProgressLocation: {},
    TextEditorRevealType: {},
    TabInputText: Range,
    FileType: { File: 1 },
    Uri: {
      joinPath: (uri: FakeUri, ...more: string[]) => new FakeUri([uri.path, ...more].join('/')),
    },
    commands: { executeCommand: async () => [] },
    languages: { getDiagnostics: () => [] },
    window: {
      get activeTextEditor() {
        return state.active;
      },
      get activeNotebookEditor() {
        return state.notebook;
      },
      get visibleTextEditors() {
        return state.visible;
      },
      tabGroups: { activeTabGroup: {} },
      withProgress: (_: object, work: () => Promise<unknown>) => work(),
      showTextDocument: async ({ uri }: { uri: FakeUri }) => {
        state.shown.push([uri.path]);
        return { revealRange: () => undefined };
      },
      showNotebookDocument: async (
        { uri }: { uri: FakeUri },
        { selections }: { selections: object[] },
      ) => void state.shown.push([uri.path, ...selections]),
      showWarningMessage: async (message: string) => void state.asked.push(message),
    },
    workspace: {
      isTrusted: true,
      get notebookDocuments() {
        return state.notebooks;
      },
      workspaceFolders: [{ uri: new FakeUri('/shop'), index: 0, name: 'shop' }],
      getWorkspaceFolder: (uri: FakeUri) =>
        isInside(uri) ? { uri: new FakeUri('/shop'), index: 0 } : undefined,
      asRelativePath: (uri: FakeUri) => (isInside(uri) ? uri.path.slice(6) : uri.path),
      getConfiguration: () => ({
        inspect: (key: string) => ({ globalValue: state.settings[key] }),
      }),
      fs: {
        stat: async () => {
          throw new Error('There is no such file.');
        },
      },
    },
  };
});

const text = 'import pandas\n\nprint(pandas.__version__)';
const lines = text.split('\n');

/** A cell of a notebook that is open, between two others. */
function cellOf(path: string, languageId = 'python'): vscode.TextDocument {
  const uri = new FakeUri(path, 'vscode-notebook-cell', 'W1');
  const document = {
    uri,
    version: 3,
    languageId,
    lineCount: lines.length,
    getText: () => text,
    lineAt: (line: number) => ({
      text: lines[line],
      range: { end: { line, character: lines[line]!.length } },
    }),
  };
  const others = ['W0', 'W2'].map((each) => ({
    document: { uri: new FakeUri(path, 'vscode-notebook-cell', each) },
  }));
  state.notebooks = [
    { uri: new FakeUri(path), getCells: () => [others[0], { document }, others[1]] },
  ];
  return document as unknown as vscode.TextDocument;
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor {
  const at = { line: 2, character: 0 };
  const selection = { start: at, end: at, active: at, isEmpty: true };
  return { document, selection, selections: [selection] } as unknown as vscode.TextEditor;
}

beforeEach(() => {
  Object.assign(state, { notebooks: [], settings: {}, asked: [], shown: [], visible: [] });
  Object.assign(state, { active: undefined, notebook: undefined });
});

test('a task about a cell has the notebook’s path, the cell’s language and text, and the whole cell', async () => {
  const document = cellOf('/shop/notes/a.ipynb');
  state.active = editorOf(document);
  const target = await targetOf(codeEditor()!);
  expect(target.unselected).toBe('cell');
  const { task, binding } = await taskFor('refactor', target, '');
  expect(task).toMatchObject({
    path: 'notes/a.ipynb',
    cell: 2,
    language: 'python',
    fileText: text,
    target: { startLine: 1, endLine: 3, text },
  });
  expect(binding).toEqual({ uri: document.uri, version: 3 });
  expect(promptFor(task).user).toContain(
    '<file path="notes/a.ipynb" language="python" part="cell 2 of this notebook">',
  );
});

test('without a cursor the selected cell counts; one that shows no text has to be clicked first', () => {
  const editor = editorOf(cellOf('/shop/a.ipynb'));
  const another = editorOf(cellOf('/shop/b.ipynb'));
  state.notebook = { notebook: { getCells: () => [undefined, editor] }, selection: { start: 1 } };
  state.visible = [another, editor];
  expect(codeEditor()).toBe(editor);
  state.visible = [another];
  expect(codeEditor()).toBeUndefined();
  expect(activeCodeEditor).toThrow('Click into the cell that the task is about first.');
});

test('rules and critical paths go by the notebook’s path', async () => {
  const target = await targetOf(editorOf(cellOf('/shop/notes/a.ipynb')));
  const { task } = await taskFor('docs', target, '');
  const when = { path: ['notes/*.ipynb'], language: ['python'] };
  const rule = { name: 'notebooks', when, use: 'fast', origin: 'settings' } as const;
  const policy = policyWith({ rules: [rule], critical: ['notes/**'] });
  expect(matchRule(policy, task)).toBe(rule);
  expect(isCritical(policy, task)).toBe(true);
});

test('tests cannot be written for a cell, and it is said what to do', async () => {
  const target = await targetOf(editorOf(cellOf('/shop/a.ipynb')));
  await expect(taskFor('test', target, '')).rejects.toThrow(
    /cannot import a notebook’s cell\. Move the code into a file first/,
  );
});

test('a private notebook is asked about by its own path before a cell of it is sent', async () => {
  const { uri } = cellOf('/shop/secret/a.ipynb');
  expect(await isPrivateUri(uri)).toBe(false);
  state.settings = { 'tierwise.privateFiles': ['secret/*.ipynb'] };
  expect(await isPrivateUri(uri)).toBe(true);
  expect(await confirmSending([uri], ['fast (Small)'])).toBe(false);
  expect(state.asked).toEqual(['Send your private file /shop/secret/a.ipynb to fast (Small)?']);
});

test('a cell is shown in its notebook, and a file in a tab', async () => {
  const cell = cellOf('/shop/a.ipynb');
  await showDocument(cell);
  expect(state.shown).toEqual([['/shop/a.ipynb', { from: 1, to: 2 }]]);
  const file = { uri: new FakeUri('/shop/a.ts') } as unknown as vscode.TextDocument;
  await showDocument(file);
  expect(state.shown.at(-1)).toEqual(['/shop/a.ts']);
});

test('the cell of a closed notebook still has the notebook’s path, and other documents are their own file', () => {
  const { uri } = cellOf('/shop/a.ipynb');
  state.notebooks = [];
  expect(shownPath(uri)).toBe('a.ipynb');
  const file = new FakeUri('/shop/a.ts') as unknown as vscode.Uri;
  expect(fileOf(file)).toBe(file);
});
