import ts from 'typescript';
import { descendants, statementsIn, type Source } from './source.ts';

export interface FunctionShape {
  readonly node: ts.FunctionLikeDeclaration;
  readonly name: string;
  readonly parameters: readonly { name: string; type: string; optional: boolean }[];
  readonly returns: string;
  readonly exported: boolean;
  readonly isAsync: boolean;
}

/** Named functions and methods that the target touches, constants that hold a function included. */
export function functionsIn(source: Source): FunctionShape[] {
  return statementsIn(source)
    .flatMap((statement) => [statement, ...descendants(statement)])
    .filter((node) => node.getStart() < source.end && node.end > source.start)
    .flatMap((node) => shapeOf(node) ?? []);
}

function shapeOf(node: ts.Node): FunctionShape | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
    return node.name && describe(node, node.name.getText(), node);
  }
  if (!ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  const { initializer, name } = node;
  if (!ts.isArrowFunction(initializer) && !ts.isFunctionExpression(initializer)) return undefined;
  return describe(initializer, name.getText(), node.parent.parent);
}

function describe(
  node: ts.FunctionLikeDeclaration,
  name: string,
  declaration: ts.Node,
): FunctionShape {
  const modifiers = ts.canHaveModifiers(declaration) ? ts.getModifiers(declaration) : undefined;
  const has = (kind: ts.SyntaxKind, list = modifiers) =>
    list?.some((modifier) => modifier.kind === kind) ?? false;
  const own = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return {
    node,
    name,
    parameters: node.parameters.map((parameter) => ({
      name: parameter.name.getText(),
      type: parameter.type?.getText() ?? parameter.initializer?.getText() ?? 'unknown',
      optional: Boolean(parameter.questionToken ?? parameter.initializer),
    })),
    returns: node.type?.getText() ?? 'unknown',
    exported: has(ts.SyntaxKind.ExportKeyword),
    isAsync: has(ts.SyntaxKind.AsyncKeyword, own),
  };
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

export interface RecordShape {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly methods: readonly string[];
  readonly node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;
}

/** Interfaces, object types and classes that the target touches. */
export function recordsIn(source: Source): RecordShape[] {
  return statementsIn(source).flatMap((node) => recordOf(node) ?? []);
}

/** The same for the whole file, by name. */
export function recordNamed(file: ts.SourceFile, name: string): RecordShape | undefined {
  return file.statements.map(recordOf).find((record) => record?.name === name);
}

function recordOf(node: ts.Statement): RecordShape | undefined {
  const members = membersOf(node);
  if (!members) return undefined;
  const fields = members.flatMap((member) =>
    (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type
      ? {
          name: member.name.getText(),
          type: member.type.getText(),
          optional: Boolean(member.questionToken),
        }
      : [],
  );
  const methods = members.flatMap((member) =>
    ts.isMethodSignature(member) || ts.isMethodDeclaration(member) ? member.name.getText() : [],
  );
  const declaration = node as RecordShape['node'];
  return { node: declaration, name: declaration.name?.text ?? 'Value', fields, methods };
}

function membersOf(node: ts.Statement): readonly (ts.TypeElement | ts.ClassElement)[] | undefined {
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) return [...node.members];
  if (!ts.isTypeAliasDeclaration(node) || !ts.isTypeLiteralNode(node.type)) return undefined;
  return [...node.type.members];
}

/** Errors that a function throws itself: class and the text of the message. */
export function throwsOf(node: ts.Node): { error: string; message: string }[] {
  return descendants(node)
    .filter(ts.isThrowStatement)
    .flatMap(({ expression }) => {
      if (!ts.isNewExpression(expression)) return [];
      const [message] = expression.arguments ?? [];
      const text = message?.getText().replace(/^['"`]|['"`]$/g, '') ?? '';
      return { error: expression.expression.getText(), message: text };
    });
}

/** Names of what a function calls, each once. */
export function callsOf(node: ts.Node): string[] {
  const names = descendants(node)
    .filter(ts.isCallExpression)
    .map(({ expression }) =>
      ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText(),
    )
    .filter((name) => /^[\w$]+$/.test(name));
  return [...new Set(names)];
}

export function conditionsOf(node: ts.Node): string[] {
  return descendants(node).flatMap((found) => {
    if (ts.isIfStatement(found)) return found.expression.getText();
    return ts.isConditionalExpression(found) ? found.condition.getText() : [];
  });
}
