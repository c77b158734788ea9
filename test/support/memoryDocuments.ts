import { FakeUri as Uri, keyOf } from './fakeUri.ts';
import { l10n } from './l10n.ts';

/** A fake of the parts of `vscode` that change text: documents and files in memory, and the questions before. */
export function memoryDocuments() {
  class Position {
    readonly line: number;
    readonly character: number;
    constructor(line: number, character: number) {
      this.line = line;
      this.character = character;
    }
  }
  class Range {
    readonly start: Position;
    readonly end: Position;
    constructor(start: Position, end: Position) {
      this.start = start;
      this.end = end;
    }
  }
  interface Creation {
    readonly overwrite?: boolean;
    readonly ignoreIfExists?: boolean;
    readonly contents: Uint8Array;
  }
  class WorkspaceEdit {
    readonly steps: (() => boolean)[] = [];
    replace(uri: Uri, { start, end }: Range, text: string): void {
      const key = keyOf(uri);
      this.steps.push(() => {
        const document = texts.get(key);
        if (document === undefined || readOnly.has(key)) return false;
        const lines = document.split('\n');
        const before = [
          ...lines.slice(0, start.line),
          lines[start.line]!.slice(0, start.character),
        ];
        const after = [lines[end.line]!.slice(end.character), ...lines.slice(end.line + 1)];
        texts.set(key, before.join('\n') + text + after.join('\n'));
        return true;
      });
    }
    createFile({ path }: Uri, { overwrite, ignoreIfExists, contents }: Creation): void {
      this.steps.push(() => {
        if (texts.has(path) && !overwrite) return ignoreIfExists === true;
        texts.set(path, new TextDecoder().decode(contents));
        return true;
      });
    }
  }

  /** The text of documents, by path. */
  const texts = new Map<string, string>();
  const readOnly = new Set<string>();
  /** The text on disk where it differs from the document, by path. */
  const disk = new Map<string, Uint8Array>();
  const dirty = new Set<string>();
  /** The paths of documents that were saved. */
  const saved: string[] = [];

  /** The paths of the opened folders. */
  const folders: string[] = [];
  const folderOf = (path: string) => ({ uri: new Uri(path), name: path.split('/').at(-1)! });
  const folderAround = ({ path, scheme }: Uri) =>
    // As in VS Code, a cell is in no folder: only its notebook is.
    scheme === 'vscode-notebook-cell'
      ? undefined
      : folders.find((each) => path.startsWith(`${each}/`));

  /** What was asked, and the developer's answers to it: a button, or undefined for Cancel. */
  const questions: { message: string; detail: string; buttons: string[] }[] = [];
  const replies: (string | undefined | (() => string | undefined))[] = [];

  /** How many changes each document has had, and the encodings of those that are not in UTF-8. */
  const versions = new Map<string, number>();
  const encodings = new Map<string, string>();

  const documentOf = (uri: Uri) => ({
    uri,
    encoding: encodings.get(keyOf(uri)) ?? 'utf8',
    get version() {
      return versions.get(keyOf(uri)) ?? 1;
    },
    get lineCount() {
      return texts.get(keyOf(uri))!.split('\n').length;
    },
    get isDirty() {
      return dirty.has(keyOf(uri));
    },
    getText: () => texts.get(keyOf(uri))!,
    async save() {
      saved.push(keyOf(uri));
      return true;
    },
    lineAt(line: number) {
      const { length } = texts.get(keyOf(uri))!.split('\n')[line]!;
      return { range: new Range(new Position(line, 0), new Position(line, length)) };
    },
  });

  /** The cells of opened notebooks: their texts are documents of their own. */
  const notebookDocuments: { uri: Uri; getCells(): { document: { uri: Uri } }[] }[] = [];

  const workspace = {
    notebookDocuments,
    get textDocuments() {
      return [...texts.keys()].map((path) => documentOf(new Uri(path)));
    },
    get workspaceFolders() {
      return folders.length > 0 ? folders.map(folderOf) : undefined;
    },
    getWorkspaceFolder(uri: Uri) {
      const folder = folderAround(uri);
      return folder === undefined ? undefined : folderOf(folder);
    },
    asRelativePath(uri: Uri) {
      const folder = folderAround(uri);
      return folder === undefined ? uri.path : uri.path.slice(folder.length + 1);
    },
    async openTextDocument(uri: Uri) {
      if (!texts.has(keyOf(uri))) throw new Error(`There is no ${keyOf(uri)}.`);
      return documentOf(uri);
    },
    async applyEdit({ steps }: WorkspaceEdit) {
      return steps.every((step) => step());
    },
    // As in VS Code, a character that an encoding does not have becomes a question mark.
    async encode(text: string, { encoding }: { encoding: string }) {
      if (encoding !== 'iso88591') return new TextEncoder().encode(text);
      return new Uint8Array(Buffer.from(text.replaceAll(/[\u0100-\u{10FFFF}]/gu, '?'), 'latin1'));
    },
    async decode(bytes: Uint8Array, { encoding }: { encoding?: string }) {
      return Buffer.from(bytes).toString(encoding === 'iso88591' ? 'latin1' : 'utf8');
    },
    fs: {
      async readFile({ path }: Uri) {
        const text = texts.get(path);
        const bytes =
          disk.get(path) ?? (text === undefined ? text : new TextEncoder().encode(text));
        if (!bytes) throw new Error(`There is no ${path}.`);
        return bytes;
      },
      async stat({ path }: Uri) {
        if (!texts.has(path) && !disk.has(path)) throw new Error(`There is no ${path}.`);
        return {};
      },
      async delete({ path }: Uri) {
        texts.delete(path);
      },
    },
  };
  const window = {
    async showWarningMessage(
      message: string,
      { detail = '' }: { modal: boolean; detail?: string },
      ...buttons: string[]
    ) {
      questions.push({ message, detail, buttons });
      const reply = replies.shift();
      return typeof reply === 'function' ? reply() : reply;
    },
  };
  return {
    l10n,
    Position,
    Range,
    Uri,
    WorkspaceEdit,
    workspace,
    window,
    folders,
    questions,
    replies,
    texts,
    readOnly,
    disk,
    dirty,
    saved,
    versions,
    encodings,
    notebookDocuments,
  };
}
