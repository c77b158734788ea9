import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The right to go on with a run, which one window has at a time. */
export interface RunLease {
  release(): void;
}

const busy = 5;
/** Longer than a look at a lease takes, shorter than a person notices. */
const patienceMs = 100;

/**
 * Undefined while another window has it. It is a lock of the operating system on an empty file at `path`,
 * so a window that dies gives it back at once.
 */
export function takeRunLease(path: string): RunLease | undefined {
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

/** Whether a window has it now. */
export function isRunLeased(path: string): boolean {
  if (!existsSync(path)) return false;
  const database = new DatabaseSync(path, { readOnly: true, timeout: 0 });
  try {
    database.exec('PRAGMA schema_version');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === busy;
}
