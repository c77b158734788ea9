import * as vscode from 'vscode';
import { type Document, LineCounter } from 'yaml';
import type { SpendingLimits } from '../../routing/budgets/requestLimits.ts';
import type { InputProblem, ProblemPath } from '../../routing/input/problems.ts';
import { rangeAt, readSoundYaml } from '../../routing/input/yaml.ts';
import { parsePolicyFile, type WrittenPolicy } from '../../routing/policy/parsePolicy.ts';

/** A problem in the policy file with its place. */
interface PlacedProblem {
  readonly range: vscode.Range;
  readonly message: string;
}

/** Reads the text of a policy file; `policy` is undefined when the text has an error. */
export function readPolicyText(
  text: string,
  tierNames: readonly string[],
  limits: SpendingLimits,
): {
  policy?: WrittenPolicy;
  problems: readonly PlacedProblem[];
  notices?: readonly PlacedProblem[];
} {
  const lines = new LineCounter();
  const read = readSoundYaml(text, lines);
  if ('problems' in read) {
    const problems = read.problems.map(({ start, end, message }) => ({
      range: toRange(lines, start, end),
      message,
    }));
    return { problems };
  }
  const { document, value } = read;
  const { policy, problems, notices } = parsePolicyFile(value, tierNames, limits);
  const place = ({ path, message }: InputProblem) => ({
    range: rangeOf(document, lines, path),
    message,
  });
  return problems.length > 0
    ? { problems: problems.map(place) }
    : { policy, problems: [], notices: notices.map(place) };
}

function rangeOf(document: Document, lines: LineCounter, path: ProblemPath): vscode.Range {
  const { start, end } = rangeAt(document, path) ?? { start: 0, end: 1 };
  return toRange(lines, start, end);
}

function toRange(lines: LineCounter, from: number, to: number): vscode.Range {
  const start = lines.linePos(from);
  const end = lines.linePos(Math.max(from, to));
  return new vscode.Range(start.line - 1, start.col - 1, end.line - 1, end.col - 1);
}
