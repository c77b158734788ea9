import ts from 'typescript';

/** The only files that start programs. Each starts one by its absolute path, without a shell. */
const starters: ReadonlySet<string> = new Set([
  'src/cli/read/newerNode.ts',
  'src/execution/sandbox/git.ts',
  'src/execution/sandbox/processTree.ts',
  'src/execution/sandbox/runProgram.ts',
]);
/** The only file that reads and writes settings. */
const settingsFile = 'src/editor/platform/setting.ts';
/** Shows prose that was rendered without raw HTML, under a policy that runs no inline script. */
const htmlWriters: ReadonlySet<string> = new Set(['media/prose/main.ts']);

const shellStarts: ReadonlySet<string> = new Set(['exec', 'execSync']);
const pathMakers: ReadonlySet<string> = new Set(['join', 'joinPath', 'resolve', 'mkdir', 'open']);
const writers: ReadonlySet<string> = new Set(['writeFile', 'appendFile', 'rename', 'copyFile']);
const trusting: ReadonlySet<string> = new Set(['isTrusted', 'enableCommandUris', 'supportHtml']);
const htmlNames: ReadonlySet<string> = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML']);

/**
 * What in a source file could run, trust or listen to what it must not, one sentence each. `path` is
 * relative to the repository.
 */
export function safetyProblems(path: string, source: string): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    const problem = problemOf(path, node);
    if (problem) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      problems.push(`${path}:${line + 1} ${problem}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return problems;
}

function problemOf(path: string, node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return importProblem(path, node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callProblem(path, node);
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    const value = ts.isPropertyAssignment(node) ? node.initializer.getText() : undefined;
    return valueProblem(node.name.getText().replaceAll(/['"]/g, ''), value);
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left)
  ) {
    const name = node.left.name.text;
    if (htmlNames.has(name) && !htmlWriters.has(path)) return `writes HTML with ${name}`;
    return valueProblem(name, node.right.getText());
  }
  return undefined;
}

function importProblem(path: string, { moduleSpecifier }: ts.ImportDeclaration) {
  const from = moduleSpecifier.getText().slice(1, -1);
  const isStarter = /^(?:node:)?(?:child_process|cluster)$/.test(from);
  if (isStarter && !starters.has(path)) return 'may start programs, and is not on the list';
  return /^(?:node:)?(?:net|dgram|vm|repl|inspector)$/.test(from)
    ? `uses ${from}, which nothing here needs`
    : undefined;
}

function callProblem(path: string, node: ts.CallExpression | ts.NewExpression) {
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (name === 'eval' || name === 'Function') return `makes code from a text with ${name}`;
  if (ts.isPropertyAccessExpression(callee) && name === 'listen') return 'listens to a socket';
  if (name === 'createServer') return 'makes a server';
  if (!ts.isPropertyAccessExpression(callee) && shellStarts.has(name))
    return `calls ${name}, a shell`;
  if (name === 'getConfiguration' && path !== settingsFile)
    return 'reads settings past the user’s own: use userSetting';
  if (name === 'insertAdjacentHTML') return 'writes HTML';
  const makesPath = pathMakers.has(name) || writers.has(name);
  const named = node.arguments?.find((each) =>
    /\b(?:model|provider|reference|vendor)/i.test(each.getText()),
  );
  return makesPath && named
    ? `makes a path of ${named.getText()}: a name of a model or provider is no part of a path`
    : undefined;
}

function valueProblem(name: string, value: string | undefined): string | undefined {
  if (trusting.has(name) && value !== 'false') return `sets ${name}, which trusts a text`;
  return name === 'shell' && value !== 'false' ? 'starts a program by a shell' : undefined;
}
