import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../hash.ts';

/**
 * True for the first caller with this key, in all windows and for good: each key is an empty file, and a
 * file can be created once. `folder` is created when it is missing.
 */
export async function isFirst(folder: string, key: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, hashOf(key)), '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
