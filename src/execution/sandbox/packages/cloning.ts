import { constants, copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

const answers = new Map<string, Promise<boolean>>();

/**
 * Whether the file system clones a file of the project into the scratch folder: the clone shares its
 * blocks until one side writes. Asked once per scratch folder and device of the project.
 */
export async function canClone(sample: string, scratchFolder: string): Promise<boolean> {
  const found = await stat(sample).catch(() => undefined);
  if (!found?.isFile()) return false;
  const key = `${found.dev}\0${scratchFolder}`;
  const answer = answers.get(key) ?? tryToClone(sample, scratchFolder);
  answers.set(key, answer);
  return answer;
}

async function tryToClone(sample: string, scratchFolder: string): Promise<boolean> {
  const clone = join(scratchFolder, `clone-${randomUUID()}`);
  try {
    await copyFile(sample, clone, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  } finally {
    await rm(clone, { force: true });
  }
}
