import ts from 'typescript';
import { descendants, nodesIn, removeStatement, replaceNode } from '../source.ts';
import type { Defect, Sighting } from './defect.ts';

const copying = new Set(['sort', 'reverse']);
const changing = new Set([...copying, 'push', 'pop', 'shift', 'unshift', 'splice', 'fill']);

export const changedArgument: Defect = {
  needs: 'deep',
  severity: 'warning',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isFunctionLike)
      .flatMap((owner) => {
        const parameters = new Set(owner.parameters.map(({ name }) => name.getText()));
        return descendants(owner)
          .map((node) => assignmentTo(parameters, node) ?? changingCallOn(parameters, node))
          .filter((sighting) => sighting !== undefined);
      }),
};

function assignmentTo(parameters: Set<string>, node: ts.Node): Sighting | undefined {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  const { left, operatorToken } = node.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) {
    return undefined;
  }
  const root = rootOf(left);
  if (!parameters.has(root)) return undefined;
  return {
    node,
    message: `This changes \`${root}\`, which belongs to the caller: a retry or a second reader finds \`${left.getText()}\` gone.`,
    fix: [removeStatement(node)],
  };
}

function changingCallOn(parameters: Set<string>, node: ts.Node): Sighting | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression: list, name } = node.expression;
  const root = rootOf(list);
  if (!changing.has(name.text) || !parameters.has(root)) return undefined;
  return {
    node,
    message: `\`${name.text}\` changes \`${list.getText()}\`, which belongs to the caller; work on a copy.`,
    fix: copying.has(name.text) ? [replaceNode(list, `[...${list.getText()}]`)] : [],
  };
}

function rootOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? rootOf(node.expression) : node.getText();
}
