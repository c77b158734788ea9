import * as vscode from 'vscode';
import { section } from '../../execution/attempt/prompt.ts';
import type { Image } from '../../routing/conversation.ts';
import type { Attachment } from '../../routing/attachment.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { type ChosenFiles, chosenFiles } from '../reading/chosenFiles.ts';
import { imageFrom } from './messages.ts';

/** A longer attachment is cut; the answer's cost shows what was sent. Chosen by judgement. */
const mostCharacters = 100_000;

/**
 * What the developer attached to a request; without attachments, the selection in the editor. `sources` are the
 * files that it was read from.
 */
export async function attachments({ references }: vscode.ChatRequest): Promise<{
  texts: string[];
  images: Image[];
  files: Attachment[];
  sources: readonly vscode.Uri[];
}> {
  const values = references.map(({ value }) => value);
  const chosen = chosenFiles();
  const [texts, images] = await Promise.all([
    Promise.all(values.map((value) => attachment(value, chosen))),
    Promise.all(values.map((value) => attachedImage(value, chosen))),
  ]);
  const attached = {
    texts: texts.filter((text) => text !== undefined),
    images: images.filter((image) => image !== undefined),
    files: referencedFiles(references),
  };
  const isEmpty = attached.texts.length + attached.images.length === 0;
  const all = isEmpty ? { ...attached, ...selected(chosen) } : attached;
  return { ...all, sources: chosen.uris };
}

/** The files that a request brings with it, known before any is read. */
export function attachedFiles({
  references,
}: Pick<vscode.ChatRequest, 'references'>): Attachment[] {
  const files = referencedFiles(references);
  return files.length > 0 ? files : selectedFiles();
}

/** The files among what the developer attached, as tasks name them. */
export function referencedFiles(references: readonly vscode.ChatPromptReference[]): Attachment[] {
  return references.flatMap(({ value }) => {
    if (value instanceof vscode.Uri) return [{ path: shownPath(value) }];
    return value instanceof vscode.Location ? [fileOf(value.uri, value.range)] : [];
  });
}

function fileOf(uri: vscode.Uri, { start, end }: vscode.Range): Attachment {
  const range = { startLine: start.line + 1, endLine: end.line + 1 };
  return { path: shownPath(uri), range };
}

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

async function attachedImage(value: unknown, chosen: ChosenFiles): Promise<Image | undefined> {
  try {
    if (isPasted(value)) return imageFrom(await value.data(), value.mimeType);
    if (!(value instanceof vscode.Uri)) return undefined;
    const mimeType = imageTypes[value.path.slice(value.path.lastIndexOf('.') + 1).toLowerCase()];
    if (mimeType === undefined) return undefined;
    return imageFrom(await chosen.bytes(value), mimeType);
  } catch {
    // The file no longer exists, so there is nothing to send.
    return undefined;
  }
}

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

async function attachment(value: unknown, chosen: ChosenFiles): Promise<string | undefined> {
  if (typeof value === 'string') return section('attached', {}, cut(value));
  if (value instanceof vscode.Uri) return fileSection(chosen, value);
  if (value instanceof vscode.Location) return fileSection(chosen, value.uri, value.range);
  return undefined;
}

async function fileSection(
  chosen: ChosenFiles,
  uri: vscode.Uri,
  range?: vscode.Range,
): Promise<string | undefined> {
  try {
    const document = await chosen.open(uri);
    return documentSection(document, range);
  } catch {
    // A folder, or a file that is not text: there is nothing to send.
    return undefined;
  }
}

function selected(chosen: ChosenFiles): { texts: string[]; files: Attachment[] } {
  const editor = withSelection();
  if (!editor) return { texts: [], files: [] };
  const text = documentSection(chosen.use(editor.document), editor.selection);
  return { texts: [text], files: selectedFiles() };
}

function selectedFiles(): Attachment[] {
  const editor = withSelection();
  return editor ? [fileOf(editor.document.uri, editor.selection)] : [];
}

function withSelection(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && !editor.selection.isEmpty ? editor : undefined;
}

function documentSection(document: vscode.TextDocument, range?: vscode.Range): string {
  const lines = range && `${range.start.line + 1}-${range.end.line + 1}`;
  const { languageId: language } = document;
  return section(
    'file',
    { path: shownPath(document.uri), language, ...(lines !== undefined && { lines }) },
    cut(document.getText(range)),
  );
}

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}\n(cut here)`;
}
