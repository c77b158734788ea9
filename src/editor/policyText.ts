import * as vscode from 'vscode';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { parsePolicyFile, type WrittenPolicy } from '../routing/parsePolicy.ts';
import type { ProblemPath } from '../routing/problem.ts';

/** A problem in the policy file at its place. */
interface PlacedProblem {
  readonly range: vscode.Range;
  readonly message: string;
}

/** Reads the text of a policy file; `policy` is undefined when the text has an error. */
export function readPolicyText(
  text: string,
  tierNames: readonly string[],
): { policy?: WrittenPolicy; problems: PlacedProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      range: toRange(lines, pos[0], pos[1]),
      message,
    }));
    return { problems };
  }
  const { policy, problems } = parsePolicyFile(
    document.toJS({ maxAliasCount: 50 }) as unknown,
    tierNames,
  );
  const placed = problems.map(({ path, message }) => ({
    range: rangeOf(document, lines, path),
    message,
  }));
  return placed.length > 0 ? { problems: placed } : { policy, problems: [] };
}

// The place of the value, or of the key for a key that should not be there; else of what holds it.
function rangeOf(document: Document, lines: LineCounter, path: ProblemPath): vscode.Range {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as {
      range?: [number, number, number];
    } | null;
    if (node?.range) return toRange(lines, node.range[0], node.range[1]);
  }
  return toRange(lines, 0, 1);
}

function toRange(lines: LineCounter, from: number, to: number): vscode.Range {
  const start = lines.linePos(from);
  const end = lines.linePos(Math.max(from, to));
  return new vscode.Range(start.line - 1, start.col - 1, end.line - 1, end.col - 1);
}
