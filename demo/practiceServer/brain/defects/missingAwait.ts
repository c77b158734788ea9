import ts from 'typescript';
import { descendants, nodesIn } from '../source.ts';
import type { Defect } from './defect.ts';

export const missingAwait: Defect = {
  needs: 'subtle',
  severity: 'error',
  find: (source) => {
    const promising = namesThatPromise(source.file);
    return nodesIn(source)
      .filter(ts.isExpressionStatement)
      .flatMap((node) => {
        const { expression } = node;
        if (!ts.isCallExpression(expression) || !isInAsyncFunction(node)) return [];
        const called = expression.expression;
        const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
        if (!promising.has(name)) return [];
        return {
          node,
          message: `Nobody waits for \`${called.getText()}\`: when it fails, the error is lost and the caller goes on too early.`,
          fix: [{ start: node.getStart(), end: node.getStart(), text: 'await ' }],
        };
      });
  },
};

/** Functions and methods of the file that are async or declared to return a promise. */
function namesThatPromise(file: ts.SourceFile): Set<string> {
  const names = descendants(file).flatMap((node) => {
    if (!ts.isFunctionLike(node) || !node.name) return [];
    const promises = isAsync(node) || (node.type?.getText().startsWith('Promise<') ?? false);
    return promises ? node.name.getText() : [];
  });
  return new Set(names);
}

function isInAsyncFunction(node: ts.Node): boolean {
  const owner = ts.findAncestor(node, ts.isFunctionLike);
  return owner !== undefined && isAsync(owner);
}

function isAsync(node: ts.SignatureDeclaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
}
