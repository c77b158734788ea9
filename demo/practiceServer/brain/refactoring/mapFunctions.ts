import ts from 'typescript';
import { applyEdits, nodesIn, type Edit, type Source } from '../source.ts';

/** Edits one function after another; each edit starts from the file as the previous one left it. */
export function mapFunctions(
  source: Source,
  edit: (node: ts.FunctionLikeDeclaration) => Edit | undefined,
): Source {
  let current = source;
  const count = functionsOf(current).length;
  for (let index = 0; index < count; index += 1) {
    const node = functionsOf(current)[index];
    const change = node && edit(node);
    if (change) current = applyEdits(current, [change]);
  }
  return current;
}

function functionsOf(source: Source): ts.FunctionLikeDeclaration[] {
  return nodesIn(source).filter(
    (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && 'body' in node,
  );
}
