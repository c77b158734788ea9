import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * The lease of a Node without SQLite: a file with the number of the process that has it. It is free again
 * when that process is gone. It does not see a lease that a newer Node took.
 */
export function takeFileLease(path: string): { release(): void } | undefined {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isFileLeased(path)) return undefined;
    rmSync(path, { force: true });
  }
}

/** Whether a process that still runs has the lease. */
export function isFileLeased(path: string): boolean {
  const holder = Number(readFileSync(path, 'utf8'));
  return Number.isInteger(holder) && holder > 0 && isRunning(holder);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // The process of another user may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
