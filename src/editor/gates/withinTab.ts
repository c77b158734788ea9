import * as vscode from 'vscode';

/** How long to wait for a document to close. Chosen by judgement. */
const patienceMs = 2000;

/**
 * Does something while a diff tab is open, because language servers judge only files that have a tab.
 * Afterwards closes the tab, so that the earlier one is in front again. Without a left side it opens a
 * plain tab.
 */
export async function withDiffTab<T>(
  diff: {
    readonly left: vscode.Uri | undefined;
    readonly right: vscode.Uri;
    readonly title: string;
  },
  work: () => Promise<T>,
): Promise<T> {
  const { left, right, title } = diff;
  const options: vscode.TextDocumentShowOptions = { preview: false, preserveFocus: true };
  try {
    if (left) await vscode.commands.executeCommand('vscode.diff', left, right, title, options);
    else await vscode.commands.executeCommand('vscode.open', right, options, title);
    return await work();
  } finally {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => isSame(rightSideOf(input), right));
    const gone = documentClosed(right);
    await vscode.window.tabGroups.close(tabs, true);
    await gone;
  }
}

/** Waits until the document is closed: it outlives its tab for a moment, with its old text. */
async function documentClosed(uri: vscode.Uri): Promise<void> {
  const isOpen = () => vscode.workspace.textDocuments.some((each) => isSame(each.uri, uri));
  if (!isOpen()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const watch = vscode.workspace.onDidCloseTextDocument((each) => {
    if (isSame(each.uri, uri)) resolve();
  });
  // Another extension may keep it open for longer.
  const timer = setTimeout(resolve, patienceMs);
  await promise;
  clearTimeout(timer);
  watch.dispose();
}

function rightSideOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

function isSame(one: vscode.Uri | undefined, other: vscode.Uri): boolean {
  return one?.toString() === other.toString();
}
