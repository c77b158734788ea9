import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { checking, functions, running, variable } from './celEnvironment.ts';
import { costOfCondition } from './conditionCost.ts';
import { macroDepth, macroNames, namesUsedIn, nodesOf, pathOf } from './conditionNodes.ts';
import { fileLimits } from '../limits.ts';
import { choicesOf, isNullable, schemaAt, type Scope } from './valueSchema.ts';

/** A problem inside a text; offsets are UTF-16 units from its start. */
export interface TextProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The unknown name, when that is the problem. */
  readonly unknownName?: string;
}

const withoutBraces = 'A condition is written without {{ and }}. Take them out.';
const tooDeep = 'The condition nests too deep. Take it apart.';
// Each level multiplies the time of a condition. Chosen by judgement.
const deepestMacros = 2;

// Takes about 50 ms on the editor's thread. Chosen by judgement: a loop over 2,000 items with a loop over
// 10 others inside it needs a tenth.
const mostSteps = 500_000;

function tooMuchWork(text: string): string {
  return `"${text}" goes through too many items of these values. Take loops inside loops apart, or let a step before it make the lists shorter.`;
}

/** A condition is neither true nor false for the values of a run. */
export class ConditionError extends Error {}

/** Whether a condition can use a name; CEL reserves some, such as `in` and `int`. */
export function isFreeInConditions(name: string): boolean {
  try {
    checking.clone().registerVariable(name, 'dyn');
    return true;
  } catch {
    return false;
  }
}

/** Whether a condition makes sure that a step was not skipped. */
export function isGuarded(name: string, when: string | undefined): boolean {
  const guard = new RegExp(`\\b${name}\\s*!=\\s*null|\\b${name}\\s*==\\s*null\\s*\\|\\|`);
  return when !== undefined && guard.test(when);
}

/** Finds what is wrong with a condition, without evaluating it. */
export function checkCondition(text: string, scope: Scope): TextProblem[] {
  if (text.length > fileLimits.conditionLength) {
    const message = `A condition has at most ${fileLimits.conditionLength} characters. Let a step before it decide a part.`;
    return [{ message, start: 0, end: text.length }];
  }
  const environment = checking.clone();
  for (const [name, schema] of scope) environment.registerVariable(name, variable(schema));
  let parsed: ReturnType<Environment['parse']>;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    return [syntaxProblem(text, error as CelProblem)];
  }
  const found = nodesOf(parsed.ast).flatMap((node) => nodeProblems(node, scope, text));
  const bound = macroNames(parsed.ast);
  const problems = found.filter(({ name }) => name === undefined || !bound.has(name));
  if (problems.length > 0) return problems;
  if (macroDepth(parsed.ast) > deepestMacros) {
    const message = `Loops such as exists lie at most ${deepestMacros} deep. Ask for less at once.`;
    return [{ message, start: 0, end: text.length }];
  }
  const { valid, type, error } = parsed.check();
  if (!valid) return [typeProblem(text, error as unknown as CelProblem)];
  if (type === 'bool' || type === 'dyn') return [];
  const message = `This is no condition: it gives ${plainTypes(String(type))}, not true or false. Compare it with something.`;
  return [{ message, start: 0, end: text.length }];
}

/** The names that a condition uses; none when it cannot be read. */
export function namesInCondition(text: string): string[] {
  if (text.length > fileLimits.conditionLength) return [];
  try {
    return namesUsedIn(checking.parse(text).ast);
  } catch {
    return [];
  }
}

/** Evaluates a checked condition. Throws ConditionError when the values do not allow it. */
export function evaluateCondition(
  text: string,
  values: Readonly<Record<string, unknown>>,
): boolean {
  let result: unknown;
  try {
    const evaluate = running.parse(text);
    if (costOfCondition(evaluate.ast, values) > mostSteps)
      throw new ConditionError(tooMuchWork(text));
    result = evaluate({ ...values });
  } catch (error) {
    if (error instanceof ConditionError) throw error;
    const { summary = tooDeep } = error as CelProblem;
    throw new ConditionError(`"${text}" cannot be judged: ${summary}.`);
  }
  if (typeof result === 'boolean') return result;
  throw new ConditionError(`"${text}" is neither true nor false. Compare it with something.`);
}

