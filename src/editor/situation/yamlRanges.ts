import * as vscode from 'vscode';
import type { Document, LineCounter } from 'yaml';
import type { ProblemPath } from '../../routing/input/problems.ts';
import { rangeAt } from '../../routing/input/yaml.ts';

/** Where the value at a path stands in its file; when there is none, the closest value that contains it. */
export function rangeOf(document: Document, lines: LineCounter, path: ProblemPath): vscode.Range {
  const { start, end } = rangeAt(document, path) ?? { start: 0, end: 1 };
  return toRange(lines, start, end);
}

/** The range between two offsets, in characters. */
export function toRange(lines: LineCounter, from: number, to: number): vscode.Range {
  const start = lines.linePos(from);
  const end = lines.linePos(Math.max(from, to));
  return new vscode.Range(start.line - 1, start.col - 1, end.line - 1, end.col - 1);
}
