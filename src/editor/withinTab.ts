import * as vscode from 'vscode';

/**
 * Does something while a diff tab is open, for language servers judge only what has a tab. The tab is
 * closed afterwards, and the one that was in front comes back.
 */
export async function withinTab<T>(
  diff: { readonly left: vscode.Uri; readonly right: vscode.Uri; readonly title: string },
  work: () => Promise<T>,
): Promise<T> {
  await vscode.commands.executeCommand('vscode.diff', diff.left, diff.right, diff.title, {
    preview: false,
    preserveFocus: true,
  });
  try {
    return await work();
  } finally {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputTextDiff &&
          input.modified.toString() === diff.right.toString(),
      );
    await vscode.window.tabGroups.close(tabs, true);
  }
}
