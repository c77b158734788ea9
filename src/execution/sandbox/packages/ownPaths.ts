import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The project's folder, in each spelling that its files may use, and the copy's. Absolute. */
export interface Renaming {
  readonly from: readonly string[];
  readonly to: string;
}

const programFolders: ReadonlySet<string> = new Set(['bin', '.bin', 'Scripts']);
const namingFiles =
  /^(?:.+\.(?:pth|egg-link)|__editable__.*|direct_url\.json|pyvenv\.cfg|\.modules\.yaml|\.pnpm-workspace-state.*\.json)$/;
/** In bytes. Longer files are programs, not the small files that say where something is. */
const longest = 512 * 1024;

/**
 * Whether an installer writes the project's absolute path into this file: the first line of a script,
 * the place of a package installed in place. Such a file in the copy would lead back to the project.
 */
export function maySayWhere(path: string, size: number): boolean {
  if (size > longest) return false;
  return programFolders.has(basename(dirname(path))) || namingFiles.test(basename(path));
}

/** Replaces the project's path by the copy's in a file of the copy. Other bytes stay as they are. */
export async function renameIn(file: string, { from, to }: Renaming): Promise<void> {
  const text = await readFile(file, 'latin1');
  if (text.includes('\0')) return;
  const renamed = from.reduce((before, each) => replaced(before, each, to), text);
  if (renamed !== text) await writeFile(file, renamed, 'latin1');
}

function replaced(text: string, from: string, to: string): string {
  const spellings = [
    [pathToFileURL(from).href, pathToFileURL(to).href],
    [from, to],
    [from.replaceAll('\\', '\\\\'), to.replaceAll('\\', '\\\\')],
  ] as const;
  return spellings.reduce(
    (before, [old, now]) =>
      before.replaceAll(
        new RegExp(`${latin(old).replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(?![\\w.-])`, 'g'),
        () => latin(now),
      ),
    text,
  );
}

/** The bytes of a text, one character each. */
function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}
