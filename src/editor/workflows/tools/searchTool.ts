import * as vscode from 'vscode';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { globProblem } from '../../../routing/globs/glob.ts';
import { shownFolders, shownPath, trustedFolders } from '../../platform/workspacePaths.ts';
import { bytesForModel, filesForModel } from '../../reading/reading.ts';
import { leadsOut } from '../../platform/leadsOut.ts';

interface Match {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

// Bounds that keep a search fast and its result short. Chosen by judgement.
const mostFiles = 5000;
const mostBytes = 1_000_000;
const usualResults = 50;
const mostResults = 1_000;
/** Characters of a line; generated files have lines of a million. */
const longestLine = 500;

/**
 * The lines of the workspace that contain a text. Searches files as they are on disk, but for those that a
 * model's tool may not read: what is in them must not even show in a count.
 */
export async function searchTool(
  given: { readonly text: string; readonly include?: string; readonly maxResults?: number },
  signal: AbortSignal,
): Promise<{ matches: Match[]; count: number }> {
  const most = Math.min(given.maxResults ?? usualResults, mostResults);
  const problem = globProblem(given.include ?? '');
  if (problem !== undefined) throw new StepFailure(problem);
  const uris = await filesForModel(searched(given.include), {
    exclude: '**/{node_modules,.git,dist,out}/**',
    most: mostFiles,
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

/** A glob that begins with a folder's name searches that folder; any other searches all of them. */
function searched(include = '**/*'): vscode.GlobPattern {
  const names = shownFolders();
  const index = names.findIndex((name) => include.startsWith(`${name}/`));
  if (index < 0) return include;
  const folder = trustedFolders()[index]!;
  return new vscode.RelativePattern(folder, include.slice(names[index]!.length + 1));
}

async function matchesIn(uri: vscode.Uri, needle: string): Promise<Match[]> {
  const bytes = await bytesForModel(uri, shownPath(uri)).then(
    (read) => read,
    () => new Uint8Array(),
  );
  if (bytes.length > mostBytes || bytes.includes(0)) return [];
  const path = shownPath(uri);
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .flatMap((text, index) =>
      text.includes(needle) ? [{ path, line: index + 1, text: text.slice(0, longestLine) }] : [],
    );
}
