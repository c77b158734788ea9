import ts from 'typescript';

/** The one file that writes what models answer. */
const chokePoint = 'src/editor/writing/writeChanges.ts';

/** Files of the editor that write something else than an answer, and what. */
const writesOfItsOwn: Readonly<Record<string, string>> = {
  'src/editor/platform/settingsFile.ts': 'the user’s settings, as a diff that they applied',
  'src/editor/commands/policyCommands.ts': 'the template of a new policy',
  'src/editor/gates/releaseProject.ts': 'a mark in a throwaway copy',
  'src/editor/spend/saveSpend.ts': 'an export, where the developer saves it',
  'src/editor/workflows/files/copyWorkflow.ts': 'a shipped workflow, copied into the repository',
  'src/editor/workflows/pages/moveToTier.ts': 'a tier that the developer picked for a step',
};

const writing: ReadonlySet<string> = new Set([
  'applyEdit',
  'WorkspaceEdit',
  'insertSnippet',
  'editor.action.insertSnippet',
  'appendFile',
  'appendFileSync',
  'copyFile',
  'copyFileSync',
  'createFile',
  'createWriteStream',
  'renameFile',
  'writeFile',
  'writeFileSync',
]);
/** Names that many things have: they write as methods of `vscode.workspace.fs` and of text editors. */
const writingOfFs: ReadonlySet<string> = new Set(['copy', 'createDirectory', 'delete', 'rename']);

/** Where a file of the editor writes without being the choke point, one sentence each. */
export function writeProblems(path: string, source: string): string[] {
  const isEditor = path.startsWith('src/editor/') || path === 'src/extension.ts';
  if (!isEditor || path === chokePoint || path in writesOfItsOwn) return [];
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = writeOf(node);
    if (what !== undefined) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${path}:${line + 1} uses ${what}: answers are written by ${chokePoint} only`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function writeOf(node: ts.Node): string | undefined {
  const isNamed = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
  if (isNamed && writing.has(node.text)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const { expression, name } = node;
  const isFs = /(?:^|\.)fs$/.test(expression.getText());
  if (isFs && writingOfFs.has(name.text)) return `fs.${name.text}`;
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  return isCalled && name.text === 'edit' ? 'edit()' : undefined;
}
