/** A fake of the parts of `vscode` that change text: documents and files in memory. */
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
  class Uri {
    readonly path: string;
    constructor(path: string) {
      this.path = path;
    }
    toString(): string {
      return `file://${this.path}`;
    }
  }
  interface Creation {
    readonly overwrite?: boolean;
    readonly ignoreIfExists?: boolean;
    readonly contents: Uint8Array;
  }
  class WorkspaceEdit {
    readonly steps: (() => boolean)[] = [];
    replace({ path }: Uri, { start, end }: Range, text: string): void {
      this.steps.push(() => {
        const document = texts.get(path);
        if (document === undefined || readOnly.has(path)) return false;
        const lines = document.split('\n');
        const before = [
          ...lines.slice(0, start.line),
          lines[start.line]!.slice(0, start.character),
        ];
        const after = [lines[end.line]!.slice(end.character), ...lines.slice(end.line + 1)];
        texts.set(path, before.join('\n') + text + after.join('\n'));
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

  const documentOf = (uri: Uri) => ({
    uri,
    get isDirty() {
      return dirty.has(uri.path);
    },
    getText: () => texts.get(uri.path)!,
    lineAt(line: number) {
      const { length } = texts.get(uri.path)!.split('\n')[line]!;
      return { range: new Range(new Position(line, 0), new Position(line, length)) };
    },
  });

  const workspace = {
    get textDocuments() {
      return [...texts.keys()].map((path) => documentOf(new Uri(path)));
    },
    async openTextDocument(uri: Uri) {
      if (!texts.has(uri.path)) throw new Error(`There is no ${uri.path}.`);
      return documentOf(uri);
    },
    async applyEdit({ steps }: WorkspaceEdit) {
      return steps.every((step) => step());
    },
    fs: {
      async readFile({ path }: Uri) {
        const bytes = disk.get(path);
        if (!bytes) throw new Error(`There is no ${path}.`);
        return bytes;
      },
    },
  };
  return {
    Position,
    Range,
    Uri,
    WorkspaceEdit,
    workspace,
    texts,
    readOnly,
    disk,
    dirty,
  };
}
