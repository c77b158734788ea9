import ts from 'typescript';
import { callMethod, globalFunctions } from './builtIns.ts';
import { arithmetic } from './operators.ts';

// The practice models never run the code that they are shown. This interprets a small, pure part of
// the language to find out what a function returns, and gives up on everything else.

export interface Scope {
  readonly file: ts.SourceFile;
  readonly values: Map<string, unknown>;
  readonly outer?: Scope;
  readonly run: Run;
}

/** Shared by all scopes of one run. */
export interface Run {
  stepsLeft: number;
  /** The outcome of each condition. */
  readonly path: string[];
}

export class Unsupported extends Error {}

/** An error that the interpreted code itself throws. */
export class Thrown extends Error {}

class Returned {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

export function scopeOf(file: ts.SourceFile): Scope {
  return { file, values: new Map(), run: { stepsLeft: 5_000, path: [] } };
}

/** The value of an expression; also undefined if the expression is not supported. */
export function evaluateExpression(node: ts.Expression, scope: Scope): unknown {
  try {
    return evaluate(node, scope);
  } catch {
    return undefined;
  }
}

/** Calls a function of the file. Throws Thrown or Unsupported. */
export function callFunction(
  node: ts.FunctionLikeDeclaration,
  given: readonly unknown[],
  scope: Scope,
): unknown {
  const values = new Map<string, unknown>();
  const inner: Scope = { ...scope, values, outer: scope };
  node.parameters.forEach(({ name, initializer, dotDotDotToken }, index) => {
    if (dotDotDotToken) throw new Unsupported();
    const value = given[index];
    bind(name, value === undefined && initializer ? evaluate(initializer, inner) : value, inner);
  });
  const { body } = node;
  if (
    !body ||
    node.asteriskToken ||
    node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  ) {
    throw new Unsupported();
  }
  if (!ts.isBlock(body)) return evaluate(body, inner);
  const ended = execute(body.statements, inner);
  return ended?.value;
}

function bind(name: ts.BindingName, value: unknown, scope: Scope): void {
  if (ts.isIdentifier(name)) {
    scope.values.set(name.text, value);
    return;
  }
  for (const [index, element] of name.elements.entries()) {
    if (!ts.isBindingElement(element)) continue;
    if (element.initializer || element.dotDotDotToken) throw new Unsupported();
    const key = ts.isArrayBindingPattern(name)
      ? index
      : (element.propertyName ?? element.name).getText();
    bind(element.name, member(value, key), scope);
  }
}

function execute(statements: readonly ts.Statement[], scope: Scope): Returned | undefined {
  for (const statement of statements) {
    const ended = executeOne(statement, scope);
    if (ended) return ended;
  }
  return undefined;
}

function executeOne(node: ts.Statement, scope: Scope): Returned | undefined {
  spend(scope);
  if (ts.isReturnStatement(node)) {
    return new Returned(node.expression && evaluate(node.expression, scope));
  }
  if (ts.isIfStatement(node)) {
    const chosen = decide(node.expression, scope) ? node.thenStatement : node.elseStatement;
    return chosen && executeOne(chosen, scope);
  }
  if (ts.isBlock(node))
    return execute(node.statements, { ...scope, values: new Map(), outer: scope });
  if (ts.isVariableStatement(node)) {
    for (const { name, initializer } of node.declarationList.declarations) {
      bind(name, initializer && evaluate(initializer, scope), scope);
    }
    return undefined;
  }
  if (ts.isExpressionStatement(node)) {
    evaluate(node.expression, scope);
    return undefined;
  }
  if (ts.isForOfStatement(node)) return executeLoop(node, scope);
  if (ts.isThrowStatement(node)) throw new Thrown(messageOf(node.expression, scope));
  throw new Unsupported();
}

function executeLoop(node: ts.ForOfStatement, scope: Scope): Returned | undefined {
  const items = evaluate(node.expression, scope);
  if (!Array.isArray(items) && typeof items !== 'string') throw new Unsupported();
  if (!ts.isVariableDeclarationList(node.initializer)) throw new Unsupported();
  const name = node.initializer.declarations[0]?.name;
  for (const item of items) {
    const inner: Scope = { ...scope, values: new Map(), outer: scope };
    if (name) bind(name, item, inner);
    const ended = executeOne(node.statement, inner);
    if (ended) return ended;
  }
  return undefined;
}

function messageOf(node: ts.Expression, scope: Scope): string {
  if (!ts.isNewExpression(node)) throw new Unsupported();
  const [message] = node.arguments ?? [];
  return message ? String(evaluate(message, scope)) : '';
}

function decide(node: ts.Expression, scope: Scope): boolean {
  const outcome = Boolean(evaluate(node, scope));
  scope.run.path.push(`${node.pos}${outcome ? '+' : '-'}`);
  return outcome;
}

function spend(scope: Scope): void {
  scope.run.stepsLeft -= 1;
  if (scope.run.stepsLeft < 0) throw new Unsupported();
}

function evaluate(node: ts.Expression, scope: Scope): unknown {
  spend(scope);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isIdentifier(node)) return lookUp(node.text, scope);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    return evaluate(node.expression, scope);
  }
  if (ts.isConditionalExpression(node)) {
    return evaluate(decide(node.condition, scope) ? node.whenTrue : node.whenFalse, scope);
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(
      ({ expression, literal }) => `${evaluate(expression, scope)}${literal.text}`,
    );
    return node.head.text + spans.join('');
  }
  if (ts.isArrowFunction(node)) return (...given: unknown[]) => callFunction(node, given, scope);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const value = evaluate(node.expression, scope);
    if (value === undefined && node.questionDotToken) return undefined;
    const key = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : (evaluate(node.argumentExpression, scope) as string | number);
    return member(value, key);
  }
  if (ts.isPrefixUnaryExpression(node)) return prefixed(node, scope);
  if (ts.isBinaryExpression(node)) return binary(node, scope);
  if (ts.isCallExpression(node)) return call(node, scope);
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.flatMap((element) =>
      ts.isSpreadElement(element)
        ? [...(evaluate(element.expression, scope) as unknown[])]
        : [evaluate(element, scope)],
    );
  }
  if (ts.isObjectLiteralExpression(node)) return objectOf(node, scope);
  throw new Unsupported();
}

