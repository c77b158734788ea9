import * as vscode from 'vscode';
import type { CheckedFile } from '../../execution/gates/toolCall/editedFiles.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { relativeToFolders } from '../../routing/reading/attachments.ts';
import { leadsOut } from '../platform/leadsOut.ts';
import { locate, namedFolders } from '../platform/workspacePaths.ts';
import { refuseHidden } from './reading.ts';

/** A larger file is not looked at, in characters. As for the syntax gate. */
const mostCharacters = 1_000_000;

/**
 * The file that an agent's tool call names, as the editor has it, for a gate that tries an edit of it. A file
 * that a model's tools may not read, and one outside of the workspace, cannot be read.
 */
export async function fileForGate(written: string, signal: AbortSignal): Promise<CheckedFile> {
  try {
    const { uri, folder, path, identity } = await locate(
      relativeToFolders(written, namedFolders()),
    );
    if (await leadsOut(uri, folder)) return unreadable(`“${path}” leads out of the workspace.`);
    await refuseHidden(uri, { path, signal });
    const text = await textOf(uri);
    if (text === undefined) return { kind: 'missing', path, identity };
    return text.length > mostCharacters
      ? unreadable(`“${path}” is too large to be checked.`)
      : { kind: 'text', path, identity, text };
  } catch (error) {
    signal.throwIfAborted();
    // A file may be no text, or be gone by now.
    return unreadable(
      error instanceof StepFailure ? error.message : `“${written}” cannot be read.`,
    );
  }
}

/** Undefined when there is no such file. Rejects when it is no text. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
  if (open) return open.getText();
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  if (!stat) return undefined;
  return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
}

function unreadable(why: string): CheckedFile {
  return { kind: 'unreadable', why };
}
