import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { asClassified } from '../../routing/classify/asClassified.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Task, TaskType } from '../../routing/task.ts';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';
import { HumanError } from '../platform/humanError.ts';
import { cellAt, isCell } from '../platform/notebookCells.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { type ChosenFiles, chosenFiles } from '../reading/chosenFiles.ts';
import { projectInstructions } from '../reading/projectInstructions.ts';
import { testFileFor } from './testFileFor.ts';

/*
 * Selection: from what is selected in an editor to a task.
 *
 * In come the active editor, its selection and symbols, diagnostics and git. Out comes a task with
 * whole lines as its target, bound to the document that it changes, and the context of a prompt for
 * the classifier. This file makes the task.
 */

/** The document that a task changes. The task's `fileText` is its text when the task was made. */
export interface Binding {
  readonly uri: vscode.Uri;
  /** Undefined for a file that does not exist yet. */
  readonly version?: number;
  /** Set where a workflow's run or a chat proposed the change: then a model chose the file, not the developer. */
  readonly proposed?: ProposedBy;
}

export interface ProposedBy {
  /** The path of the run's journal, or the id of the chat's request. */
  readonly runId: string;
}

export interface BoundTask {
  readonly task: Task;
  readonly binding: Binding;
  /** The other files whose text is in the task, to be asked about when they are private. */
  readonly others?: readonly vscode.Uri[];
  /** How its type was found; omitted when the developer named it. */
  readonly classified?: Classification;
  readonly unselected?: Unselected;
}

/**
 * What a task is about when nothing was selected: what stands around the cursor, its line, the file or cell. Also where
 * several places are selected: then it is about the first.
 */
export type Unselected = 'around' | 'line' | 'file' | 'cell' | 'first';

/** The target of a task in a document: whole lines. */
export interface Target {
  readonly document: vscode.TextDocument;
  /** From the start of the first line to the end of the last one. */
  readonly range: vscode.Range;
  /** The lines as they were when the command was given: while it asks something, the developer may type on. */
  readonly lines: Lines;
  readonly unselected?: Unselected;
}

/** What a task says of whole lines of a document. */
type Lines = Pick<Task, 'fileText' | 'target' | 'diagnostics'>;

/** Task types that look at the whole file when the cursor stands in no function: one line tells them little. */
const ofWholeFile: ReadonlySet<TaskType | undefined> = new Set(['debug', 'review']);

/**
 * The selected lines; without a selection the innermost symbol around the cursor, else the cursor's line or,
 * for some task types, the whole file. Of a notebook, the whole cell instead of a line.
 */
export async function targetOf(editor: vscode.TextEditor, type?: TaskType): Promise<Target> {
  const place = await placeFor(editor, type);
  return { ...place, lines: linesIn(place.document, place.range) };
}

async function placeFor(
  editor: vscode.TextEditor,
  type: TaskType | undefined,
): Promise<Omit<Target, 'lines'>> {
  const { document, selection, selections } = editor;
  if (!selection.isEmpty) {
    const range = touching(selections.map((each) => wholeLines(document, each)));
    const isAll = selections.every((each) => range.contains(each.start));
    return { document, range, ...(!isAll && { unselected: 'first' }) };
  }
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol) return { document, range: wholeLines(document, symbol), unselected: 'around' };
  const isInCell = isCell(document.uri);
  if (!isInCell && !ofWholeFile.has(type)) {
    return { document, range: wholeLines(document, selection), unselected: 'line' };
  }
  const end = document.lineAt(document.lineCount - 1).range.end;
  const range = new vscode.Range(0, 0, end.line, end.character);
  return { document, range, unselected: isInCell ? 'cell' : 'file' };
}

/** The first of some ranges, with all that touch it: a column selection is one range for each line. */
function touching(ranges: readonly vscode.Range[]): vscode.Range {
  const joined: vscode.Range[] = [];
  for (const each of ranges.toSorted((a, b) => a.start.line - b.start.line)) {
    const last = joined.at(-1);
    if (last && each.start.line <= last.end.line + 1) joined.splice(-1, 1, last.union(each));
    else joined.push(each);
  }
  return joined.find((each) => each.contains(ranges[0]!.start))!;
}

/** The task of a command: of the type that was named, or as its words were classified. */
export async function taskFor(
  kind: TaskType | Classification,
  target: Target,
  instruction: string,
): Promise<BoundTask> {
  const known = typeof kind === 'string' ? { type: kind } : asClassified(kind, instruction);
  const [bound, instructions] = await Promise.all([
    boundTask(known.type, target, instruction),
    projectInstructions([target.document.uri]),
  ]);
  const { task } = bound;
  return {
    ...bound,
    task: { ...task, ...known, ...(instructions && { projectInstructions: instructions }) },
  };
}

