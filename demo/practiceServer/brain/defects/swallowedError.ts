import ts from 'typescript';
import { indentOf, nodesIn, reindent, replaceNode } from '../source.ts';
import type { Defect } from './defect.ts';

export const swallowedError: Defect = {
  needs: 'subtle',
  severity: 'error',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isTryStatement)
      .flatMap((node) => {
        const { catchClause, finallyBlock, tryBlock } = node;
        if (!catchClause || catchClause.block.statements.length > 0) return [];
        const [first] = tryBlock.statements;
        const last = tryBlock.statements.at(-1);
        const body = first && last && node.getSourceFile().text.slice(first.getStart(), last.end);
        const flat = first && body && reindent(body, indentOf(first), indentOf(node));
        return {
          node: catchClause,
          message: 'The error is swallowed: the code below goes on as if nothing had failed.',
          fix: flat && !finallyBlock ? [replaceNode(node, flat)] : [],
        };
      }),
};
