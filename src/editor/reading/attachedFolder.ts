import * as vscode from 'vscode';
import { filesForModel, isPrivateUri } from './reading.ts';

/** A folder as a model gets it: what is in it, and the texts of its small files. */
export interface AttachedFolder {
  /** Files with their sizes, in the order of their paths. */
  readonly listed: readonly { readonly uri: vscode.Uri; readonly bytes: number }[];
  readonly documents: readonly vscode.TextDocument[];
  /** Files that are not listed because there are too many. */
  readonly unlisted: number;
}

/* Chosen by judgement: about 25,000 tokens of text, and no file that is more likely data than code. */
const mostFound = 2000;
const mostListed = 300;
const mostFileBytes = 24_000;
const mostBytes = 100_000;

/**
 * Reads a folder that the developer attached. Private files and, unless the developer allows it, those that
 * git ignores are neither listed nor read. Rejects with StepFailure when it has hidden files only, or as VS Code
 * does when it cannot be read.
 */
export async function attachedFolder(
  folder: vscode.Uri,
  signal: AbortSignal,
): Promise<AttachedFolder> {
  const found = await filesForModel(new vscode.RelativePattern(folder, '**/*'), {
    exclude: '**/{node_modules,.git}/**',
    most: mostFound,
    signal,
  });
  const sorted = found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const listed: { uri: vscode.Uri; bytes: number }[] = [];
  const documents: vscode.TextDocument[] = [];
  let left = mostBytes;
  for (const uri of sorted.slice(0, mostListed)) {
    signal.throwIfAborted();
    const bytes = await sizeOf(uri);
    if (bytes === undefined) continue;
    listed.push({ uri, bytes });
    if (bytes > Math.min(left, mostFileBytes)) continue;
    const document = await textOf(uri);
    if (!document) continue;
    documents.push(document);
    left -= bytes;
  }
  return { listed, documents, unlisted: sorted.length - Math.min(sorted.length, mostListed) };
}

/** Git was asked about all files at once. Undefined where a link leads to a private file, and for what is no text. */
async function textOf(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return (await isPrivateUri(uri)) ? undefined : await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    // A link to nowhere, or it was deleted meanwhile.
    return undefined;
  }
}
