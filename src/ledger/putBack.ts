import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { oneAtATime } from './openDatabase.ts';

/** Which file a name means now; undefined when there is none. A new file has another identity. */
export function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Writes the ledger to its place again when somebody deleted the file while `database` had it open:
 * what is open can still be read. Does nothing when there is a file, which another window put there.
 */
export function putBack(database: DatabaseSync, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  oneAtATime(file, () => {
    if (existsSync(file)) return;
    const copy = `${file}.copy`;
    rmSync(copy, { force: true });
    database.prepare('VACUUM INTO ?').run(copy);
    // A log that was left behind would be replayed into the new file.
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    renameSync(copy, file);
  });
}
