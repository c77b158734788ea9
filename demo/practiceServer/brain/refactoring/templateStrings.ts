import ts from 'typescript';
import { applyEdits, nodesIn, replaceNode, type Edit, type Source } from '../source.ts';

/** `'Paid: ' + id` becomes `Paid: ${id}` in backticks. */
export function templateStrings(source: Source): Source {
  const edits = nodesIn(source)
    .filter(isSum)
    .filter((node) => !isSum(node.parent))
    .flatMap((node): Edit | [] => {
      const parts = partsOf(node);
      // With a string among the first two, every plus joins text.
      const joinsText = parts.slice(0, 2).some(ts.isStringLiteral);
      if (!joinsText || parts.every(ts.isStringLiteral)) return [];
      return replaceNode(node, `\`${parts.map(inTemplate).join('')}\``);
    });
  return applyEdits(source, edits);
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function partsOf(node: ts.Expression): ts.Expression[] {
  return isSum(node) ? [...partsOf(node.left), node.right] : [node];
}

function inTemplate(part: ts.Expression): string {
  if (!ts.isStringLiteral(part)) return `\${${part.getText()}}`;
  return part
    .getText()
    .slice(1, -1)
    .replaceAll("\\'", "'")
    .replaceAll('\\"', '"')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${');
}