interface CelProblem {
  readonly code: string;
  /** Undefined when the parser ran out of stack. */
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

function syntaxProblem(text: string, { summary, range }: CelProblem): TextProblem {
  const start = Math.min(range?.start ?? 0, text.length);
  const around = text.slice(Math.max(0, start - 2), start + 3);
  if (summary === undefined) return { message: tooDeep, start: 0, end: text.length };
  if (text.includes('{{')) return { message: withoutBraces, start: 0, end: text.length };
  const reason = start >= text.length ? 'The condition ends too early.' : `${summary}.`;
  return {
    message: `${reason} ${syntaxHint(text, around)}`,
    start,
    end: Math.min(text.length, Math.max(range?.end ?? start, start + 1)),
  };
}

function syntaxHint(text: string, around: string): string {
  if (around.includes('=')) return 'Compare with == or !=.';
  if (/\b(and|or|not)\b/.test(text)) return 'Write &&, || and ! for and, or and not.';
  return 'Write a condition such as triage.complexity == "complex".';
}

function typeProblem(text: string, { code, summary = tooDeep, range }: CelProblem): TextProblem {
  const overload = /^no such overload: (.*)$/.exec(summary)?.[1];
  const message =
    code === 'no_such_overload' && overload
      ? `${plainTypes(overload)} makes no sense. Compare values of the same type.`
      : `${plainTypes(summary)}.`;
  return { message, start: range?.start ?? 0, end: range?.end ?? text.length };
}

function plainTypes(text: string): string {
  return text
    .replaceAll(/\$[\w.]+/g, 'object')
    .replaceAll('string', 'text')
    .replaceAll(/\b(double|int)\b/g, 'number');
}

interface NodeProblem extends TextProblem {
  /** The name that the problem is about, if any. */
  readonly name?: string;
}

function nodeProblems(node: ASTNode, scope: Scope, text: string): NodeProblem[] {
  if (node.op === 'call' || node.op === 'rcall') return callProblems(node);
  if (node.op === '==' || node.op === '!=') return choiceProblems(node.args, scope);
  const path = pathOf(node);
  if (!path) return [];
  const found = schemaAt(scope, path);
  if ('schema' in found) return nullProblems(node, path, scope, text);
  // In a chain such as a.b.c, only the first unknown part is reported.
  if (found.segment < path.length - 1) return [];
  const name = String(path[0]);
  const start = found.segment === 0 ? node.start : node.end - String(path.at(-1)).length;
  const unknown = found.segment === 0 && { unknownName: name };
  return [{ message: found.message, start, end: node.end, name, ...unknown }];
}

function callProblems(node: Extract<ASTNode, { op: 'call' | 'rcall' }>): NodeProblem[] {
  const [name] = node.args;
  if (functions.includes(name)) return [];
  const message = `There is no function "${name}".${didYouMean(name, functions) || ` Known are ${functions.join(', ')}.`}`;
  const start = node.op === 'rcall' ? node.args[1].end + 1 : node.start;
  return [{ message, start, end: start + name.length }];
}

// A comparison with an unknown choice is always false.
function choiceProblems([one, other]: readonly [ASTNode, ASTNode], scope: Scope): NodeProblem[] {
  const literal = [one, other].find((it) => it.op === 'value');
  const path = pathOf(literal === one ? other : one);
  if (!literal || !path || typeof literal.args !== 'string') return [];
  const found = schemaAt(scope, path);
  const choices = 'schema' in found ? choicesOf(found.schema) : undefined;
  if (!choices || choices.includes(literal.args)) return [];
  const message = `"${path.join('.')}" is never "${literal.args}".${didYouMean(literal.args, choices)}`;
  return [{ message, start: literal.start, end: literal.end, name: String(path[0]) }];
}

// The value of a skipped step is null and has no fields.
function nullProblems(
  node: ASTNode,
  path: readonly (string | number)[],
  scope: Scope,
  text: string,
): NodeProblem[] {
  const name = String(path[0]);
  if (path.length !== 2 || !isNullable(scope.get(name) ?? {})) return [];
  if (isGuarded(name, text)) return [];
  const message = `"${name}" may be skipped and is null then. Write ${name} != null && … first.`;
  return [{ message, start: node.start, end: node.end, name }];
}
