import ts from 'typescript';
import { descendants, indentOf, isIdentifier, nodesIn, replaceNode } from '../source.ts';
import type { Defect, Sighting } from './defect.ts';

const rounding = /^Math\.(?:floor|round|ceil|trunc)$/;

/** `share = Math.floor(total / parts)` handed out `parts` times: the shares do not add up. */
export const lostCents: Defect = {
  needs: 'subtle',
  severity: 'error',
  find: (source) =>
    nodesIn(source)
      .filter(ts.isVariableStatement)
      .flatMap((node) => sightingIn(node) ?? []),
};

function sightingIn(node: ts.VariableStatement): Sighting | undefined {
  const [declaration] = node.declarationList.declarations;
  const call = declaration?.initializer;
  if (!declaration || !call || !ts.isCallExpression(call)) return undefined;
  const division = call.arguments[0];
  if (!rounding.test(call.expression.getText()) || !division || !isDivision(division)) {
    return undefined;
  }
  const share = declaration.name.getText();
  const total = division.left.getText();
  const parts = division.right.getText();
  const handedOut = descendants(node.parent).find((found) => givesEveryone(found, share, parts));
  if (!handedOut) return undefined;

  const remainder = `\n${indentOf(node)}const remainder = ${total} - ${share} * ${parts};`;
  const fair = `Array.from({ length: ${parts} }, (_, index) => (index < remainder ? ${share} + 1 : ${share}))`;
  // Wrong by one: the last part takes what all the parts leave over, and nothing of its own.
  const lastTakes = `Array.from({ length: ${parts} }, (_, index) => (index === ${parts} - 1 ? ${total} - ${share} * ${parts} : ${share}))`;
  return {
    node,
    message: `\`${parts}\` times a rounded share is not \`${total}\`: what the division leaves over is lost or invented.`,
    fix: [
      replaceNode(call.expression, 'Math.floor'),
      { start: node.end, end: node.end, text: remainder },
      replaceNode(handedOut, fair),
    ],
    mistakes: { plain: [replaceNode(handedOut, lastTakes)] },
  };
}

function isDivision(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken;
}

/** `Array.from({ length: parts }, () => share)` or `Array(parts).fill(share)`. */
function givesEveryone(node: ts.Node, share: string, parts: string): boolean {
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText().replace(/^new /, '');
  const [first, second] = node.arguments;
  if (called === `Array(${parts}).fill`) return isIdentifier(first, share);
  return (
    called === 'Array.from' &&
    first?.getText().replaceAll(/\s/g, '') === `{length:${parts}}` &&
    second !== undefined &&
    ts.isArrowFunction(second) &&
    isIdentifier(second.body, share)
  );
}
