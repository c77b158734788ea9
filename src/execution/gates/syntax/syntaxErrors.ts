import type { Node, Parser } from '@vscode/tree-sitter-wasm';
import type { ParseError } from './parseError.ts';
import { indentErrors } from './pythonIndent.ts';

/** Other checks wait in the worker meanwhile, so it stops after this time. Chosen by judgement. */
const longestParseMs = 5_000;

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
  const kind = node.isMissing
    ? `missing ${node.type}`
    : `${node.parent?.type ?? ''} > ${node.firstChild?.type ?? ''}`;
  const text = (node.isMissing ? lineOf(node) : node.text).replace(/\s+/g, ' ').trim();
  return { row, column, endRow: node.endPosition.row, message, kind, text };
}

/** What stands on the line of a missing token, as far as its closest parts say. */
function lineOf(node: Node): string {
  const before = node.previousSibling?.text.split('\n').at(-1) ?? '';
  return `${before} ${node.nextSibling?.text.split('\n', 1)[0] ?? ''}`;
}
