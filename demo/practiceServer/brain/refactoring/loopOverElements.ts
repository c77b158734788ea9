import ts from 'typescript';
import {
  applyEdits,
  descendants,
  isIdentifier,
  nodesIn,
  removeStatement,
  replaceNode,
  type Edit,
  type Source,
} from '../source.ts';
import { singular } from '../words.ts';

/** A loop that counts only to reach `list[i]` becomes a loop over the list. */
export function loopOverElements(source: Source): Source {
  const edits = nodesIn(source)
    .filter(ts.isForStatement)
    .flatMap((loop) => rewrite(loop));
  return applyEdits(source, edits);
}

function rewrite(loop: ts.ForStatement): Edit[] {
  const counter = counterOf(loop);
  const list = counter && listOf(loop.condition, counter);
  if (!counter || !list || !ts.isBlock(loop.statement) || !countsUp(loop.incrementor, counter))
    return [];
  const uses = descendants(loop.statement).filter((node) => isIdentifier(node, counter));
  const reads = uses.map(({ parent }) => parent).filter((node) => readsFrom(node, list));
  if (reads.length === 0 || reads.length !== uses.length) return [];

  const named = elementName(loop.statement.statements[0], reads);
  const name = named?.name ?? singular(list.split('.').at(-1) ?? list);
  const taken = descendants(loop).some((node) => isIdentifier(node, name));
  if (!named && taken) return [];
  const head = loop.getSourceFile().text.slice(loop.getStart(), loop.statement.getStart());
  const edits = reads.filter((node) => node !== named?.read).map((node) => replaceNode(node, name));
  return [
    {
      start: loop.getStart(),
      end: loop.getStart() + head.length,
      text: `for (const ${name} of ${list}) `,
    },
    ...(named ? [removeStatement(named.statement)] : []),
    ...edits,
  ];
}

function counterOf({ initializer }: ts.ForStatement): string | undefined {
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return undefined;
  const [declaration] = initializer.declarations;
  const fromZero = declaration?.initializer?.getText() === '0';
  return fromZero && initializer.declarations.length === 1 ? declaration.name.getText() : undefined;
}

function listOf(condition: ts.Expression | undefined, counter: string): string | undefined {
  if (!condition || !ts.isBinaryExpression(condition)) return undefined;
  const { left, operatorToken, right } = condition;
  const isBelow = operatorToken.kind === ts.SyntaxKind.LessThanToken && isIdentifier(left, counter);
  if (!isBelow || !ts.isPropertyAccessExpression(right)) return undefined;
  return right.name.text === 'length' ? right.expression.getText() : undefined;
}

function countsUp(incrementor: ts.Expression | undefined, counter: string): boolean {
  return [`${counter}++`, `++${counter}`, `${counter} += 1`].includes(incrementor?.getText() ?? '');
}

function readsFrom(node: ts.Node, list: string): node is ts.ElementAccessExpression {
  if (!ts.isElementAccessExpression(node) || node.expression.getText() !== list) return false;
  const { parent } = node;
  const isWritten =
    (ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
    ts.isPostfixUnaryExpression(parent);
  return !isWritten;
}

/** `const line = order.lines[i];` as the first statement gives the element its name. */
function elementName(
  statement: ts.Statement | undefined,
  reads: readonly ts.Node[],
): { name: string; statement: ts.Statement; read: ts.Node } | undefined {
  if (!statement || !ts.isVariableStatement(statement)) return undefined;
  const { declarations, flags } = statement.declarationList;
  const [declaration] = declarations;
  const read = declaration?.initializer;
  if (!read || declarations.length > 1 || !(flags & ts.NodeFlags.Const)) return undefined;
  if (!reads.includes(read) || !ts.isIdentifier(declaration.name)) return undefined;
  return { name: declaration.name.text, statement, read };
}
