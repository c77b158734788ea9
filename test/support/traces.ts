import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { editorText } from './editorPage.ts';
import type { Vscode } from './vscode.ts';

/** The files of a folder, including git's: the content and modification time of each. */
export function filesOf(folder: string): Record<string, string> {
  // A glob would skip folders such as .git.
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.toSorted().filter((path) => lstatSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, stampOf(join(folder, path))]));
}

function stampOf(file: string): string {
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  return `${digest} ${lstatSync(file, { bigint: true }).mtimeNs}`;
}

/** The git status of a folder, read without letting git update its index. */
export function gitOf(folder: string): { status: string; worktrees: string; branches: string } {
  const git = (...args: string[]) =>
    execFileSync('git', ['--no-optional-locks', ...args], { cwd: folder }).toString();
  return {
    status: git('status', '--porcelain'),
    worktrees: git('worktree', 'list'),
    branches: git('branch', '--all'),
  };
}

/** The editor state that the developer sees: the tabs in order, and the active editor. */
export async function editorState(page: Page) {
  const tabs = await page.locator('.tabs-container .tab').evaluateAll((nodes) =>
    nodes.map((node) => {
      const marks = ['active', 'dirty'].filter((name) => node.classList.contains(name));
      return [node.textContent.trim(), ...marks].join(' ');
    }),
  );
  const selection = await page.locator('[id="status.editor.selection"]').innerText();
  // The visible lines show the scroll position.
  return { tabs, selection, onScreen: await editorText(page) };
}

/** The throwaway copies of the project that exist now. */
export function copiesIn({ userDataFolder }: Vscode): string[] {
  const folder = join(userDataFolder, 'User', 'globalStorage', 'tierwise.tierwise', 'copies');
  return globSync('*', { cwd: folder });
}

/** Files in throwaway copies for which VS Code reports problems. */
export async function problemsOfCopies({ run }: Pick<Vscode, 'run'>): Promise<string[]> {
  return run((vscode) =>
    vscode.languages
      .getDiagnostics()
      .filter(([uri, problems]) => uri.path.includes('/copies/') && problems.length > 0)
      .map(([uri]) => uri.path),
  );
}

/** Files in VS Code's temporary folder that belong neither to VS Code nor to Node. */
export function temporaryFiles({ temporaryFolder }: Vscode): string[] {
  const known = /^(vscode-|code-|node-compile-cache$)/;
  return readdirSync(temporaryFolder).filter((name) => !known.test(name));
}

/** The processes that are still running. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
        .toString()
        .trim();
      return state !== '' && !state.startsWith('Z');
    } catch {
      return false;
    }
  });
}
