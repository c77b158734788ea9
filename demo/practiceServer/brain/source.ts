import ts from 'typescript';

/** A parsed file and the part of it that the task is about (offsets into the text). */
export interface Source {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const scriptKinds: Readonly<Record<string, ts.ScriptKind>> = {
  typescript: ts.ScriptKind.TS,
  typescriptreact: ts.ScriptKind.TSX,
  javascript: ts.ScriptKind.JS,
  javascriptreact: ts.ScriptKind.JSX,
};

/** Undefined for a language that the practice models do not read. */
export function scriptKindOf(language: string): ts.ScriptKind | undefined {
  return scriptKinds[language];
}

export function parse(text: string, kind: ts.ScriptKind = ts.ScriptKind.TS): ts.SourceFile {
  return ts.createSourceFile('file', text, ts.ScriptTarget.Latest, true, kind);
}

/** The file with its target; if the target is not at its place in the file, the target alone. */
export function sourceOf(
  fileText: string,
  target: { startLine: number; text: string },
  kind: ts.ScriptKind,
): Source {
  const file = parse(fileText, kind);
  const start = file.getLineStarts()[target.startLine - 1] ?? -1;
  if (start >= 0 && fileText.startsWith(target.text, start)) {
    return { file, start, end: start + target.text.length };
  }
  const found = target.text ? fileText.indexOf(target.text) : -1;
  if (found >= 0) return { file, start: found, end: found + target.text.length };
  return { file: parse(target.text, kind), start: 0, end: target.text.length };
}

export function targetText({ file, start, end }: Source): string {
  return file.text.slice(start, end);
}

/** The source after the edits. Edits outside the target, or overlapping an earlier edit, are skipped. */
export function applyEdits(source: Source, edits: readonly Edit[]): Source {
  const { file, start, end } = source;
  let from = start;
  let changed = '';
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    if (edit.start < from || edit.end > end) continue;
    changed += file.text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  changed += file.text.slice(from, end);
  return replaceTarget(source, changed);
}

export function replaceTarget({ file, start, end }: Source, text: string): Source {
  const whole = file.text.slice(0, start) + text + file.text.slice(end);
  const kind = (file as ts.SourceFile & { scriptKind?: ts.ScriptKind }).scriptKind;
  return { file: parse(whole, kind), start, end: start + text.length };
}

/** Every node that starts inside the target, outer ones first. */
export function nodesIn(source: Source): ts.Node[] {
  return descendants(source.file).filter((node) => startsIn(source, node));
}

export function descendants(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return nodes;
}

export function startsIn({ file, start, end }: Source, node: ts.Node): boolean {
  const position = node.getStart(file);
  return position >= start && position < end;
}

/** Statements at the top level of the file that the target touches. */
export function statementsIn({ file, start, end }: Source): ts.Statement[] {
  return file.statements.filter((node) => node.getStart(file) < end && node.end > start);
}

/** 1-based line. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

export function indentOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const position = node.getStart(file);
  const lineStart = file.text.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(lineStart, position))?.[0] ?? '';
}

/** The text with every line after the first moved to another indentation. */
export function reindent(text: string, from: string, to: string): string {
  const [first = '', ...rest] = text.split('\n');
  return [
    first,
    ...rest.map((line) => (line.startsWith(from) ? to + line.slice(from.length) : line)),
  ].join('\n');
}

export function replaceNode(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.end, text };
}

/** Removes a statement together with its line. */
export function removeStatement(node: ts.Node): Edit {
  const { text } = node.getSourceFile();
  const start = text.lastIndexOf('\n', node.getStart());
  return { start: Math.max(0, start), end: node.end, text: '' };
}

export function isIdentifier(node: ts.Node | undefined, name?: string): node is ts.Identifier {
  return node !== undefined && ts.isIdentifier(node) && (name === undefined || node.text === name);
}
