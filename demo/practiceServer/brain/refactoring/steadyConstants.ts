import ts from 'typescript';
import {
  applyEdits,
  descendants,
  isIdentifier,
  nodesIn,
  type Edit,
  type Source,
} from '../source.ts';

/** `var` and `let` become `const` where nothing is assigned later; other `var` become `let`. */
export function steadyConstants(source: Source): Source {
  const edits = nodesIn(source)
    .filter(ts.isVariableDeclarationList)
    .flatMap((list): Edit | [] => {
      if (list.flags & ts.NodeFlags.Const) return [];
      const steady =
        !ts.isForStatement(list.parent) &&
        list.declarations.every((declaration) => isNeverAssigned(declaration));
      const wanted = steady ? 'const' : 'let';
      const keyword = list.getFirstToken();
      if (!keyword || keyword.getText() === wanted) return [];
      return { start: keyword.getStart(), end: keyword.end, text: wanted };
    });
  return applyEdits(source, edits);
}

function isNeverAssigned({ name, initializer, parent }: ts.VariableDeclaration): boolean {
  const inLoopHead = ts.isForOfStatement(parent.parent) || ts.isForInStatement(parent.parent);
  if (!ts.isIdentifier(name) || (!initializer && !inLoopHead)) return false;
  const scope = ts.findAncestor(parent, ts.isFunctionLike) ?? parent.getSourceFile();
  return !descendants(scope).some((node) => assigns(node, name.text));
}

function assigns(node: ts.Node, name: string): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment =
      kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    const targets = [node.left, ...descendants(node.left)];
    const destructures =
      !ts.isPropertyAccessExpression(node.left) && !ts.isElementAccessExpression(node.left);
    return isAssignment && destructures && targets.some((target) => isIdentifier(target, name));
  }
  if (ts.isPostfixUnaryExpression(node)) return isIdentifier(node.operand, name);
  if (!ts.isPrefixUnaryExpression(node)) return false;
  const { operator, operand } = node;
  const counts =
    operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
  return counts && isIdentifier(operand, name);
}
