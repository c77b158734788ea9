import ts from 'typescript';
import { descendants, indentOf, isIdentifier, nodesIn, reindent, replaceNode } from '../source.ts';
import type { Edit } from '../source.ts';
import type { Defect, Sighting } from './defect.ts';

/** A value is read, awaited and written back, so two concurrent callers both start from the old value. */
export const lostUpdate: Defect = {
  needs: 'deep',
  severity: 'error',
  find: (source) =>
    nodesIn(source)
      .filter((node) => ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      .flatMap((node) => sightingIn(node) ?? []),
};

type Owner = ts.FunctionDeclaration | ts.MethodDeclaration;

interface Read {
  readonly statement: ts.Statement;
  readonly variable: string;
  readonly call: ts.CallExpression;
}

function sightingIn(owner: Owner): Sighting | undefined {
  for (const statement of owner.body?.statements ?? []) {
    const read = readIn(statement);
    const write = read && writeOf(owner, read);
    if (!read || !write) continue;
    return {
      node: write,
      message: `Between reading \`${read.variable}\` and writing it back, another call can do the same: both see the old value and one update is lost.`,
      fix: takeTurns(owner, read),
      mistakes: { plain: checkTheValue(owner, read), subtle: readAgain(read, write) },
    };
  }
  return undefined;
}

/** `const level = await store.read(isbn);` */
function readIn(statement: ts.Statement): Read | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const awaited = declaration?.initializer;
  if (!awaited || !ts.isAwaitExpression(awaited)) return undefined;
  const call = awaited.expression;
  if (!ts.isCallExpression(call) || !receiverOf(call)) return undefined;
  return { statement, variable: declaration.name.getText(), call };
}

function receiverOf(call: ts.CallExpression): string | undefined {
  const { expression } = call;
  return ts.isPropertyAccessExpression(expression) ? expression.expression.getText() : undefined;
}

/** A later call on the same receiver and key that writes a value derived from the one read. */
function writeOf(owner: Owner, read: Read): ts.CallExpression | undefined {
  const key = read.call.arguments[0]?.getText();
  return descendants(owner)
    .filter(ts.isCallExpression)
    .find(
      (call) =>
        call.pos > read.statement.end &&
        receiverOf(call) === receiverOf(read.call) &&
        call.arguments[0]?.getText() === key &&
        call.arguments.slice(1).some((value) => uses(value, read.variable)),
    );
}

function uses(node: ts.Node, name: string): boolean {
  return [node, ...descendants(node)].some((found) => isIdentifier(found, name));
}

/** The right fix: calls for the same key run one after the other. */
function takeTurns(owner: Owner, read: Read): Edit[] {
  const key = read.call.arguments[0];
  const { body } = owner;
  if (!ts.isFunctionDeclaration(owner) || !body || !isIdentifier(key)) return [];
  const indent = indentOf(owner);
  const step = indentOf(read.statement).slice(indent.length) || '  ';
  const first = body.statements[0];
  const statements = first
    ? owner.getSourceFile().text.slice(first.getFullStart(), body.statements.end)
    : '';
  const inner = reindent(statements.replace(/^\r?\n/, '\n'), indent + step, indent + step + step);
  const turns = `${owner.name?.text ?? 'call'}Turns`;
  const lines = [
    '{',
    `${step}const before = ${turns}.get(${key.text}) ?? Promise.resolve();`,
    `${step}const turn = before.then(async () => {${inner}`,
    `${step}});`,
    `${step}const ended = turn.then(`,
    `${step}${step}() => {},`,
    `${step}${step}() => {},`,
    `${step});`,
    `${step}${turns}.set(${key.text}, ended);`,
    `${step}return turn;`,
    '}',
    '',
    `/** The last call for each ${key.text}; the next one waits for it. */`,
    `const ${turns} = new Map<string, Promise<void>>();`,
  ];
  return [replaceNode(body, lines.join(`\n${indent}`))];
}

/** A wrong fix: the value was never missing, and a promise of a boolean never yields nothing. */
function checkTheValue(owner: Owner, { statement, variable }: Read): Edit[] {
  const indent = indentOf(statement);
  const returns = owner.type?.getText() ?? '';
  const way =
    returns === 'Promise<boolean>' ? 'return undefined;' : `throw new Error('No ${variable}');`;
  const check = [
    '',
    `if (${variable} === undefined || Number.isNaN(${variable})) {`,
    `  ${way}`,
    '}',
  ].join(`\n${indent}`);
  return [{ start: statement.end, end: statement.end, text: check }];
}

/** A wrong fix: the gap between reading and writing is smaller, but still there. */
function readAgain({ variable, call }: Read, write: ts.CallExpression): Edit[] {
  const statement = ts.findAncestor(write, ts.isStatement);
  if (!statement) return [];
  const fresh = `const latest = await ${call.getText()};\n${indentOf(statement)}`;
  const edits = write.arguments
    .slice(1)
    .flatMap((value) =>
      [value, ...descendants(value)]
        .filter((node) => isIdentifier(node, variable))
        .map((node) => replaceNode(node, 'latest')),
    );
  return [{ start: statement.getStart(), end: statement.getStart(), text: fresh }, ...edits];
}
