import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A copy of the project with its uncommitted changes, in a temporary folder. */
export function copyProject(root: string): { root: string; remove: () => void } {
  const copy = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'tierwise-mutate-')));
  for (const file of filesWithChanges(root)) {
    fs.mkdirSync(join(copy, dirname(file)), { recursive: true });
    fs.copyFileSync(join(root, file), join(copy, file));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'));
  const remove = () => fs.rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  return { root: copy, remove };
}

function filesWithChanges(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const isFile = (file: string) =>
    fs.lstatSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true;
  return [...new Set(listed.split('\0'))].filter((file) => file !== '' && isFile(file));
}

/** Links each package separately, so that files which tools write beside the packages stay in the copy. */
function linkPackages(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (const name of fs.readdirSync(from)) {
    const isTools = name.startsWith('.') && name !== '.bin';
    if (isTools) continue;
    if (name.startsWith('@')) linkPackages(join(from, name), join(to, name));
    else fs.symlinkSync(fs.realpathSync(join(from, name)), join(to, name), 'junction');
  }
}
