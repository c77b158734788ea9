import { type Document, isMap, isScalar, LineCounter, type Node, type Pair } from 'yaml';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { WorkflowProblem } from '../definition.ts';

/** A problem at a place in the structure of the file. */
export interface Diagnostic {
  readonly path: ProblemPath;
  readonly message: string;
  /** Marks the key instead of the value. */
  readonly onKey?: boolean;
  /** Marks only this part of the text at `path`; in UTF-16 units. */
  readonly span?: Span;
  /** The Markdown file that `span` is in, with its text. */
  readonly file?: { readonly name: string; readonly text: string };
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A YAML file after parsing. */
export interface Source {
  readonly document: Document;
  readonly counter: LineCounter;
  readonly text: string;
}

/** The problem with its lines and columns, in the workflow or in one of its Markdown files. */
export function placed(finding: Diagnostic, source: Source): WorkflowProblem {
  const { path, message, span, file } = finding;
  if (file && span) {
    const counter = new LineCounter();
    counter.addNewLine(0);
    for (const { index } of file.text.matchAll(/\n/g)) counter.addNewLine(index + 1);
    return { ...between(counter, message, span), file: file.name };
  }
  return between(source.counter, message, spanOf(finding, path, source));
}

// Marks the value of a scalar and the key of anything else, so that no whole block is underlined.
function spanOf({ onKey, span }: Diagnostic, path: ProblemPath, source: Source): Span {
  for (let length = path.length; length > 0; length -= 1) {
    const value = source.document.getIn(path.slice(0, length), true) as Node | undefined;
    const key = keyOf(source.document, path.slice(0, length));
    const isWhole = length === path.length;
    const isValue = isScalar(value) && !(onKey && isWhole && key);
    if (isValue && isWhole && span && value.range) {
      const inner = insideScalar(source.text, value.range, String(value.value), span);
      if (inner) return inner;
    }
    const range = (isValue ? value : (key ?? value))?.range;
    if (range) return firstLine(source.text, range[0], range[1]);
  }
  return firstLine(source.text, 0, source.text.length);
}

function keyOf(document: Document, path: ProblemPath): Node | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = (parent.items as Pair<Node, Node>[]).find(
    ({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)),
  );
  return pair?.key;
}

function firstLine(text: string, start: number, to: number): Span {
  const length = text.slice(start, to).search(/\r?\n|$/);
  return { start, end: start + Math.max(1, length) };
}

/** The place of a part of a scalar in the file; undefined when YAML has folded the text. */
function insideScalar(
  text: string,
  [from, to]: readonly number[],
  value: string,
  { start, end }: Span,
): Span | undefined {
  const raw = text.slice(from, to);
  if (raw.startsWith('|')) return insideBlock(text, from!, value, { start, end });
  const quoted = /^["']/.test(raw) ? 1 : 0;
  if (raw.slice(quoted, quoted + value.length) !== value) return undefined;
  return { start: from! + quoted + start, end: from! + quoted + Math.max(end, start + 1) };
}

// The lines of a block follow its `|`, all indented like the first one that is not empty.
function insideBlock(text: string, from: number, value: string, { start, end }: Span): Span {
  const body = text.indexOf('\n', from) + 1;
  const written = text.slice(body).split('\n');
  const lines = value.split('\n');
  const filled = lines.findIndex((line) => line.trim() !== '');
  const indent = written[filled]!.replace(/\r$/, '').length - lines[filled]!.length;
  const above = value.slice(0, start).split('\n');
  const row = above.length - 1;
  const rowStart = written.slice(0, row).reduce((sum, line) => sum + line.length + 1, body);
  const at = rowStart + indent + above[row]!.length;
  return { start: at, end: at + Math.max(1, end - start) };
}

/** A problem from one offset to another. */
export function between(
  counter: LineCounter,
  message: string,
  { start, end }: Span,
): WorkflowProblem {
  const from = counter.linePos(start);
  const to = counter.linePos(Math.max(start, end));
  return { message, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
}
