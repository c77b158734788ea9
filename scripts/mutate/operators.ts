import ts from 'typescript';
import { type Edit, type Mutant, changeOf } from './mutant.ts';

const { SyntaxKind } = ts;

/** The mutations of a node; none for most nodes. */
type Operator = (node: ts.Node, source: ts.SourceFile) => Edit | undefined;

/** Every way in which a mutant is made. */
export const operators: Readonly<Record<string, Operator>> = {
  boundary: swapToken({
    [SyntaxKind.LessThanToken]: '<=',
    [SyntaxKind.LessThanEqualsToken]: '<',
    [SyntaxKind.GreaterThanToken]: '>=',
    [SyntaxKind.GreaterThanEqualsToken]: '>',
  }),
  equality: swapToken({
    [SyntaxKind.EqualsEqualsEqualsToken]: '!==',
    [SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  }),
  arithmetic: swapToken(
    {
      [SyntaxKind.PlusToken]: '-',
      [SyntaxKind.MinusToken]: '+',
      [SyntaxKind.AsteriskToken]: '/',
      [SyntaxKind.SlashToken]: '*',
      [SyntaxKind.PlusEqualsToken]: '-=',
      [SyntaxKind.MinusEqualsToken]: '+=',
    },
    ({ left, right }) => !isText(left) && !isText(right),
  ),
  logic: swapToken(
    { [SyntaxKind.AmpersandAmpersandToken]: '||', [SyntaxKind.BarBarToken]: '&&' },
    (node) => !isSpreadGuard(node),
  ),
  nullish(node) {
    if (!ts.isBinaryExpression(node)) return undefined;
    if (node.operatorToken.kind !== SyntaxKind.QuestionQuestionToken) return undefined;
    return { start: node.left.end, end: node.end, replacement: '' };
  },
  condition(node, source) {
    if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      return { start: node.getStart(source), end: node.operand.getStart(source), replacement: '' };
    }
    const condition = conditionOf(node);
    // `!a` is already mutated when the walk reaches the negation itself.
    if (!condition || ts.isPrefixUnaryExpression(condition)) return undefined;
    return replaced(condition, source, `!(${condition.getText(source)})`);
  },
  constant(node, source) {
    if (node.kind === SyntaxKind.TrueKeyword) return replaced(node, source, 'false');
    if (node.kind === SyntaxKind.FalseKeyword) return replaced(node, source, 'true');
    if (!ts.isNumericLiteral(node)) return undefined;
    const value = Number(node.text);
    return replaced(node, source, String(value === 1 ? 0 : value + 1));
  },
  method(node, source) {
    const name = methodName(node);
    const other = name && otherMethods.get(name.text);
    return name && other ? replaced(name, source, other) : undefined;
  },
  'drop call'(node) {
    const name = methodName(node);
    if (!name || !droppable.has(name.text)) return undefined;
    return { start: name.parent.expression.end, end: node.end, replacement: '' };
  },
  'drop await'(node, source) {
    if (!ts.isAwaitExpression(node)) return undefined;
    return {
      start: node.getStart(source),
      end: node.expression.getStart(source),
      replacement: '',
    };
  },
  'delete statement'(node, source) {
    return ts.isExpressionStatement(node) ? replaced(node, source, ';') : undefined;
  },
  'return undefined'(node, source) {
    if (!ts.isReturnStatement(node) || !node.expression) return undefined;
    // For a condition `undefined` is as good as `false`; `true` in its place is made above.
    if (ts.isIdentifier(node.expression) || isFalse(node.expression)) return undefined;
    return replaced(node.expression, source, 'undefined as never');
  },
  'return early'(node, source) {
    const [first, second] = ts.isBlock(node) ? node.statements : [];
    if (!first || !second || !ts.isFunctionLike(node.parent)) return undefined;
    const start = first.getStart(source);
    // Written as a condition, because the compiler refuses code that it knows to be unreachable.
    return { start, end: start, replacement: 'if (1 as number) return undefined as never; ' };
  },
};

const otherMethods = new Map([
  ...bothWays('some', 'every'),
  ...bothWays('min', 'max'),
  ...bothWays('floor', 'ceil'),
  ...bothWays('find', 'findLast'),
  ...bothWays('startsWith', 'endsWith'),
]);
const droppable = new Set(['filter', 'toSorted', 'toReversed', 'trim', 'trimEnd']);

function bothWays(one: string, other: string): [string, string][] {
  return [
    [one, other],
    [other, one],
  ];
}

/** All mutants of a file, in the order of its text. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const seen = new Map<string, number>();
  return nodesWithCode(source)
    .flatMap((node) => editsOf(node, source))
    .toSorted((one, other) => one.start - other.start)
    .map((edit) => {
      const change = changeOf(text, edit);
      const alike = `${edit.operator} ${change}`;
      const nth = (seen.get(alike) ?? 0) + 1;
      seen.set(alike, nth);
      const line = source.getLineAndCharacterOfPosition(edit.start).line + 1;
      return { file, line, change, nth, ...edit };
    });
}

function editsOf(node: ts.Node, source: ts.SourceFile): (Edit & { operator: string })[] {
  return Object.entries(operators).flatMap(([operator, edit]) => {
    const found = edit(node, source);
    return found ? [{ operator, ...found }] : [];
  });
}

/** Types, imports and re-exports do nothing at run time. */
function nodesWithCode(source: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}

function swapToken(
  swaps: Readonly<Partial<Record<ts.SyntaxKind, string>>>,
  fits: (node: ts.BinaryExpression) => boolean = () => true,
): Operator {
  return (node, source) => {
    if (!ts.isBinaryExpression(node)) return undefined;
    const replacement = swaps[node.operatorToken.kind];
    if (replacement === undefined || !fits(node)) return undefined;
    return replaced(node.operatorToken, source, replacement);
  };
}

function replaced(node: ts.Node, source: ts.SourceFile, replacement: string): Edit {
  return { start: node.getStart(source), end: node.end, replacement };
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return node.expression;
  if (ts.isConditionalExpression(node)) return node.condition;
  return ts.isBinaryExpression(node) && isSpreadGuard(node) ? node.left : undefined;
}

/** `...(a && { b })`: with `||` it would spread a boolean, which is not a realistic mistake. */
function isSpreadGuard({ operatorToken, parent }: ts.BinaryExpression): boolean {
  if (operatorToken.kind !== SyntaxKind.AmpersandAmpersandToken) return false;
  return ts.isParenthesizedExpression(parent) && ts.isSpreadAssignment(parent.parent);
}

function methodName(
  node: ts.Node,
): (ts.MemberName & { parent: ts.PropertyAccessExpression }) | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  return node.expression.name as ts.MemberName & { parent: ts.PropertyAccessExpression };
}

function isFalse({ kind }: ts.Node): boolean {
  return kind === SyntaxKind.FalseKeyword;
}

function isText(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right));
}
