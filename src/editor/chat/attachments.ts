import * as vscode from 'vscode';
import { section } from '../../execution/attempt/prompt.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import type { Attachment } from '../../routing/attachment.ts';
import type { Image } from '../../routing/conversation.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { attachedFolder } from '../reading/attachedFolder.ts';
import { type ChosenFiles, chosenFiles } from '../reading/chosenFiles.ts';
import type { ShownFile } from './edits/shownFile.ts';
import { imageFrom } from './messageParts.ts';
import { say } from '../platform/say.ts';

/** A longer attachment is cut; the answer's cost shows what was sent. Chosen by judgement. */
const mostCharacters = 100_000;

/** What a request brings with it. */
export interface Attached {
  readonly texts: readonly string[];
  readonly images: readonly Image[];
  /** The files whose text is in it, as tasks name them. */
  readonly files: readonly Attachment[];
  /** The same files with their text, as far as it was not cut. */
  readonly shown: readonly ShownFile[];
  /** What could not be read, each as the developer wrote it, with the reason where there is one to tell. */
  readonly unread: readonly string[];
  /** The files that the developer chose one by one, to be asked about when they are private. */
  readonly sources: readonly vscode.Uri[];
}

type References = Pick<vscode.ChatRequest, 'references' | 'toolReferences'>;

/** One reference, read: `unread` says what it was when there is nothing to send. */
type Read = Partial<Omit<Attached, 'sources'>>;

/** What the developer attached to a request; without attachments, the selection in the editor. */
export async function attachments(
  { references, toolReferences }: References,
  signal: AbortSignal,
): Promise<Attached> {
  const chosen = chosenFiles();
  const reads: Read[] = await Promise.all(
    references.map((reference) => readReference(reference, { chosen, signal })),
  );
  if (references.length === 0) reads.push(selected(chosen));
  reads.push({
    unread: toolReferences.map(({ name }) => say('#{0} (a tool, and @tierwise calls none)', name)),
  });
  return {
    texts: reads.flatMap(({ texts = [] }) => texts),
    images: reads.flatMap(({ images = [] }) => images),
    files: reads.flatMap(({ files = [] }) => files),
    shown: reads.flatMap(({ shown = [] }) => shown),
    unread: reads.flatMap(({ unread = [] }) => unread),
    sources: chosen.uris,
  };
}

/** The files that a request brings with it, known before any is read. */
export function attachedFiles({
  references,
}: Pick<vscode.ChatRequest, 'references'>): Attachment[] {
  return references.length > 0 ? referencedFiles(references) : selectedFiles();
}

/** The files among what the developer attached, as tasks name them. */
export function referencedFiles(references: readonly vscode.ChatPromptReference[]): Attachment[] {
  return references.flatMap(({ value }) => {
    if (value instanceof vscode.Uri) return [{ path: shownPath(value) }];
    const place = placeOf(value);
    return place ? [fileOf(place.uri, place.range)] : [];
  });
}

interface Reading {
  readonly chosen: ChosenFiles;
  readonly signal: AbortSignal;
}

async function readReference(
  reference: vscode.ChatPromptReference,
  reading: Reading,
): Promise<Read> {
  const { value } = reference;
  if (typeof value === 'string') return { texts: [section('attached', {}, cut(value))] };
  try {
    if (isPasted(value)) return { images: [imageFrom(await value.data(), value.mimeType)] };
    if (value instanceof vscode.Uri) return await readUri(value, reading);
    const place = placeOf(value);
    if (place) return fileRead(await reading.chosen.open(place.uri), place.range);
  } catch (error) {
    reading.signal.throwIfAborted();
    const why = error instanceof StepFailure ? ` (${error.message.replace(/\.$/, '')})` : '';
    return { unread: [`${nameOf(reference)}${why}`] };
  }
  return { unread: [nameOf(reference)] };
}

async function readUri(uri: vscode.Uri, reading: Reading): Promise<Read> {
  if (await isFolder(uri)) return readFolder(uri, reading);
  const mimeType = imageTypes[uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase()];
  if (mimeType !== undefined) {
    return {
      images: [imageFrom(await reading.chosen.bytes(uri), mimeType)],
      files: [{ path: shownPath(uri) }],
    };
  }
  return fileRead(await reading.chosen.open(uri));
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const { type } = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat,
    // A document need not be on a disk.
    () => ({ type: vscode.FileType.File }),
  );
  return (type & vscode.FileType.Directory) !== 0;
}

async function readFolder(uri: vscode.Uri, { signal }: Reading): Promise<Read> {
  const { listed, documents, unlisted } = await attachedFolder(uri, signal);
  const lines = [
    ...listed.map(({ uri: file, bytes }) => `${shownPath(file)} ${bytes} bytes`),
    ...(unlisted > 0 ? [`and ${unlisted} more`] : []),
  ];
  const reads = documents.map((document) => fileRead(document));
  return {
    texts: [
      section('folder', { path: shownPath(uri) }, lines.join('\n') || '(no files)'),
      ...reads.flatMap(({ texts = [] }) => texts),
    ],
    files: reads.flatMap(({ files = [] }) => files),
    shown: reads.flatMap(({ shown = [] }) => shown),
  };
}

/** Where a `#`-reference points: a place, or a symbol with one. */
function placeOf(value: unknown): vscode.Location | undefined {
  if (value instanceof vscode.Location) return value;
  if (typeof value !== 'object' || value === null || !('location' in value)) return undefined;
  return value.location instanceof vscode.Location ? value.location : undefined;
}

function fileOf(uri: vscode.Uri, { start, end }: vscode.Range): Attachment {
  const range = { startLine: start.line + 1, endLine: end.line + 1 };
  return { path: shownPath(uri), range };
}

/** A reference as the developer knows it. */
function nameOf({ value, id, modelDescription }: vscode.ChatPromptReference): string {
  const uri = value instanceof vscode.Uri ? value : placeOf(value)?.uri;
  return uri ? shownPath(uri) : (modelDescription ?? id);
}

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

interface Pasted {
  readonly mimeType: string;
  data(): PromiseLike<Uint8Array>;
}

// A picture from the clipboard. VS Code passes it, but its stable types do not declare it.
function isPasted(value: unknown): value is Pasted {
  if (typeof value !== 'object' || value === null) return false;
  const { mimeType, data } = value as Partial<Pasted>;
  return String(mimeType).startsWith('image/') && typeof data === 'function';
}

function selected(chosen: ChosenFiles): Read {
  const editor = withSelection();
  return editor ? fileRead(chosen.use(editor.document), editor.selection) : {};
}

function selectedFiles(): Attachment[] {
  const editor = withSelection();
  return editor ? [fileOf(editor.document.uri, editor.selection)] : [];
}

function withSelection(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && !editor.selection.isEmpty ? editor : undefined;
}

function fileRead(document: vscode.TextDocument, range?: vscode.Range): Read {
  const { uri, languageId: language } = document;
  const path = shownPath(uri);
  const file = range ? fileOf(uri, range) : { path };
  const lines = file.range && `${file.range.startLine}-${file.range.endLine}`;
  const text = document.getText(range);
  const isCut = text.length > mostCharacters;
  const attributes = { path, language, ...(lines !== undefined && { lines }) };
  return {
    texts: [section('file', attributes, cut(text))],
    files: [file],
    shown: isCut ? [] : [{ path, text: document.getText(), shown: file.range ?? 'whole' }],
  };
}

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}\n(cut here)`;
}
