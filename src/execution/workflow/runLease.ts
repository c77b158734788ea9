import { DatabaseSync } from 'node:sqlite';

/** The right to go on with a run, which one window has at a time. */
export interface RunLease {
  release(): void;
}

const busy = 5;

/**
 * Undefined while another window has it. It is a lock of the operating system on an empty file at `path`,
 * so a window that dies gives it back at once.
 */
export function takeRunLease(path: string): RunLease | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
