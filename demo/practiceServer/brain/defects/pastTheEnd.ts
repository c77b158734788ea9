import ts from 'typescript';
import { isIdentifier, nodesIn, replaceNode } from '../source.ts';
import type { Defect, Sighting } from './defect.ts';

export const pastTheEnd: Defect = {
  needs: 'plain',
  severity: 'error',
  find: (source) =>
    nodesIn(source).flatMap((node) => loopPastTheEnd(node) ?? oneTooMany(node) ?? []),
};

/** `i <= items.length` as the condition of a loop from 0. */
function loopPastTheEnd(node: ts.Node): Sighting | undefined {
  if (!ts.isForStatement(node) || !startsAtZero(node.initializer)) return undefined;
  const { condition } = node;
  if (!condition || !ts.isBinaryExpression(condition)) return undefined;
  const { operatorToken, right } = condition;
  if (operatorToken.kind !== ts.SyntaxKind.LessThanEqualsToken) return undefined;
  if (!ts.isPropertyAccessExpression(right) || right.name.text !== 'length') return undefined;
  return {
    node: condition,
    message: `The loop runs one step past the last element of \`${right.expression.getText()}\`.`,
    fix: [replaceNode(operatorToken, '<')],
  };
}

function startsAtZero(initializer: ts.ForInitializer | undefined): boolean {
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return false;
  return initializer.declarations[0]?.initializer?.getText() === '0';
}

/** `Math.floor(a / b) + 1` counts a group too many whenever b divides a. */
function oneTooMany(node: ts.Node): Sighting | undefined {
  if (!ts.isBinaryExpression(node) || node.right.getText() !== '1') return undefined;
  if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const { left } = node;
  if (!ts.isCallExpression(left) || left.expression.getText() !== 'Math.floor') return undefined;
  const division = left.arguments[0];
  if (!division || !ts.isBinaryExpression(division)) return undefined;
  if (division.operatorToken.kind !== ts.SyntaxKind.SlashToken) return undefined;
  if (!isIdentifier(left.expression.getFirstToken(), 'Math')) return undefined;
  return {
    node,
    message: `This is one too many whenever \`${division.getText()}\` leaves no remainder; round up instead.`,
    fix: [replaceNode(node, `Math.ceil(${division.getText()})`)],
  };
}
