import ts from 'typescript';
import { nodesIn } from '../source.ts';
import type { Defect } from './defect.ts';

export const styleSlip: Defect = {
  needs: 'plain',
  severity: 'info',
  find: (source) =>
    nodesIn(source).flatMap((node) => {
      const message = slipIn(node);
      return message ? { node, message, fix: [] } : [];
    }),
};

function slipIn(node: ts.Node): string | undefined {
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
    return '`var` is visible in the whole function; use `const` or `let`.';
  }
  if (node.kind === ts.SyntaxKind.AnyKeyword) {
    return '`any` turns type checking off; use `unknown` or the real type.';
  }
  return undefined;
}
