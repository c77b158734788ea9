import ts from 'typescript';

/** A function that does not fit on a screen. */
export interface LongFunction {
  /** Such as `src/routing/decide/decide.ts decide`. */
  readonly name: string;
  readonly lines: number;
}

/** The functions of a source file that have more than so many lines, nested ones included. */
export function longFunctions(path: string, source: string, most: number): LongFunction[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const found: LongFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lines = lineAt(node.getEnd()) - lineAt(node.getStart(file)) + 1;
      if (lines > most) found.push({ name: `${path} ${nameOf(node, file)}`, lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The function's own name, or that of the variable, property or call that it is given to. */
function nameOf(node: ts.SignatureDeclaration, file: ts.SourceFile): string {
  if (node.name) return node.name.getText(file);
  const { parent } = node;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name) {
    return parent.name.getText(file);
  }
  if (ts.isCallExpression(parent)) return `in ${parent.expression.getText(file)}`;
  return ts.isConstructorDeclaration(node) ? 'constructor' : 'without a name';
}
