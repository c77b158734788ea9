import ts from 'typescript';
import { nodesIn } from '../source.ts';
import type { Defect } from './defect.ts';

const strict = new Map([
  [ts.SyntaxKind.EqualsEqualsToken, '==='],
  [ts.SyntaxKind.ExclamationEqualsToken, '!=='],
]);

export const looseEquality: Defect = {
  needs: 'plain',
  severity: 'warning',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isBinaryExpression)
      .filter(({ left, right }) => ![left, right].some(isNull))
      .flatMap((node) => {
        const operator = strict.get(node.operatorToken.kind);
        if (!operator) return [];
        const { operatorToken: token } = node;
        return {
          node,
          message: `\`${token.getText()}\` converts its operands before it compares them; use \`${operator}\`.`,
          fix: [{ start: token.getStart(), end: token.end, text: operator }],
        };
      }),
};

// `x == null` is the usual test for null and undefined at once.
function isNull(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword;
}
