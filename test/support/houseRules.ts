import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** The folders of src/ that each folder may import. */
const mayImport: Record<string, readonly string[]> = {
  routing: [],
  providers: ['routing'],
  ledger: ['routing'],
  protocol: ['routing', 'ledger'],
  execution: ['providers', 'ledger', 'routing'],
  evaluation: ['execution', 'providers', 'ledger', 'routing'],
  editor: ['execution', 'evaluation', 'ledger', 'providers', 'routing', 'protocol'],
  cli: ['execution', 'evaluation', 'ledger', 'providers', 'routing'],
  media: ['protocol'],
  extension: ['editor', 'execution', 'evaluation', 'ledger', 'providers', 'routing', 'protocol'],
};
/** Pages format amounts of money and fill in texts with the host's code. */
const sharedWithMedia: ReadonlySet<string> = new Set([
  'src/routing/models/money.ts',
  'src/routing/say.ts',
]);
const mayImportVscode = ['extension', 'editor'];
const sdks = /^(openai|@anthropic-ai\/sdk)(\/|$)/;
const maxLines = 300;

/**
 * The violations of the project's rules in a source file, one sentence each.
 * `path` is relative to the repository, e.g. `src/routing/task.ts`.
 */
export function houseProblems(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  return [
    ...sizeProblems(path, source),
    ...barrelProblems(path, file),
    ...importsOf(file).flatMap((found) => importProblems(path, found)),
    ...(partOf(path) === 'routing' ? purityProblems(path, file) : []),
  ];
}

function sizeProblems(path: string, source: string): string[] {
  const lines = source.trimEnd().split('\n').length;
  return lines > maxLines ? [`${path} has ${lines} lines; ${maxLines} is the most`] : [];
}

function barrelProblems(path: string, file: ts.SourceFile): string[] {
  const onlyReexports =
    file.statements.length > 0 &&
    file.statements.every((it) => ts.isExportDeclaration(it) && it.moduleSpecifier);
  if (!onlyReexports && posix.basename(path) !== 'index.ts') return [];
  return [`${path} is a barrel file; import from the file that has the thing`];
}

export interface FoundImport {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** By `import()` or `require()`. */
  readonly isLazy: boolean;
}

function importProblems(path: string, { specifier, typeOnly, isLazy }: FoundImport): string[] {
  const part = partOf(path);
  const says = (problem: string): string[] => [`${path} imports ${specifier}: ${problem}`];

  if (specifier.startsWith('.')) {
    if (isLazy && posix.basename(path) !== 'door.ts') {
      return says('code is loaded late by the door.ts of its room only');
    }
    const target = posix.join(posix.dirname(path), specifier);
    if (!/^(src|media)\//.test(target)) return says('it lies outside src/ and media/');
    const targetPart = partOf(target);
    if (targetPart === part) return [];
    if (part === 'media' && sharedWithMedia.has(target)) return [];
    if (!mayImport[part]?.includes(targetPart)) {
      return says(`${part} may import ${mayImport[part]?.join(', ') || 'no other folder'}`);
    }
    if (part === 'protocol' && !typeOnly) return says('protocol may import types only');
    return [];
  }
  if (specifier === 'vscode' && !mayImportVscode.includes(part)) {
    return says('only extension.ts and editor may');
  }
  if (isNodeModule(specifier) && (part === 'routing' || part === 'media')) {
    return says(`${part} has no node modules`);
  }
  if (sdks.test(specifier) && part !== 'providers') return says('only providers may');
  return [];
}

/** `routing` for `src/routing/task.ts`, `extension` for `src/extension.ts`, `media` for media/. */
function partOf(path: string): string {
  const [top = '', inSrc = ''] = path.split('/');
  return top === 'src' ? inSrc.replace(/\.ts$/, '') : top;
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** Also `export … from`, `import()` and `import('…')` types. */
export function importsOf(file: ts.SourceFile): FoundImport[] {
  return nodesOf(file).flatMap((node) => {
    const found = importIn(node);
    return found && ts.isStringLiteralLike(found.specifier)
      ? [
          {
            specifier: found.specifier.text,
            typeOnly: found.typeOnly,
            isLazy: ts.isCallExpression(node),
          },
        ]
      : [];
  });
}

function importIn(node: ts.Node): { specifier: ts.Node; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.arguments[0] && isImporting(node.expression)) {
    return { specifier: node.arguments[0], typeOnly: false };
  }
  return undefined;
}

function isImporting(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

function purityProblems(path: string, file: ts.SourceFile): string[] {
  return nodesOf(file).flatMap((node) => {
    const impurity = impurityOf(node);
    if (!impurity) return [];
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    return [`${path}:${line + 1} uses ${impurity}: routing is pure and synchronous`];
  });
}

function impurityOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await';
  if (ts.isIdentifier(node) && node.text === 'Promise') return 'Promise';
  if (ts.isPropertyAccessExpression(node)) {
    const access = node.getText();
    return ['Date.now', 'Math.random'].find((impure) => access === impure);
  }
  const makesDate =
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'Date';
  return makesDate && !node.arguments?.length ? 'the clock' : undefined;
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}
