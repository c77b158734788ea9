import ts from 'typescript';
import { applyEdits, nodesIn, type Edit, type Source } from '../source.ts';

/** Edits one function after the other; each sees the file as the ones before left it. */
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
