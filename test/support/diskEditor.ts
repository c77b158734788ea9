import { globSync, readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { l10n } from './l10n.ts';

/*
 * A fake of the parts of `vscode` that read: documents and files of real folders. Like VS Code's, its search
 * follows links and lists files that git ignores.
 */

export class Uri {
  readonly scheme: string;
  readonly path: string;
  constructor(path: string, scheme = 'file') {
    this.path = path;
    this.scheme = scheme;
  }
  static file(path: string): Uri {
    return new Uri(path);
  }
  static joinPath(uri: Uri, ...parts: readonly string[]): Uri {
    return new Uri(join(uri.path, ...parts), uri.scheme);
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

class RelativePattern {
  readonly base: Uri;
  readonly pattern: string;
  constructor(folder: { readonly uri: Uri } | Uri, pattern: string) {
    this.base = folder instanceof Uri ? folder : folder.uri;
    this.pattern = pattern;
  }
}

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
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
  get isEmpty(): boolean {
    return this.start.line === this.end.line && this.start.character === this.end.character;
  }
  contains(): boolean {
    return true;
  }
  intersection(): undefined {
    return undefined;
  }
}

class Location {
  readonly uri: Uri;
  readonly range: Range;
  constructor(uri: Uri, at: Position | Range) {
    this.uri = uri;
    const place = at instanceof Position ? at : at.start;
    this.range = new Range(place.line, place.character, place.line, place.character);
  }
}

/** What the developer said in an earlier turn of a chat. */
class ChatRequestTurn {
  readonly prompt: string;
  readonly command: string | undefined;
  readonly references: readonly unknown[];
  readonly toolReferences = [];
  constructor(prompt: string, command?: string, references: readonly unknown[] = []) {
    this.prompt = prompt;
    this.command = command;
    this.references = references;
  }
}

class ChatResponseMarkdownPart {
  readonly value: { readonly value: string };
  constructor(value: string) {
    this.value = { value };
  }
}

/** What the participant answered in an earlier turn. */
class ChatResponseTurn {
  readonly response: readonly ChatResponseMarkdownPart[];
  readonly result: { readonly metadata?: unknown };
  readonly command: string | undefined;
  constructor(text: string, metadata?: unknown, command?: string) {
    this.response = [new ChatResponseMarkdownPart(text)];
    this.result = { metadata };
    this.command = command;
  }
}

function documentOf(uri: Uri) {
  const text = readFileSync(uri.fsPath, 'utf8');
  const lines = text.split('\n');
  return {
    uri,
    version: 1,
    isDirty: false,
    languageId: uri.path.endsWith('.ts') ? 'typescript' : 'plaintext',
    lineCount: lines.length,
    getText: (range?: Range) =>
      range ? lines.slice(range.start.line, range.end.line + 1).join('\n') : text,
    lineAt: (line: number) => ({
      text: lines[line] ?? '',
      range: new Range(line, 0, line, (lines[line] ?? '').length),
    }),
    positionAt: (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return new Position(before.length - 1, before.at(-1)!.length);
    },
  };
}

/** A glob as VS Code reads it: it matches folders whose name begins with a dot as well. */
function withHidden(include: string | RelativePattern): string[] {
  const pattern = typeof include === 'string' ? include : include.pattern;
  return [pattern, pattern.replace('**/', '**/.*/**/')];
}

export interface Asked {
  readonly message: string;
  readonly detail: string;
}

/** An editor with some workspace folders; what it is asked is answered by `answer`. */
export function diskEditor() {
  const state = {
    folders: [] as string[],
    settings: {} as Record<string, unknown>,
    /** The file whose lines are selected in the active editor. */
    selected: undefined as string | undefined,
    diagnostics: [] as { path: string; message: string }[],
    /** Where the language server finds a symbol: paths, each with a line counted from 0. */
    references: [] as (readonly [path: string, line: number])[],
    asked: [] as Asked[],
    answer: undefined as string | undefined,
  };
  const folderOf = ({ path }: Uri) => {
    const found = state.folders.find((folder) => `${path}/`.startsWith(`${folder}/`));
    return found === undefined
      ? undefined
      : { uri: new Uri(found), name: basename(found), index: state.folders.indexOf(found) };
  };
  const activeEditor = () => {
    if (state.selected === undefined) return undefined;
    const document = documentOf(new Uri(state.selected));
    const last = document.lineAt(document.lineCount - 1).range.end;
    const selection = new Range(0, 0, last.line, last.character);
    return { document, selection, selections: [selection] };
  };
  return {
    l10n,
    state,
    Uri,
    Position,
    Range,
    Location,
    RelativePattern,
    FileType: { File: 1, Directory: 2 },
    DiagnosticSeverity: { Error: 0 },
    SymbolKind: {},
    ProgressLocation: { Notification: 15 },
    workspace: {
      isTrusted: true,
      name: 'shop',
      textDocuments: [],
      get workspaceFolders() {
        return state.folders.map((path, index) => ({
          uri: new Uri(path),
          name: basename(path),
          index,
        }));
      },
      getWorkspaceFolder: folderOf,
      asRelativePath: (uri: Uri) => relative(folderOf(uri)?.uri.path ?? '/', uri.path),
      openTextDocument: async (uri: Uri) => documentOf(uri),
      fs: {
        readFile: async ({ path }: Uri) => new Uint8Array(await readFile(path)),
        stat: async ({ path }: Uri) => {
          const found = await stat(path);
          return { type: found.isFile() ? 1 : 2, size: found.size };
        },
        readDirectory: async () => [],
      },
      findFiles: async (include: string | RelativePattern) =>
        (typeof include === 'string' ? state.folders : [include.base.path]).flatMap((folder) =>
          globSync(withHidden(include), { cwd: folder })
            .map((path) => join(folder, path))
            .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
            .map((path) => new Uri(path)),
        ),
      getConfiguration: () => ({
        inspect: (key: string) => ({ globalValue: state.settings[key] }),
      }),
    },
    window: {
      get activeTextEditor() {
        return activeEditor();
      },
      visibleTextEditors: [],
      withProgress: (_: object, work: (progress: object, token: object) => Promise<unknown>) =>
        work({}, { onCancellationRequested: () => undefined }),
      showWarningMessage: async (message: string, options: { detail?: string }) => {
        state.asked.push({ message, detail: options.detail ?? '' });
        return state.answer;
      },
    },
    languages: {
      getDiagnostics: () =>
        state.diagnostics.map(({ path, message }) => [
          new Uri(path),
          [{ range: new Range(0, 0, 0, 1), severity: 0, message }],
        ]),
    },
    commands: {
      executeCommand: async (name: string) => {
        const places = state.references.map(([path, line]) => ({
          uri: new Uri(path),
          range: new Range(line, 0, line, 0),
        }));
        if (name === 'vscode.executeReferenceProvider') return places;
        if (name === 'vscode.executeWorkspaceSymbolProvider') {
          return [{ name: 'theSymbol', location: places[0] }];
        }
        return undefined;
      },
    },
    extensions: { getExtension: () => undefined },
    LanguageModelChatMessageRole: { User: 1, Assistant: 2 },
    ChatRequestTurn,
    ChatResponseTurn,
    ChatResponseMarkdownPart,
  };
}
