import { compileGlob } from '../../routing/globs/glob.ts';
import { remembered } from '../../routing/input/remembered.ts';
import { privateFolders, privateNames, publicFolders, publicNames } from './shippedPrivateFiles.ts';

/*
 * Which files are private: their text goes into no prompt, no tool's result, no diff and no attachment, unless
 * the developer is asked and says yes. This file judges a path and knows no disk. `realPlace.ts` adds where
 * links lead, `ignored.ts` what git ignores, `diffSections.ts` takes private files out of a diff, and
 * `privateValues.ts` hides what such files hold in the output of commands.
 *
 * Everything in the editor that reads a file for a model does so through `editor/reading/`. A test lists every
 * other place that reads files, and why none of it comes into a prompt.
 */

/** A file by its paths: with a leading slash or a drive, and relative to the workspace folder around it. */
export interface FilePlace {
  readonly absolute: string;
  /** Undefined for a file outside of the workspace. */
  readonly relative?: string | undefined;
}

/**
 * Whether a file is private by its path alone. `globs` are the user's own: they come after the shipped ones, the
 * last that matches counts, and one with a leading `!` makes a file public again. A glob without a slash means
 * a file or folder of that name at any depth.
 */
export function isPrivate(place: FilePlace, globs: readonly string[] = []): boolean {
  const absolute = plainPath(place.absolute);
  const relative = place.relative === undefined ? undefined : plainPath(place.relative);
  const shipped = isShippedPrivate(absolute);
  return globs.reduce((before, glob) => {
    const allows = glob.startsWith('!');
    const matches = matcherOf(allows ? glob.slice(1) : glob)(absolute, relative);
    // What is too complicated to match may be meant for any file, and lets none be read.
    return (matches ?? !allows) ? !allows : before;
  }, shipped);
}

/** Whether the shipped list names a path, in whatever way it is written. */
function isShippedPrivate(path: string): boolean {
  if (folders.test(path.replace(openFolders, '/'))) return true;
  const name = bareName(path.slice(path.lastIndexOf('/') + 1));
  return names.test(name) && !exceptions.test(name);
}

// Endings and marks that editors and people add to copies of a file.
const copyEnding = /(?:\.(?:bak|backup|old|orig|save|swp|swo|swn|tmp|copy|git|\d{1,3})|~)+$/;

/** The name without what makes a copy of it: `server.key.bak`, `..env.swp`, `#.npmrc#`, `id_rsa copy`. */
function bareName(name: string): string {
  return name
    .replace(/^[#~$]+|#$/g, '')
    .replace(copyEnding, '')
    .replace(/^\.(?=\.)/, '')
    .replace(/ copy(?: \d+)?$| \(\d+\)$/, '');
}

// Characters that a file system or a reader may drop: they show nothing.
const invisible = /[\u{AD}\u{180E}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{FEFF}]/gu;

/**
 * A path in lower case with forward slashes, without `.` and `..`, and without what file systems ignore in a
 * name: dots and spaces at its end, the name of a stream, invisible characters.
 */
export function plainPath(path: string): string {
  const parts: string[] = [];
  for (const written of path
    .normalize('NFC')
    .replace(invisible, '')
    .split(/[/\\]+/)) {
    const part = written === '..' ? written : plainName(written);
    if (part === '..') parts.pop();
    else if (part !== '') parts.push(part);
  }
  return parts.join('/');
}

function plainName(name: string): string {
  const stream = name.indexOf(':');
  const own = stream > 0 ? name.slice(0, stream) : name;
  return own.replace(/[. ]+$/, '').toLowerCase();
}

const names = anyOf(privateNames, '', '$');
const exceptions = anyOf(publicNames, '', '$');
const folders = anyOf(privateFolders, '(?:^|/)', '(?:/|$)');
const openFolders = new RegExp(anyOf(publicFolders, '(?:^|/)', '(?:/|$)'), 'g');

/** One expression for many patterns, each bounded by `before` and `after`; without nested repetition. */
function anyOf(patterns: readonly string[], before: string, after: string): RegExp {
  const start = before === '' ? '^' : before;
  const each = patterns.map((pattern) =>
    pattern
      .toLowerCase()
      .replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '[^/]*')
      .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`),
  );
  return new RegExp(`${start}(?:${each.join('|')})${after}`);
}

/** Whether a glob matches a file; undefined when it is too complicated to tell. */
type Matcher = (absolute: string, relative: string | undefined) => boolean | undefined;

const matcherOf = remembered((written: string): Matcher => {
  const isAbsolute = /^(?:\/|[a-z]:)/i.test(written);
  const glob = written
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '')
    .toLowerCase();
  if (glob === '') return () => false;
  const anywhere = glob.includes('/') ? glob : `**/${glob}`;
  const itself = compileGlob(anywhere);
  const inside = compileGlob(`${anywhere}/**`);
  if ('problem' in itself || 'problem' in inside) return () => undefined;
  const matches = (path: string) => itself.matches(path) || inside.matches(path);
  if (isAbsolute)
    return (absolute) => matches(absolute.replace(/^([a-z])\//, '$1:/')) || matches(absolute);
  return (absolute, relative) => matches(relative ?? absolute);
});
