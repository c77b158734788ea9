import { posix } from 'node:path';
import ts from 'typescript';
import { importsOf } from './houseRules.ts';

/** Source files by their path relative to the repository, e.g. `src/routing/task.ts`. */
export type Tree = ReadonlyMap<string, string>;

/** The most files in one folder. Chosen by judgement: a longer list is hard to survey. */
const maxFiles = 22;

/** The violations of the folder rules in a tree of source files, one sentence each. */
export function roomProblems(tree: Tree): string[] {
  const files = [...tree].map(([path, source]) =>
    ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true),
  );
  return [...crowded(tree), ...circles(files), ...sameNames(files)];
}

function crowded(tree: Tree): string[] {
  const folders = Map.groupBy(tree.keys(), (path) => posix.dirname(path));
  return [...folders]
    .filter(([, paths]) => paths.length > maxFiles)
    .map(([folder, { length }]) => `${folder} has ${length} files; ${maxFiles} is the most`);
}

/**
 * Finds import cycles among the files and sub-folders of each folder. A sub-folder imports what its files
 * import, types included. If no level has a cycle, there is none between files either.
 */
function circles(files: readonly ts.SourceFile[]): string[] {
  const arrows = files.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => ({
        from: file.fileName,
        to: posix.join(posix.dirname(file.fileName), specifier),
      })),
  );
  const folders = new Set(files.flatMap(({ fileName }) => foldersAbove(fileName)));
  return [...folders].flatMap((folder) => {
    const graph = new Map<string, Set<string>>();
    for (const { from, to } of arrows) {
      const start = childOf(folder, from);
      const end = childOf(folder, to);
      if (start === undefined || end === undefined || start === end) continue;
      graph.set(start, (graph.get(start) ?? new Set()).add(end));
    }
    const circle = circleIn(graph);
    return circle ? [`${folder} has a circle: ${circle.join(' → ')}`] : [];
  });
}

/** `['src/a', 'src']` for `src/a/b.ts`. */
function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

/** The file or sub-folder of a folder that contains a path. */
function childOf(folder: string, path: string): string | undefined {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/')[0] : undefined;
}

function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const seen = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string[] | undefined => {
    const start = trail.indexOf(node);
    if (start !== -1) return [...trail.slice(start), node];
    if (seen.has(node)) return undefined;
    seen.add(node);
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...trail, node]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = visit(node, []);
    if (circle) return circle;
  }
  return undefined;
}

/** Exported types that share a name within a room, such as `src/routing`. */
function sameNames(files: readonly ts.SourceFile[]): string[] {
  const types = files.flatMap((file) =>
    exportedTypes(file).map((name) => ({ name, room: roomOf(file.fileName), path: file.fileName })),
  );
  return [...Map.groupBy(types, ({ name, room }) => `${name} of ${room}`)]
    .filter(([, found]) => found.length > 1)
    .map(([type, found]) => `${type} is exported by ${found.map(({ path }) => path).join(', ')}`);
}

function exportedTypes(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    const isType =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement);
    const isExported =
      isType && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported && statement.name ? [statement.name.text] : [];
  });
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}
