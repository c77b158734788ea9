import type * as vscode from 'vscode';
import { bytesForModel, filesForModel } from '../../reading/reading.ts';
import { relativePath } from '../../selection/taskFromEditor.ts';
import { leadsOut } from '../files/leadsOut.ts';
import { workspaceFolder } from '../workspaceFile.ts';

interface Match {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

// Bounds that keep a search fast and its result short. Chosen by judgement.
const mostFiles = 5000;
const mostBytes = 1_000_000;
const usualResults = 50;

/**
 * The lines of the workspace that contain a text. Searches files as they are on disk, but for those that a
 * model's tool may not read: what is in them must not even show in a count.
 */
export async function searchTool(
  given: { readonly text: string; readonly include?: string; readonly maxResults?: number },
  signal: AbortSignal,
): Promise<{ matches: Match[]; count: number }> {
  const most = given.maxResults ?? usualResults;
  const uris = await filesForModel(given.include ?? '**/*', {
    exclude: '**/{node_modules,.git,dist,out}/**',
    most: mostFiles,
    folder: workspaceFolder(),
    signal,
  });
  const matches: Match[] = [];
  for (const uri of uris.toSorted((a, b) => a.path.localeCompare(b.path))) {
    signal.throwIfAborted();
    if (matches.length >= most) break;
    const found = await matchesIn(uri, given.text);
    if (found.length > 0 && !(await leadsOut(uri, uri))) matches.push(...found);
  }
  const found = matches.slice(0, most);
  return { matches: found, count: found.length };
}

async function matchesIn(uri: vscode.Uri, needle: string): Promise<Match[]> {
  const bytes = await bytesForModel(uri, relativePath(uri)).then(
    (read) => read,
    () => new Uint8Array(),
  );
  if (bytes.length > mostBytes || bytes.includes(0)) return [];
  const path = relativePath(uri);
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .flatMap((text, index) => (text.includes(needle) ? [{ path, line: index + 1, text }] : []));
}
