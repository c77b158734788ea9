import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutPrivateSections } from '../../../execution/safety/diffSections.ts';
import { withoutPrivateValues } from '../../../execution/safety/privateValues.ts';
import { isPrivateFile } from '../../../execution/safety/realPlace.ts';
import { type Git, isGitFailure, useGit } from '../../../execution/sandbox/git.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { type DiffHunk, diffHunks } from './diffHunks.ts';

export interface GitDiffRequest {
  /** An absolute path; all other paths are relative to it. */
  readonly folder: string;
  /** A commit, tag or branch, or `lastTag`; HEAD when omitted. */
  readonly base?: string | undefined;
  readonly staged?: boolean | undefined;
  readonly path?: string | undefined;
  /** What paths begin with in the diff, such as `web/`; empty when omitted. */
  readonly prefix?: string;
  /** Globs of private files beside the shipped ones. */
  readonly privateGlobs?: readonly string[];
  readonly signal: AbortSignal;
}

/** Fixes the format of the diff, whatever the user's git settings are. */
const diffFormat = ['--relative', '--find-renames'];

export interface GitDiff {
  readonly text: string;
  readonly files: readonly string[];
  readonly hunks: readonly DiffHunk[];
  readonly commits: readonly { readonly hash: string; readonly subject: string }[];
}
// The diff omits new files beyond these bounds. Chosen by judgement.
const mostNewFiles = 50;
const mostNewBytes = 200_000;

/**
 * The changes since a commit, with new files that git does not ignore. The diff says which private files it leaves
 * out. Rejects with StepFailure.
 */
export async function gitDiff(request: GitDiffRequest): Promise<GitDiff> {
  const { folder, signal } = request;
  return useGit({ folder, env: process.env, signal }, async (git) => {
    if (!git) throw new StepFailure('There is no git on the PATH. Install it, and run again.');
    try {
      return await diffWith(git, request);
    } catch (thrown) {
      signal.throwIfAborted();
      throw isGitFailure(thrown) ? unreadable(thrown) : thrown;
    }
  });
}

async function diffWith(git: Git, request: GitDiffRequest): Promise<GitDiff> {
  const { folder, staged = false, path, prefix = '', privateGlobs } = request;
  const isPrivate = async (name: string) => {
    // Some of git's lines have the prefix, and others not.
    const names = name.startsWith(prefix) ? [name, name.slice(prefix.length)] : [name];
    const verdicts = await Promise.all(
      names.map((each) => isPrivateFile(join(folder, each), folder, privateGlobs)),
    );
    return verdicts.includes(true);
  };
  const base = await baseOf(request, git);
  const only = path === undefined ? [] : ['--', path];
  const tracked = await git(
    'diff',
    ...diffFormat,
    `--src-prefix=a/${prefix}`,
    `--dst-prefix=b/${prefix}`,
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

/** The commit to compare with, as its hash: names are not known where contents are read. */
async function baseOf({ base = 'HEAD', signal }: GitDiffRequest, git: Git): Promise<string> {
  const name = base === 'lastTag' ? await lastTag(git, signal) : base;
  // A name that begins with a dash would be an option of git.
  const isName = !name.startsWith('-') && (base === 'lastTag' || /^[\w./@^~{}+-]+$/.test(name));
  const found =
    isName && (await git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).catch(() => ''));
  signal.throwIfAborted();
  if (found) return found.trim();
  throw new StepFailure(
    base === 'HEAD'
      ? 'This folder is not a git repository with a commit. Commit once, and run again.'
      : `There is no commit "${name}" in this repository. Name a commit, a tag or a branch.`,
  );
}

async function lastTag(git: Git, signal: AbortSignal): Promise<string> {
  try {
    return (await git('describe', '--tags', '--abbrev=0')).trim();
  } catch {
    signal.throwIfAborted();
    throw new StepFailure('There is no tag yet. Name a commit or a branch instead.');
  }
}

/** Says what git said: the repository is damaged, or lacks what was never fetched. */
function unreadable(thrown: unknown): StepFailure {
  const { stderr, message } = Object(thrown);
  const [said] = /^(?:fatal|error): .*/m.exec(String(stderr)) ?? [String(message)];
  return new StepFailure(
    `git cannot compare the files here: ${said}. Run git fsck, or git fetch for what is missing, and run again.`,
  );
}

async function newFiles(
  git: Git,
  { folder, path, prefix = '' }: GitDiffRequest,
  isPrivate: (path: string) => Promise<boolean>,
): Promise<{ readonly text: string; readonly leftOut: readonly string[] }> {
  const only = ['--', path ?? '.'];
  const listed = await git('ls-files', '-z', '--others', '--exclude-standard', ...only);
  const all = listed.split('\0').filter(Boolean).slice(0, mostNewFiles);
  const verdicts = await Promise.all(all.map(isPrivate));
  const names = all.filter((_, index) => !verdicts[index]);
  const leftOut = all.filter((_, index) => verdicts[index]).map((name) => `${prefix}${name}`);
  const texts = await Promise.all(names.map((name) => newText(join(folder, name))));
  const shown = names
    .map((name, index) => ({ name, text: texts[index]! }))
    .filter(({ text }) => text !== '' && !text.includes('\0'))
    .map(({ name, text }) => asNew(`${prefix}${name}`, text));
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
