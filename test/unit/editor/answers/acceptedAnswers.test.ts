import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Accepted } from '../../../../src/editor/answers/acceptAnswer.ts';
import { AcceptedAnswers } from '../../../../src/editor/answers/acceptedAnswers.ts';
import type { Answer } from '../../../../src/editor/answers/answer.ts';

const editor = vi.hoisted(() => ({
  changed: undefined as unknown as (event: object) => void,
  deleted: undefined as unknown as (event: object) => void,
}));
vi.mock('vscode', () => ({
  EventEmitter: class {
    private listener: ((value: unknown) => void) | undefined;
    readonly event = (listener: (value: unknown) => void) => (this.listener = listener);
    fire(value: unknown): void {
      this.listener?.(value);
    }
  },
  TextDocumentChangeReason: { Undo: 1, Redo: 2 },
  workspace: {
    onDidChangeTextDocument: (listener: typeof editor.changed) => (editor.changed = listener),
    onDidDeleteFiles: (listener: typeof editor.deleted) => (editor.deleted = listener),
  },
}));

let texts: Record<string, string>;
let told: string[];
let answers: AcceptedAnswers;
beforeEach(() => {
  texts = {};
  told = [];
  answers = new AcceptedAnswers();
  answers.onDidUndo(({ id }) => told.push(`undone ${id}`));
  answers.onDidRedo(({ id }) => told.push(`redone ${id}`));
});

const documentOf = (path: string) =>
  ({ uri: { toString: () => path }, getText: () => texts[path] }) as unknown as vscode.TextDocument;

/** Watches an answer that made `after` of `before`; without a version it made the file. */
function accept(
  id: string,
  path: string,
  [before, after]: [string, string],
  version?: number,
): void {
  const answer = { id, binding: version === undefined ? {} : { version } } as unknown as Answer;
  texts[path] = after;
  answers.watch({ answer, document: documentOf(path), before, after } satisfies Accepted);
}

function change(path: string, text: string, reason?: 'Undo' | 'Redo'): void {
  texts[path] = text;
  // VS Code makes a new document of a file that was closed and opened again.
  const document = documentOf(path);
  editor.changed({ document, reason: reason && { Undo: 1, Redo: 2 }[reason] });
}

test('undo and redo are told, each once, also in a file that was opened again', () => {
  accept('a', '/a.ts', ['1', '2'], 1);
  change('/a.ts', '23');
  change('/a.ts', '2', 'Undo');
  change('/b.ts', '1', 'Undo');
  expect(told).toEqual([]);
  change('/a.ts', '1', 'Undo');
  change('/a.ts', '1', 'Undo');
  change('/a.ts', '2', 'Redo');
  change('/a.ts', '1', 'Undo');
  expect(told).toEqual(['undone a', 'redone a', 'undone a']);
});

test('typing the old text again is no undo', () => {
  accept('a', '/a.ts', ['1', '2'], 1);
  change('/a.ts', '1');
  expect(told).toEqual([]);
});

test('two answers in one file are undone one after the other', () => {
  accept('a', '/a.ts', ['1', '2'], 1);
  accept('b', '/a.ts', ['2', '3'], 2);
  change('/a.ts', '2', 'Undo');
  change('/a.ts', '1', 'Undo');
  expect(told).toEqual(['undone b', 'undone a']);
});

test('an undo is that of the newest answer: git may have taken an older one out', () => {
  accept('a', '/a.ts', ['1', '2'], 1);
  change('/a.ts', '1');
  accept('b', '/a.ts', ['1', '3'], 2);
  change('/a.ts', '1', 'Undo');
  change('/a.ts', '3', 'Redo');
  expect(told).toEqual(['undone b', 'redone b']);
});

test('a new file that is deleted as it was written is undone; one that was worked on, or was there before, is not', () => {
  accept('new', '/new.test.ts', ['', 'test']);
  accept('edited', '/edited.test.ts', ['', 'test']);
  accept('old', '/old.ts', ['1', '2'], 1);
  texts['/edited.test.ts'] = 'test more';
  editor.deleted({ files: ['/new.test.ts', '/edited.test.ts', '/old.ts'] });
  editor.deleted({ files: ['/new.test.ts'] });
  expect(told).toEqual(['undone new']);
});
