import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutPrivateSections } from '../../../execution/safety/diffSections.ts';
import { withoutPrivateValues } from '../../../execution/safety/privateValues.ts';
import { isPrivateFile } from '../../../execution/safety/realPlace.ts';
import { openGit, type Git } from '../../../execution/sandbox/git.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { diffHunks } from './diffHunks.ts';

export interface GitDiffRequest {
  /** An absolute path; all other paths are relative to it. */
  readonly folder: string;
  /** A commit, tag or branch, or `lastTag`; HEAD when omitted. */
  readonly base?: string | undefined;
  readonly staged?: boolean | undefined;
  readonly path?: string | undefined;
  /** Globs of private files beside the shipped ones. */
  readonly privateGlobs?: readonly string[];
  readonly signal: AbortSignal;
}

/** Fixes the format of the diff, whatever the user's git settings are. */
const diffFormat = [
  ['--no-ext-diff', '--no-textconv', '--no-color', '--relative', '--find-renames'],
  ['--src-prefix=a/', '--dst-prefix=b/'],
].flat();
// The diff omits new files beyond these bounds. Chosen by judgement.
const mostNewFiles = 50;
const mostNewBytes = 200_000;

/**
 * The changes since a commit, with new files that git does not ignore. The diff says which private files it leaves
 * out. Rejects with StepFailure.
 */
export async function gitDiff(request: GitDiffRequest): Promise<unknown> {
  const { folder, staged = false, path, signal, privateGlobs } = request;
  const isPrivate = (name: string) => isPrivateFile(join(folder, name), folder, privateGlobs);
  const git = await openGit({ folder, env: process.env, signal });
  if (!git) throw new StepFailure('There is no git on the PATH. Install it, and run again.');
  const base = await baseOf(request, git);
  const only = path === undefined ? [] : ['--', path];
  const settings = ['-c', 'core.quotePath=false', '-c', 'core.safecrlf=false'];
  const tracked = await git(
    ...settings,
    'diff',
    ...diffFormat,
    ...(staged ? ['--cached'] : []),
    base,
    ...only,
  );
  const open = await withoutPrivateSections(tracked, isPrivate);
  const added = staged ? noFiles : await newFiles(git, request, isPrivate);
  const shown = withoutPrivateValues(open.text + added.text, open.leftOut);
  const hunks = diffHunks(shown);
  const leftOut = [...open.leftOut.map(({ name }) => name), ...added.leftOut];
  const text = shown + leftOutNote([...new Set(leftOut)]);
  const commits = request.base === undefined ? [] : await commitsSince(base, git, only);
  return { text, files: [...new Set(hunks.map((hunk) => hunk.path))], hunks, commits };
}

const noFiles = { text: '', leftOut: [] };

/** Says which files a diff leaves out, in lines that are part of no file. */
function leftOutNote(paths: readonly string[]): string {
  const notes = paths.map((path) => `# ${path} is private, so its changes are left out here.\n`);
  return notes.join('');
}

async function baseOf({ base = 'HEAD', signal }: GitDiffRequest, git: Git): Promise<string> {
  if (base === 'lastTag') {
    return git('describe', '--tags', '--abbrev=0').then(
      (tag) => tag.trim(),
      () => {
        signal.throwIfAborted();
        throw new StepFailure('There is no tag yet. Name a commit or a branch instead.');
      },
    );
  }
  // A name that begins with a dash would be an option of git.
  const isName = !base.startsWith('-') && /^[\w./@^~{}+-]+$/.test(base);
  const found =
    isName && (await git('rev-parse', '--verify', '--quiet', `${base}^{commit}`).catch(() => ''));
  signal.throwIfAborted();
  if (found) return found.trim();
  throw new StepFailure(
    base === 'HEAD'
      ? 'This folder is not a git repository with a commit. Commit once, and run again.'
      : `There is no commit "${base}" in this repository. Name a commit, a tag or a branch.`,
  );
}

async function newFiles(
  git: Git,
  { folder, path }: GitDiffRequest,
  isPrivate: (path: string) => Promise<boolean>,
): Promise<{ readonly text: string; readonly leftOut: readonly string[] }> {
  const only = ['--', path ?? '.'];
  const listed = await git('ls-files', '-z', '--others', '--exclude-standard', ...only);
  const all = listed.split('\0').filter(Boolean).slice(0, mostNewFiles);
  const verdicts = await Promise.all(all.map(isPrivate));
  const names = all.filter((_, index) => !verdicts[index]);
  const leftOut = all.filter((_, index) => verdicts[index]);
  const texts = await Promise.all(names.map((name) => newText(join(folder, name))));
  const shown = names
    .map((name, index) => ({ name, text: texts[index]! }))
    .filter(({ text }) => text !== '' && !text.includes('\0'))
    .map(({ name, text }) => asNew(name, text));
  return { text: shown.join(''), leftOut };
}

/** The text of a new file; empty for links, nested repositories and large files. */
async function newText(path: string): Promise<string> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= mostNewBytes ? await readFile(path, 'utf8') : '';
  } catch {
    // The file no longer exists, or cannot be read.
    return '';
  }
}

function asNew(name: string, text: string): string {
  const lines = text.replace(/\r?\n$/, '').split('\n');
  return [
    `diff --git a/${name} b/${name}`,
    'new file mode 100644',
    '--- /dev/null',
    `+++ b/${name}`,
    `@@ -0,0 +1,${lines.length} @@`,
    ...lines.map((line) => `+${line}`),
    '',
  ].join('\n');
}

async function commitsSince(base: string, git: Git, only: readonly string[]) {
  const log = await git('log', '--format=%H%x09%s', `${base}..HEAD`, ...only);
  return log
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [hash = '', ...subject] = line.split('\t');
      return { hash, subject: subject.join('\t') };
    });
}
