import { stripVTControlCharacters } from 'node:util';
import { findPrivateFiles, privateTexts } from '../../safety/findPrivateFiles.ts';
import { type PrivateText, withoutPrivateValues } from '../../safety/privateValues.ts';
import type { Environment } from '../../sandbox/environment.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { ProgramEnd } from '../../sandbox/runProgram.ts';

const filesOf = new WeakMap<ProjectCopy, Promise<readonly string[]>>();

/**
 * What private files hold now: the developer's own, and those of the copy, which may have texts that are not saved
 * yet. Ask for them before a command runs, as it may change the copy's.
 */
export async function privateTextsFor(
  copy: ProjectCopy,
  { HOME, USERPROFILE }: Environment,
): Promise<readonly PrivateText[]> {
  const { root, sourceRoot, privateFiles } = copy;
  const home = HOME ?? USERPROFILE;
  const files = filesOf.get(copy) ?? findPrivateFiles(sourceRoot, privateFiles, home);
  filesOf.set(copy, files);
  const own = await files;
  const copied = await findPrivateFiles(root, privateFiles, home);
  return [...(await privateTexts(own, sourceRoot)), ...(await privateTexts(copied, root))];
}

/** How a command ended, without colours and without what private files hold in its output. */
export function withoutPrivateOutput(end: ProgramEnd, texts: readonly PrivateText[]): ProgramEnd {
  if (end.kind === 'notStarted') return end;
  const output = withoutPrivateValues(stripVTControlCharacters(end.output), texts);
  return { ...end, output };
}
