import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf, macros, namesUsedIn, pathOf } from './conditionNodes.ts';

/*
 * How much work a condition is for the values of a run. Conditions are judged on the editor's thread and
 * nothing can stop one that has begun, so its steps are counted before. The count is rather too high.
 */

/** Counts the steps of a condition; a million of them take about a tenth of a second. */
export function costOfCondition(ast: ASTNode, values: Readonly<Record<string, unknown>>): number {
  const sizes = { list: 0, text: 0, item: 1, all: 0 };
  for (const name of namesUsedIn(ast)) {
    if (Object.hasOwn(values, name)) measure(values[name], sizes);
  }
  return cost(ast, { values, sizes });
}

/** The largest of everything in the values that a condition names. */
interface Sizes {
  /** Items of a list or entries of an object. */
  list: number;
  /** Characters of a text. */
  text: number;
  /** Values in one item of a list, itself included. */
  item: number;
  /** Values in all. */
  all: number;
}

interface Known {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sizes: Readonly<Sizes>;
}

/** Adds a value to the sizes; returns how many values are in it. */
function measure(value: unknown, sizes: Sizes): number {
  sizes.all += 1;
  if (typeof value === 'string') sizes.text = Math.max(sizes.text, value.length);
  if (typeof value !== 'object' || value === null) return 1;
  const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
  sizes.list = Math.max(sizes.list, inner.length);
  let count = 1;
  for (const each of inner) {
    const size = measure(each, sizes);
    if (Array.isArray(value)) sizes.item = Math.max(sizes.item, size);
    count += size;
  }
  return count;
}

/** Characters that a function of texts goes through in the time of one step. */
const charactersAStep = 200;
const textFunctions = ['contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim'];

function cost(node: ASTNode, known: Known): number {
  const { op } = node;
  const { sizes } = known;
  const inside = () => childrenOf(node.args).reduce((sum, each) => sum + cost(each, known), 1);
  if (op === 'rcall' && macros.includes(node.args[0])) {
    const [, list, [, ...bodies]] = node.args;
    const body = bodies.reduce((sum, each) => sum + cost(each, known), 1);
    return 1 + cost(list, known) + lengthOf(list, known) * body;
  }
  if ((op === 'rcall' || op === 'call') && textFunctions.includes(node.args[0])) {
    return inside() + sizes.text / charactersAStep;
  }
  if (op === '==' || op === '!=') {
    const isPlain = node.args.some((each) => each.op === 'value');
    return inside() + (isPlain ? 0 : Math.min(...node.args.map((each) => valuesIn(each, known))));
  }
  if (op === 'in') return inside() + lengthOf(node.args[1], known) * sizes.item;
  if (op === '+') return inside() + lengthOf(node, known);
  return inside();
}

/** How many items a list has, at most. */
function lengthOf(node: ASTNode, known: Known): number {
  const { op, args } = node;
  const { sizes } = known;
  if (op === 'list') return args.length;
  if (op === '+') return lengthOf(args[0], known) + lengthOf(args[1], known);
  if (op === 'rcall' && macros.includes(args[0])) return lengthOf(args[1], known);
  if (op === '?:') return Math.max(lengthOf(args[1], known), lengthOf(args[2], known));
  const value = valueOf(node, known);
  if (typeof value !== 'object' || value === null) return value === undefined ? sizes.list : 1;
  return Object.keys(value).length;
}

/** How many values are in a value, at most. */
function valuesIn(node: ASTNode, { values, sizes }: Known): number {
  const root = pathOf(node)?.[0];
  const isItem = typeof root === 'string' && !Object.hasOwn(values, root);
  return isItem ? sizes.item : sizes.all;
}

/** The value at a path such as `diff.hunks`; undefined when a run of a loop decides it. */
function valueOf(node: ASTNode, { values }: Known): unknown {
  const path = pathOf(node);
  return path?.reduce<unknown>(
    (owner, field) =>
      typeof owner === 'object' && owner !== null && Object.hasOwn(owner, field)
        ? (owner as Record<string | number, unknown>)[field]
        : undefined,
    values,
  );
}
