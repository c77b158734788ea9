import type * as vscode from 'vscode';

/** A change to one file that an answer brings. */
export type FileChange = NewFile | ChangedLines;

interface ChangeFacts {
  readonly uri: vscode.Uri;
  /** Who chose the file. A model never chooses one outside the opened folders; a developer may have. */
  readonly chosenBy: 'developer' | 'model';
  /** Whether the task asked to take code out and a check agreed, so that nobody has to be asked. */
  readonly mayShrink: boolean;
  /** What checks found in it, each a sentence without its point. */
  readonly doubts: readonly string[];
}

/** A file to be made. */
export interface NewFile extends ChangeFacts {
  readonly document?: undefined;
  readonly text: string;
}

/** Whole lines of a document to be replaced, 1-based and inclusive. */
export interface ChangedLines extends ChangeFacts {
  readonly document: vscode.TextDocument;
  /** The document's version that the lines are of. */
  readonly version: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly code: string;
}

/** A file's text before and after a change; the lines that go and what comes in their place. */
export interface TextsOfChange {
  readonly before: string;
  readonly after: string;
  readonly gone: string;
  readonly come: string;
}

export function textsOf(change: FileChange): TextsOfChange {
  if (!change.document) return { before: '', after: change.text, gone: '', come: change.text };
  const { document, startLine, endLine, code } = change;
  const before = document.getText();
  const lines = before.split(/\r\n|\r|\n/);
  const gone = lines.splice(startLine - 1, endLine - startLine + 1, code).join('\n');
  return { before, after: lines.join('\n'), gone, come: code };
}
