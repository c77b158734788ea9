import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf } from './paths.ts';
import { dayMs } from '../../routing/time.ts';

const copyName = /^copy-(\d+)-/;
/** Chosen by judgement. */
const oldestMs = dayMs;

/** A new folder for a copy. Its name has the id of the process that made it. */
export function makeCopyFolder(scratchFolder: string): Promise<string> {
  return mkdtemp(join(scratchFolder, `copy-${process.pid}-`));
}

/**
 * Removes the copies that a killed process left behind: those whose process is gone, and those older
 * than a day, because process ids are reused. Called once when the extension starts.
 */
export async function sweepProjectCopies(scratchFolder: string, nowMs = Date.now()): Promise<void> {
  const names = await readdir(scratchFolder).catch(() => []);
  for (const name of names) {
    const pid = Number(copyName.exec(name)?.[1] ?? 0);
    const folder = join(scratchFolder, name);
    if (pid === 0 || (await kindOf(folder)) !== 'folder') continue;
    const age = nowMs - (await stat(folder).catch(() => ({ mtimeMs: nowMs }))).mtimeMs;
    if (!isRunning(pid) || age > oldestMs) await removeTree(folder);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a folder. Links in it are removed and not followed. */
export async function removeTree(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
  try {
    await rm(folder, options);
  } catch {
    // Some tools leave read-only folders, such as Go's module cache.
    await openFolders(folder);
    await rm(folder, options);
  }
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => {});
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
  }
}
