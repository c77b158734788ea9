import ts from 'typescript';
import { nodesIn, replaceNode } from '../source.ts';
import type { Defect } from './defect.ts';

/** `items.forEach(async (item) => { … })`: the function returns before the loop has done its work. */
export const unawaitedLoop: Defect = {
  needs: 'subtle',
  severity: 'error',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isExpressionStatement)
      .flatMap((node) => {
        const call = node.expression;
        if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
          return [];
        const [body] = call.arguments;
        const { expression: list, name } = call.expression;
        if (name.text !== 'forEach' || !body || !ts.isArrowFunction(body)) return [];
        if (!body.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return [];
        const [item] = body.parameters;
        const loop = `for (const ${item?.name.getText()} of ${list.getText()}) ${body.body.getText()}`;
        const rewritable = item && body.parameters.length === 1 && ts.isBlock(body.body);
        return {
          node,
          message:
            '`forEach` does not wait for an async function: the work goes on unseen and its errors are lost.',
          fix: rewritable ? [replaceNode(node, loop)] : [],
        };
      }),
};
