import { parse } from 'jsonc-parser';
import type * as vscode from 'vscode';

/*
 * A fake of the parts of `vscode` that ask questions and show a diff of the user's settings. A test gives the
 * answers beforehand, in the order of the questions; `cancel` closes a question.
 */

export const cancel = Symbol('cancel');
/** A part of a row's label, what is typed, or a button. */
export type Reply = string | typeof cancel;

interface Question {
  readonly kind: 'pick' | 'input' | 'message';
  readonly words: string;
  /** Rows or buttons. */
  readonly offered: readonly string[];
}

interface ShownDiff {
  readonly before: string;
  readonly after: string;
  readonly title: string;
}

class Place {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  constructor({ scheme, path, query = '' }: { scheme: string; path: string; query?: string }) {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
  }
  static from(parts: { scheme: string; path: string; query?: string }): Place {
    return new Place(parts);
  }
  static joinPath(uri: Place, ...parts: readonly string[]): Place {
    const { pathname } = new URL(`${uri.path}/${parts.join('/')}`, 'file:///');
    return new Place({ scheme: uri.scheme, path: pathname });
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}:${this.path}?${this.query}`;
  }
}

export function settingsEditor() {
  const state = {
    settings: '{}\n',
    saved: 0,
    replies: [] as Reply[],
    questions: [] as Question[],
    told: [] as string[],
    diffs: [] as ShownDiff[],
    /** Files by path, for imports. */
    files: new Map<string, string>(),
    /** What VS Code offers, as `vendor/family`. */
    vscodeModels: [] as string[],
    /** What VS Code still holds of the settings while nobody tells it that the file changed. */
    held: undefined as string | undefined,
    /** What the dialog for files returns. */
    chosenFile: undefined as string | undefined,
    /** Called while a question is open. */
    meanwhile: undefined as ((question: Question) => void) | undefined,
  };
  const contents = new Map<string, vscode.TextDocumentContentProvider>();
  const uri = new Place({ scheme: 'vscode-userdata', path: '/User/settings.json' });
  /** A document that VS Code closes with its tabs, and that keeps its last text then. */
  const openDocument = () => {
    let textAtEnd: string | undefined;
    const getText = () => textAtEnd ?? state.settings;
    return {
      uri,
      isDirty: false,
      getText,
      get lineCount() {
        return getText().split('\n').length;
      },
      lineAt: (line: number) => ({
        range: { end: { line, character: getText().split('\n')[line]!.length } },
      }),
      async save() {
        if (textAtEnd !== undefined) throw new Error('Document has been closed');
        state.saved += 1;
        return true;
      },
      closed() {
        textAtEnd = state.settings;
      },
    };
  };
  const window = {
    activeTextEditor: undefined as { document: ReturnType<typeof openDocument> } | undefined,
    tabGroups: {
      all: [],
      async close() {
        window.activeTextEditor?.document.closed();
        return true;
      },
    },
  };

  function reply(question: Question): string | undefined {
    state.questions.push(question);
    state.meanwhile?.(question);
    const given = state.replies.shift();
    if (given === undefined) throw new Error(`Nobody answers: ${question.words}`);
    return given === cancel ? undefined : given;
  }

  function message(words: string, ...rest: readonly unknown[]): Promise<string | undefined> {
    const buttons = rest.filter((each) => typeof each === 'string');
    if (buttons.length === 0) {
      state.told.push(words);
      return Promise.resolve(undefined);
    }
    const chosen = reply({ kind: 'message', words, offered: buttons });
    if (chosen !== undefined && !buttons.includes(chosen)) {
      throw new Error(`“${chosen}” is no button of: ${words} (${buttons.join(', ')})`);
    }
    return Promise.resolve(chosen);
  }

  class WorkspaceEdit {
    text: string | undefined;
    replace(_: unknown, __: unknown, text: string): void {
      this.text = text;
    }
  }
  /** Whatever is made of something and not looked at. */
  class Made {
    readonly of: readonly unknown[];
    constructor(...of: readonly unknown[]) {
      this.of = of;
    }
  }

  return {
    state,
    Uri: Place,
    WorkspaceEdit,
    Range: Made,
    Position: Made,
    TabInputTextDiff: Made,
    ProgressLocation: { Notification: 15 },
    ConfigurationTarget: { Global: 1 },
    QuickPickItemKind: { Separator: -1 },
    InputBoxValidationSeverity: { Warning: 2 },
    lm: {
      selectChatModels: async () =>
        state.vscodeModels.map((each) => {
          const [vendor, family] = each.split('/');
          return { vendor, family, maxInputTokens: 64_000 };
        }),
    },
    commands: {
      async executeCommand(command: string, ...given: readonly unknown[]) {
        if (command === 'workbench.action.openApplicationSettingsJson') {
          window.activeTextEditor = { document: openDocument() };
        } else if (command === 'vscode.diff') {
          const [, after, title] = given as [Place, Place, string];
          const text = contents
            .get(after.scheme)
            ?.provideTextDocumentContent(
              after as unknown as vscode.Uri,
              {} as vscode.CancellationToken,
            );
          state.diffs.push({ before: state.settings, after: String(text), title });
        } else {
          state.told.push([command, ...given].join(' '));
        }
      },
    },
    workspace: {
      name: 'bookshop',
      openTextDocument: async () => openDocument(),
      onDidChangeConfiguration: () => ({ dispose: () => undefined }),
      getConfiguration: () => ({
        inspect: (key: string) => ({
          globalValue: (
            parse(state.held ?? state.settings) as Record<string, unknown> | undefined
          )?.[key],
        }),
        async update(key: string, value: unknown) {
          state.held = JSON.stringify({ ...parse(state.held ?? state.settings), [key]: value });
        },
      }),
      registerTextDocumentContentProvider(
        scheme: string,
        provider: vscode.TextDocumentContentProvider,
      ) {
        contents.set(scheme, provider);
        return { dispose: () => contents.delete(scheme) };
      },
      async applyEdit({ text }: WorkspaceEdit) {
        state.settings = String(text);
        return true;
      },
      fs: {
        async stat({ path }: Place) {
          const text = state.files.get(path);
          if (text === undefined) throw new Error('not there');
          return { size: text.length };
        },
        readFile: async ({ path }: Place) => new TextEncoder().encode(state.files.get(path)),
      },
    },
    window: Object.assign(window, {
      async showQuickPick<Row extends { readonly label: string; readonly kind?: number }>(
        rows: readonly Row[] | Promise<readonly Row[]>,
        options: vscode.QuickPickOptions,
      ) {
        const items = (await rows).filter(({ kind }) => kind !== -1);
        const words = `${options.title}: ${options.placeHolder ?? ''}`;
        const offered = items.map((row) => JSON.stringify(row));
        const chosen = reply({ kind: 'pick', words, offered });
        const row = items.find(({ label }) => chosen !== undefined && label.includes(chosen));
        if (chosen !== undefined && !row) {
          throw new Error(`“${chosen}” is no row of ${words}: ${offered.join('\n')}`);
        }
        return row;
      },
      async showInputBox(options: vscode.InputBoxOptions) {
        const words = `${options.title}: ${options.prompt}`;
        const typed = reply({ kind: 'input', words, offered: [options.value ?? ''] });
        if (typed === undefined) return undefined;
        const text = typed === '=' ? (options.value ?? '') : typed;
        const problem = await options.validateInput?.(text);
        if (typeof problem === 'string') throw new Error(`“${text}” is refused: ${problem}`);
        return text;
      },
      showInformationMessage: message,
      showWarningMessage: message,
      async showOpenDialog() {
        const { chosenFile } = state;
        return chosenFile === undefined
          ? undefined
          : [new Place({ scheme: 'file', path: chosenFile })];
      },
      async withProgress(_: unknown, task: (progress: object, token: object) => Promise<unknown>) {
        return task({}, { onCancellationRequested: () => undefined });
      },
    }),
  };
}
