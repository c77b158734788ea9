import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openJournals } from '../../execution/workflow/journal/door.ts';
import { leasePathOf } from '../../execution/workflow/journal/leasePath.ts';

export interface OldJournals {
  /** Journals that nothing was written to since; milliseconds since 1970. Everything when omitted. */
  readonly beforeMs?: number | undefined;
  /** Keeps the runs that are not done, which can be resumed. */
  readonly keepUnfinished: boolean;
}

/** The days that a journal is kept when the setting is not a number. */
const usualDays = 30;

/** The days to keep journals for, as the user's settings say. */
export function daysToKeep(setting: unknown): number {
  const isDays = typeof setting === 'number' && Number.isFinite(setting) && setting >= 1;
  return isDays ? setting : usualDays;
}

/** The journals in the folder of all workspaces that may be removed. None is of a run that goes on now. */
export async function findOldJournals(
  folder: string,
  { beforeMs = Infinity, keepUnfinished }: OldJournals,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const found: string[] = [];
  for (const path of paths) {
    const changedMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (changedMs >= beforeMs || (keepUnfinished && !(await isDone(path)))) continue;
    const { isJournalInUse } = await openJournals();
    if (!isJournalInUse(path)) found.push(path);
  }
  return found;
}

export async function removeJournals(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(path, { force: true });
    await rm(leasePathOf(path), { force: true });
  }
}

/** Whether the last time that the run went on, it came to its end. Read line by line: journals are large. */
async function isDone(path: string): Promise<boolean> {
  let done = false;
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      // Only these lines are short: others may hold a whole file.
      if (/^\{"kind":"run(?:Ended|Started|Resumed)"/.test(line)) {
        const event: unknown = JSON.parse(line);
        done = Object(event).kind === 'runEnded' && Object(event).status === 'done';
      }
    }
    return done;
  } catch {
    return false;
  }
}
