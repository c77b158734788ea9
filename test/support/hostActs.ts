import type { Uri } from 'vscode';
import type { Vscode } from './vscode.ts';

type Window = Pick<Vscode, 'run'>;
type Lines = readonly [first: number, last: number];

// A developer's actions through VS Code's API, for tests in which keys and mouse do not matter.

/** Runs a command until it ends. For a command that waits for input, use `start`. */
export function command(window: Window, id: string, ...given: unknown[]): Promise<unknown> {
  return window.run(
    async (vscode, id, given) => {
      // The command's result may not be serialisable as JSON.
      await vscode.commands.executeCommand(id, ...given);
    },
    ...([id, given] as const),
  );
}

/** Starts a command without waiting for its end. */
export function start(window: Window, id: string, ...given: unknown[]): Promise<void> {
  return window.run(
    (vscode, id, given) => {
      void vscode.commands.executeCommand(id, ...given);
    },
    ...([id, given] as const),
  );
}

/** Opens a file of the workspace and makes it active. */
export function open(window: Window, path: string): Promise<void> {
  return window.run(async (vscode, path) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder!.uri, path), {
      preview: false,
    });
  }, path);
}

/**
 * Reads again from disk what VS Code holds of the workspace's files. It keeps closed files for minutes, and
 * learns of their changes only when the watcher tells of them.
 */
export async function readFromDisk(window: Window): Promise<void> {
  await window.run(async (vscode) => {
    for (const document of vscode.workspace.textDocuments) {
      const { uri } = document;
      if (uri.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(uri)) continue;
      const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, () => undefined);
      if (!bytes || document.getText() === (await vscode.workspace.decode(bytes, { uri })))
        continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
}

/** Opens a file of the workspace and selects whole lines of it, counted from 1. */
export function select(window: Window, path: string, lines: Lines): Promise<void> {
  return window.run(
    async (vscode, path, [first, last]) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      const uri = vscode.Uri.joinPath(folder!.uri, path);
      const document = await vscode.workspace.openTextDocument(uri);
      const { end } = document.lineAt(last - 1).range;
      // A selection set on an open editor would take effect only later.
      const selection = new vscode.Range(new vscode.Position(first - 1, 0), end);
      await vscode.window.showTextDocument(document, { preview: false, selection });
    },
    ...([path, lines] as const),
  );
}

/** Types over the selection in the active editor. */
export function type(window: Window, text: string): Promise<void> {
  return window.run(async (vscode, text) => {
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((edit) => edit.replace(editor.selection, text));
  }, text);
}

/** Saves the active file. */
export function save(window: Window): Promise<unknown> {
  return command(window, 'workbench.action.files.save');
}

/** Undoes the last change of the active file, as Ctrl+Z does. */
export function undo(window: Window): Promise<unknown> {
  return command(window, 'undo');
}

/** The tabs in order; the active one and those with unsaved changes are marked. */
export function tabs(window: Window): Promise<string[]> {
  return window.run((vscode) =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .map(({ label, isActive, isDirty }) =>
        [label, isActive && 'active', isDirty && 'dirty'].filter(Boolean).join(' '),
      ),
  );
}

/** Sets these user settings, one after the other; null removes a setting. */
export function writeSettings(
  window: Window,
  changes: readonly (readonly [key: string, value: unknown])[],
): Promise<void> {
  return window.run(async (vscode, changes) => {
    for (const [key, value] of changes) {
      const all = vscode.workspace.getConfiguration();
      await all.update(key, value ?? undefined, vscode.ConfigurationTarget.Global);
    }
  }, changes);
}

/** Cancels tasks, closes editors, and clears picks and notifications. Throws if that fails. */
export async function clearWindow(window: Window): Promise<void> {
  const left = await window.run(async (vscode) => {
    const run = (id: string, ...given: unknown[]) => vscode.commands.executeCommand(id, ...given);
    await run('workbench.action.closeQuickOpen');
    await run('tierwise.cancel');
    await run('tierwise.clearFindings');
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const hasTab = (uri: Uri) =>
      tabs().some(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
      );
    // VS Code sometimes changes and saves the user's settings on its own. Its TypeScript extension opens an
    // untitled file again, without a tab, when the server's report comes after the file was closed.
    const isOurs = (uri: Uri) =>
      uri.scheme === 'untitled'
        ? hasTab(uri)
        : vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    const dirty = () =>
      vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && isOurs(uri));
    for (const document of dirty()) {
      await vscode.window.showTextDocument(document);
      // `files.revert` would go by the list in focus; this one looks at the active editor.
      await run('workbench.action.revertAndCloseActiveEditor');
    }
    for (const notebook of vscode.workspace.notebookDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showNotebookDocument(notebook);
      await run('workbench.action.revertAndCloseActiveEditor');
    }
    await run('workbench.action.closeAllEditors');
    await run('workbench.action.closePanel');
    await run('tierwise.forgetAllowedCommands');
    await run('notifications.clearAll');
    await run('tierwise.pickTier', 'auto');
    await run('tierwise.newSession');
    return [...tabs().map(({ label }) => label), ...dirty().map(({ fileName }) => fileName)];
  });
  if (left.length > 0) throw new Error(`The window could not be cleared of ${left.join(', ')}.`);
}