async function boundTask(type: TaskType, target: Target, instruction: string): Promise<BoundTask> {
  if (type === 'test') return testTask(target, instruction);
  const { document, lines, unselected } = target;
  const task: Task = { ...common(type, instruction, document), ...lines };
  const binding = { uri: document.uri, version: document.version };
  return { task, binding, ...(unselected && { unselected }) };
}

// Tests go into a file of their own: a new one, or the existing one, which is replaced as a whole.
async function testTask({ document, lines }: Target, instruction: string): Promise<BoundTask> {
  if (isCell(document.uri)) {
    throw new HumanError(
      vscode.l10n.t(
        'Tests go into a file of their own, which cannot import a notebook’s cell. Move the code into a file first, or ask for checks inside the notebook with Implement.',
      ),
      [{ label: vscode.l10n.t('Implement…'), command: 'tierwise.implement' }],
    );
  }
  if (document.isUntitled) {
    throw new HumanError(
      vscode.l10n.t(
        'Tests go into a file of their own, which cannot import {0} before it is saved. Save it first.',
        shownPath(document.uri),
      ),
    );
  }
  const uri = await testFileFor(document);
  const files = chosenFiles();
  files.use(document);
  const existing = await openIfThere(uri, files);
  const text = existing?.getText() ?? '';
  const task: Task = {
    ...common('test', instruction, document),
    path: shownPath(uri),
    fileText: text,
    target: { startLine: 1, endLine: existing?.lineCount ?? 1, text },
    diagnostics: [],
    related: { path: shownPath(document.uri), text: relatedText(lines) },
  };
  const binding = { uri, ...(existing && { version: existing.version }) };
  return { task, binding, others: files.uris };
}

function common(
  type: TaskType,
  instruction: string,
  document: vscode.TextDocument,
): Omit<Task, 'fileText' | 'target' | 'diagnostics'> {
  const cell = isCell(document.uri) ? cellAt(document.uri) : undefined;
  return {
    id: randomUUID(),
    type,
    answerKind: answerKinds[type],
    instruction: instruction.trim() || defaultInstructions[type],
    language: document.languageId,
    path: shownPath(document.uri),
    ...(cell && { cell: cell.number }),
    earlier: [],
  };
}

export function linesIn(document: vscode.TextDocument, range: vscode.Range): Lines {
  return {
    fileText: document.getText(),
    target: {
      startLine: range.start.line + 1,
      endLine: range.end.line + 1,
      text: document.getText(range),
    },
    diagnostics: vscode.languages
      .getDiagnostics(document.uri)
      .filter((each) => each.range.intersection(range))
      .map((each) => ({ line: each.range.start.line + 1, message: each.message })),
  };
}

function relatedText({ fileText, target: { startLine, endLine, text } }: Lines): string {
  const name = `// Write tests for lines ${startLine}-${endLine}`;
  return text === fileText
    ? fileText
    : `${name}
${fileText}`;
}

/** Extends a range to whole lines; one that ends at the start of a line does not include that line. */
function wholeLines(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  const endsAtStart = range.end.character === 0 && range.end.line > range.start.line;
  const lastLine = endsAtStart ? range.end.line - 1 : range.end.line;
  return new vscode.Range(range.start.line, 0, lastLine, document.lineAt(lastLine).text.length);
}

async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Range | undefined> {
  // A language server that has just started may take its time.
  const symbols = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Looking for the code around the cursor…'),
    },
    () =>
      vscode.commands.executeCommand<
        (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
      >('vscode.executeDocumentSymbolProvider', document.uri),
  );
  return (symbols ?? [])
    .flatMap(blocksOf)
    .filter((range) => range.contains(position))
    .toSorted((a, b) => b.start.line - a.start.line || a.end.line - b.end.line)[0];
}

const blockKinds: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Module,
  vscode.SymbolKind.Namespace,
]);

function blocksOf(symbol: vscode.DocumentSymbol | vscode.SymbolInformation): vscode.Range[] {
  const own = 'range' in symbol ? symbol.range : symbol.location.range;
  const children = 'children' in symbol ? symbol.children.flatMap(blocksOf) : [];
  const isBlock = blockKinds.has(symbol.kind) || own.end.line > own.start.line;
  return isBlock ? [own, ...children] : children;
}

async function openIfThere(
  uri: vscode.Uri,
  files: ChosenFiles,
): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return files.open(uri);
}
