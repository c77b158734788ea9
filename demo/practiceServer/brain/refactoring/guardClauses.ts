import ts from 'typescript';
import { indentOf, type Edit } from '../source.ts';
import { countUses, leaves, lineCount, negated, stepsOf, type Step } from './step.ts';

/*
 * This folder has the rewrites of the practice models' refactorings. Each takes a parsed source and returns
 * it with the same behaviour in a simpler form, or unchanged.
 */

/** Turns nested branches of a function's body into guard clauses; undefined if nothing improves. */
export function guardClauses(
  { body }: ts.FunctionLikeDeclaration,
  usesTernaries: boolean,
): Edit | undefined {
  const first = body && ts.isBlock(body) ? body.statements[0] : undefined;
  if (!body || !ts.isBlock(body) || !first) return undefined;
  const before = stepsOf(body.statements);
  const after = flat(withReturns(body.statements) ?? before);
  const lines = linesOf(after, usesTernaries);
  if (depthOf(after) >= depthOf(before)) return undefined;

  const { text } = body.getSourceFile();
  const start = first.getFullStart();
  const indent = indentOf(first);
  const made = lines.map((line) => (line ? `\n${indent}${line}` : '\n')).join('');
  if (commentCount(made) !== commentCount(text.slice(start, body.end))) return undefined;
  return { start, end: body.statements.end, text: made };
}

function depthOf(steps: readonly Step[]): number {
  const depths = steps.map((step) =>
    step.kind === 'if' ? 1 + Math.max(depthOf(step.whenTrue), depthOf(step.whenFalse)) : 0,
  );
  return Math.max(0, ...depths);
}

// A comment at the end of a block belongs to no statement and would be lost.
function commentCount(text: string): number {
  return text.match(/\/\/|\/\*/g)?.length ?? 0;
}

/**
 * Rewrites `let cost = 0; if … { cost = 1; } else { cost = 2; } return cost;` with returns in the
 * branches. Undefined unless every use of the variable is such an assignment.
 */
function withReturns(statements: readonly ts.Statement[]): Step[] | undefined {
  const [declaration, branches, end] = statements.slice(-3);
  if (!declaration || !branches || !end) return undefined;
  if (!ts.isVariableStatement(declaration) || !ts.isIfStatement(branches)) return undefined;
  const [variable] = declaration.declarationList.declarations;
  if (!variable || declaration.declarationList.declarations.length > 1) return undefined;
  const name = variable.name.getText();
  const initial = variable.initializer;
  if (!ts.isReturnStatement(end) || end.expression?.getText() !== name) return undefined;
  if (initial && !isConstant(initial)) return undefined;

  const assignment = new RegExp(`^((?:/[/*].*\\n)*)${name} = ([\\s\\S]*);$`);
  let replaced = 0;
  const returning = (steps: readonly Step[]): Step[] => {
    const last = steps.at(-1);
    const earlier = steps.slice(0, -1);
    if (last?.kind === 'if') {
      return [
        ...earlier,
        { ...last, whenTrue: returning(last.whenTrue), whenFalse: returning(last.whenFalse) },
      ];
    }
    if (leaves(steps)) return [...steps];
    const match = last && assignment.exec(last.text);
    if (match) {
      replaced += 1;
      return [...earlier, { kind: 'text', text: `${match[1]}return ${match[2]};` }];
    }
    return [...steps, { kind: 'text', text: `return ${initial?.getText() ?? 'undefined'};` }];
  };
  const steps = returning(stepsOf([branches]));
  return replaced === countUses(branches, name)
    ? [...stepsOf(statements.slice(0, -3)), ...steps]
    : undefined;
}

function isConstant(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(
      node.kind,
    )
  );
}

/** After a branch that returns or throws, the else branch moves out to the level of the condition. */
function flat(steps: readonly Step[]): Step[] {
  const [step, ...rest] = steps;
  if (!step) return [];
  if (step.kind === 'text') return [step, ...flat(rest)];
  const thenLeaves = leaves(step.whenTrue);
  const elseLeaves = leaves(step.whenFalse);
  const elseIsShorter = lineCount(step.whenFalse) < lineCount(step.whenTrue);
  if (elseLeaves && (!thenLeaves || elseIsShorter)) {
    const guard = {
      ...step,
      condition: step.condition,
      whenTrue: [],
      whenFalse: flat(step.whenFalse),
    };
    return [guard, ...flat([...step.whenTrue, ...rest])];
  }
  if (thenLeaves) {
    const guard = { ...step, whenTrue: flat(step.whenTrue), whenFalse: [] };
    return [guard, ...flat([...step.whenFalse, ...rest])];
  }
  return [
    { ...step, whenTrue: flat(step.whenTrue), whenFalse: flat(step.whenFalse) },
    ...flat(rest),
  ];
}

function linesOf(steps: readonly Step[], usesTernaries: boolean): string[] {
  return steps.flatMap((step, index) => {
    const previous = steps[index - 1];
    if (usesTernaries && previous && ternary(previous, step, steps[index + 1])) return [];
    const choice =
      usesTernaries && steps[index + 1] && ternary(step, steps[index + 1], steps[index + 2]);
    if (choice) return [choice];
    return step.kind === 'text' ? step.text.split('\n') : ifLines(step, usesTernaries);
  });
}

function ifLines(step: Extract<Step, { kind: 'if' }>, usesTernaries: boolean): string[] {
  const inner = (steps: readonly Step[]) =>
    linesOf(steps, usesTernaries).map((line) => `  ${line}`);
  const comment = step.comment.split('\n').slice(0, -1);
  if (step.whenTrue.length === 0) {
    return [...comment, `if (${negated(step.condition)}) {`, ...inner(step.whenFalse), '}'];
  }
  const otherwise = step.whenFalse.length > 0 ? ['} else {', ...inner(step.whenFalse)] : [];
  return [
    ...comment,
    `if (${step.condition.getText()}) {`,
    ...inner(step.whenTrue),
    ...otherwise,
    '}',
  ];
}

/** Two returns with a condition between them, as one line: only at the end, and only when short. */
function ternary(step: Step, next: Step | undefined, after: Step | undefined): string | undefined {
  if (step.kind !== 'if' || next?.kind !== 'text' || after || step.comment) return undefined;
  const isInverted = step.whenTrue.length === 0;
  const [only, ...more] = isInverted ? step.whenFalse : step.whenTrue;
  if (only?.kind !== 'text' || more.length > 0 || (!isInverted && step.whenFalse.length > 0))
    return undefined;
  const first = /^return (\S+);$/.exec(only.text)?.[1];
  const second = /^return (\S+);$/.exec(next.text)?.[1];
  if (!first || !second) return undefined;
  const condition = isInverted ? negated(step.condition) : step.condition.getText();
  return `return ${condition} ? ${first} : ${second};`;
}
