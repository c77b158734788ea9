import ts from 'typescript';
import { descendants, indentOf, isIdentifier, reindent } from '../source.ts';

/** The facts about a statement that are needed to turn branches into guard clauses. */
export type Step =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'if';
      readonly comment: string;
      readonly condition: ts.Expression;
      readonly whenTrue: readonly Step[];
      readonly whenFalse: readonly Step[];
    };

/** Statements with their comments, without indentation. */
export function stepsOf(statements: readonly ts.Statement[]): Step[] {
  return statements.map((node) => {
    if (!ts.isIfStatement(node)) {
      const text = commentOf(node) + reindent(node.getText(), indentOf(node), '');
      return { kind: 'text', text };
    }
    const { expression: condition, thenStatement, elseStatement } = node;
    return {
      kind: 'if',
      comment: commentOf(node),
      condition,
      whenTrue: stepsOf(inBlock(thenStatement)),
      whenFalse: elseStatement ? stepsOf(inBlock(elseStatement)) : [],
    };
  });
}

function inBlock(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

function commentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  return ranges.map(({ pos, end }) => `${text.slice(pos, end)}\n`).join('');
}

/** Whether control never continues after these steps. */
export function leaves(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  if (!last) return false;
  if (last.kind === 'text') return /^(?:\/[/*].*\n)*(?:return|throw)\b/.test(last.text);
  return leaves(last.whenTrue) && leaves(last.whenFalse);
}

export function lineCount(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.kind === 'text') return sum + step.text.split('\n').length;
    return sum + 2 + lineCount(step.whenTrue) + lineCount(step.whenFalse);
  }, 0);
}

export function countUses(statement: ts.Node, name: string): number {
  return descendants(statement).filter((node) => isIdentifier(node, name)).length;
}

const opposite = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.GreaterThanToken, '<='],
  [ts.SyntaxKind.LessThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
  [ts.SyntaxKind.LessThanEqualsToken, '>'],
]);

export function negated(condition: ts.Expression): string {
  const text = condition.getText();
  if (
    ts.isPrefixUnaryExpression(condition) &&
    condition.operator === ts.SyntaxKind.ExclamationToken
  ) {
    return condition.operand.getText().replace(/^\((.*)\)$/s, '$1');
  }
  if (ts.isBinaryExpression(condition)) {
    const operator = opposite.get(condition.operatorToken.kind);
    return operator
      ? `${condition.left.getText()} ${operator} ${condition.right.getText()}`
      : `!(${text})`;
  }
  const simple =
    ts.isIdentifier(condition) ||
    ts.isPropertyAccessExpression(condition) ||
    ts.isCallExpression(condition);
  return simple ? `!${text}` : `!(${text})`;
}
