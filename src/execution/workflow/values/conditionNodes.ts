import type { ASTNode } from '@marcbachmann/cel-js';

// Ways through the tree of a parsed condition.

/** `a.b[0]` as a path; undefined for anything else. */
export function pathOf(node: ASTNode): (string | number)[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const owner = pathOf(node.args[0]);
  const field = typeof node.args[1] === 'string' ? node.args[1] : literalOf(node.args[1]);
  return owner && field !== undefined ? [...owner, field] : undefined;
}

function literalOf({ op, args }: ASTNode): string | number | undefined {
  if (op !== 'value') return undefined;
  if (typeof args === 'string') return args;
  return typeof args === 'bigint' ? Number(args) : undefined;
}

/** A node and all below it. */
export function nodesOf(node: ASTNode): ASTNode[] {
  return [node, ...childrenOf(node.args).flatMap(nodesOf)];
}

export function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

export const macros = ['all', 'exists', 'exists_one', 'map', 'filter'];

/** Names that macros such as `exists(item, …)` declare. */
export function macroNames(ast: ASTNode): Set<string> {
  return new Set(
    nodesOf(ast).flatMap((node) => {
      if (node.op !== 'rcall' || !macros.includes(node.args[0])) return [];
      const [variable] = node.args[2];
      return variable?.op === 'id' ? [variable.args] : [];
    }),
  );
}

/** The depth of macros inside each other. */
export function macroDepth(node: ASTNode): number {
  const own = Number(node.op === 'rcall' && macros.includes(node.args[0]));
  return own + Math.max(0, ...childrenOf(node.args).map(macroDepth));
}

/** The names of values that a condition uses, without those that its macros declare. */
export function namesUsedIn(ast: ASTNode): string[] {
  const bound = macroNames(ast);
  return nodesOf(ast)
    .flatMap((node) => (node.op === 'id' ? node.args : []))
    .filter((name) => !bound.has(name));
}
