import * as vscode from 'vscode';
import { proposalScheme } from '../../platform/contributed.ts';
import { shownPath } from '../../platform/workspacePaths.ts';
import { documentNow } from '../../writing/documentNow.ts';
import type { FileChange } from '../../writing/fileChange.ts';
import { writeChanges } from '../../writing/writeChanges.ts';

/** A file of `.tierwise` that is to be written. */
export interface ProposedFile {
  readonly uri: vscode.Uri;
  /** Its text, made of the text that it has now; undefined when it is not there. Throws HumanError. */
  text(now: string | undefined): string;
  /** What to know before it is written, each a sentence without its point. */
  readonly notes: readonly string[];
}

/**
 * Shows files as a diff of the first one, asks in the one question of the writer, and writes them. Resolves to
 * whether they were written. Rejects with HumanError.
 */
export async function proposeFiles(
  title: string,
  files: readonly [ProposedFile, ...ProposedFile[]],
): Promise<boolean> {
  const [first] = files;
  const before = await documentNow(first.uri);
  const wasDirty = before?.isDirty === true;
  const sides = { before: before?.getText() ?? '', after: first.text(before?.getText()) };
  const shown = await showDiff(title, first.uri, sides);
  try {
    const written = await writeChanges(() => Promise.all(files.map(changeOf)));
    if (!written) return false;
  } finally {
    await shown.close();
  }
  const document = await vscode.workspace.openTextDocument(first.uri);
  // Unsaved work of the developer's own is theirs to save.
  if (!wasDirty) await document.save();
  for (const { uri } of files.slice(1)) await saveUnlessOpen(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return true;
}

async function saveUnlessOpen(uri: vscode.Uri): Promise<void> {
  const isShown = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof vscode.TabInputText && sameUri(input.uri, uri));
  if (!isShown) await (await documentNow(uri))?.save();
}

function sameUri(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

async function changeOf({ uri, text, notes }: ProposedFile): Promise<FileChange> {
  const document = await documentNow(uri);
  const facts = { uri, chosenBy: 'developer', mayShrink: true, doubts: notes } as const;
  if (!document) return { ...facts, text: text(undefined) };
  const code = text(document.getText());
  const { version, lineCount: endLine } = document;
  return { ...facts, document, version, startLine: 1, endLine, code };
}

interface Sides {
  readonly before: string;
  readonly after: string;
}

async function showDiff(
  title: string,
  uri: vscode.Uri,
  sides: Sides,
): Promise<{ close(): Promise<void> }> {
  const provider = vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
    provideTextDocumentContent: ({ authority }) =>
      authority === 'after' ? sides.after : sides.before,
  });
  // A new number, so that VS Code does not show an earlier text again.
  const query = String(Date.now());
  const side = (authority: keyof Sides) =>
    vscode.Uri.from({ scheme: proposalScheme, authority, path: `/${shownPath(uri)}`, query });
  const after = side('after');
  await vscode.commands.executeCommand('vscode.diff', side('before'), after, title, {
    preview: false,
  });
  return {
    async close() {
      const tabs = vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputTextDiff && sameUri(input.modified, after),
        );
      await vscode.window.tabGroups.close(tabs);
      provider.dispose();
    },
  };
}