function lookUp(name: string, scope: Scope): unknown {
  for (let current: Scope | undefined = scope; current; current = current.outer) {
    if (current.values.has(name)) return current.values.get(name);
  }
  if (name === 'undefined') return undefined;
  for (const statement of scope.file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) {
      return (...given: unknown[]) =>
        callFunction(statement, given, { ...scope, values: new Map() });
    }
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find(
      (declaration) => declaration.name.getText() === name,
    );
    if (found?.initializer) return evaluate(found.initializer, scope);
  }
  throw new Unsupported();
}

function member(value: unknown, key: string | number): unknown {
  if (value === null || value === undefined) throw new Thrown('no such value');
  if ((Array.isArray(value) || typeof value === 'string') && key === 'length') return value.length;
  if (typeof value !== 'object' && typeof value !== 'string') throw new Unsupported();
  return Object.hasOwn(Object(value), key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function prefixed(node: ts.PrefixUnaryExpression, scope: Scope): unknown {
  const value = evaluate(node.operand, scope);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return !value;
  if (node.operator === ts.SyntaxKind.MinusToken) return -Number(value);
  if (node.operator === ts.SyntaxKind.PlusToken) return Number(value);
  throw new Unsupported();
}

function binary(node: ts.BinaryExpression, scope: Scope): unknown {
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  const value = () => evaluate(left, scope);
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return value() && evaluate(right, scope);
  if (kind === ts.SyntaxKind.BarBarToken) return value() || evaluate(right, scope);
  if (kind === ts.SyntaxKind.QuestionQuestionToken) return value() ?? evaluate(right, scope);
  if (kind === ts.SyntaxKind.EqualsToken) return assign(left, evaluate(right, scope), scope);
  if (kind === ts.SyntaxKind.PlusEqualsToken) {
    return assign(left, arithmetic('+', value(), evaluate(right, scope)), scope);
  }
  const result = arithmetic(operatorToken.getText(), value(), evaluate(right, scope));
  if (result === undefined) throw new Unsupported();
  return result;
}

function assign(node: ts.Expression, value: unknown, scope: Scope): unknown {
  for (let current: Scope | undefined = scope; current; current = current.outer) {
    if (!ts.isIdentifier(node) || !current.values.has(node.text)) continue;
    current.values.set(node.text, value);
    return value;
  }
  throw new Unsupported();
}

function call(node: ts.CallExpression, scope: Scope): unknown {
  const given = node.arguments.map((argument) => evaluate(argument, scope));
  const global = globalFunctions[node.expression.getText()];
  if (global) return global(...(given as never[]));
  if (ts.isPropertyAccessExpression(node.expression)) {
    const receiver = evaluate(node.expression.expression, scope);
    if (receiver === undefined && node.expression.questionDotToken) return undefined;
    const result = callMethod(receiver, node.expression.name.text, given);
    if (!result) throw new Unsupported();
    return result.value;
  }
  const called = evaluate(node.expression, scope);
  if (typeof called !== 'function') throw new Unsupported();
  return called(...given);
}

function objectOf(node: ts.ObjectLiteralExpression, scope: Scope): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) Object.assign(made, evaluate(property.expression, scope));
    else if (ts.isShorthandPropertyAssignment(property)) {
      made[property.name.text] = lookUp(property.name.text, scope);
    } else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)) {
      made[property.name.text] = evaluate(property.initializer, scope);
    } else throw new Unsupported();
  }
  return made;
}
