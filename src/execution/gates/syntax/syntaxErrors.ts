import type { Node, Parser } from '@vscode/tree-sitter-wasm';
import { codeLines } from '../complete/codeLines.ts';
import { columnsBefore } from '../complete/declarations.ts';

/** A place that the grammar cannot parse; rows count from 0. */
export interface ParseError {
  readonly row: number;
  readonly endRow: number;
  readonly column: number;
  readonly message: string;
}

/** Parsing blocks everything else, so it stops after this time. Chosen by judgement. */
const longestParseMs = 1_000;

/** All syntax errors of a text; undefined when parsing takes too long. */
export function syntaxErrors(
  parser: Parser,
  text: string,
  language: string,
): ParseError[] | undefined {
  const deadline = performance.now() + longestParseMs;
  const tree = parser.parse(text, null, {
    progressCallback: () => performance.now() > deadline,
  });
  if (!tree) {
    parser.reset();
    return undefined;
  }
  try {
    const errors = errorsUnder(tree.rootNode);
    return language === 'python' ? [...errors, ...indentErrors(text)] : errors;
  } finally {
    tree.delete();
  }
}

function errorsUnder(root: Node): ParseError[] {
  const errors: ParseError[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.isError || node.isMissing) errors.push(toError(node));
    else if (node.hasError)
      pending.push(...node.children.filter((each) => each !== null).toReversed());
  }
  return errors;
}

function toError(node: Node): ParseError {
  const { row, column } = node.startPosition;
  const first = node.text.split('\n', 1)[0]!.trim();
  const message = node.isMissing
    ? `Syntax error: ${node.type} is missing.`
    : `Syntax error at "${first.length > 60 ? `${first.slice(0, 59)}…` : first}".`;
  return { row, column, endRow: node.endPosition.row, message };
}

/** The lines that an edit replaces: 0-based, `end` and `newEnd` exclusive. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly newEnd: number;
}

/**
 * The errors that an edit adds. An error outside the edit is new when there was none at its place.
 * Inside the edit places change, so errors are new when there are more than before.
 */
export function newErrors(
  before: readonly ParseError[],
  after: readonly ParseError[],
  { start, end, newEnd }: Replacement,
): ParseError[] {
  const placesBefore = new Set(before.map((error) => placeOutside(error, start, end)));
  const insideBefore = before.filter(
    (error) => placeOutside(error, start, end) === undefined,
  ).length;
  const insideAfter = after.filter((error) => placeOutside(error, start, newEnd) === undefined);
  const newOutside = after.filter((error) => {
    const place = placeOutside(error, start, newEnd);
    return place !== undefined && !placesBefore.has(place);
  });
  return [...insideAfter.slice(insideBefore), ...newOutside];
}

function placeOutside(error: ParseError, start: number, end: number): string | undefined {
  const { row, endRow, column } = error;
  if (endRow < start) return `${row} ${column}`;
  return row >= end ? `+${row - end} ${column}` : undefined;
}

/** Checks Python's indentation, because its grammar here accepts some wrong indentation. */
export function indentErrors(text: string): ParseError[] {
  const errors: ParseError[] = [];
  const report = (row: number, message: string) =>
    errors.push({ row, endRow: row, column: 0, message: `Syntax error: ${message}.` });
  const columns = [0];
  let depth = 0;
  let continues = false;
  let opensBlock = false;
  const lines = codeLines(text, 'python');
  lines.forEach(({ code, startsInside }, row) => {
    if (code.trim() === '' && !startsInside) return;
    if (!startsInside && depth === 0 && !continues) {
      const column = columnsBefore(code);
      if (opensBlock && column <= columns.at(-1)!) report(row, 'an indented block is missing here');
      if (!opensBlock && column > columns.at(-1)!) report(row, 'this line is indented too far');
      if (column > columns.at(-1)!) columns.push(column);
      while (columns.at(-1)! > column) columns.pop();
      if (columns.at(-1)! < column) {
        report(row, 'this indentation matches no line above');
        columns.push(column);
      }
    }
    for (const character of code) {
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    }
    continues = code.endsWith('\\');
    opensBlock = depth === 0 && code.endsWith(':');
  });
  if (opensBlock) report(lines.length - 1, 'an indented block is missing at the end');
  return errors;
}
