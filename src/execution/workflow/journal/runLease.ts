import { existsSync } from 'node:fs';
import type * as sqliteModule from 'node:sqlite';
import { isFileLeased, takeFileLease } from './fileLease.ts';

/** The right to go on with a run. One window has it at a time. */
export interface RunLease {
  release(): void;
}

/** SQLITE_BUSY, a result code of SQLite. */
const busy = 5;
/** Longer than `isRunLeased` holds the file, shorter than a person notices. Chosen by judgement. */
const patienceMs = 100;

/**
 * Undefined while another window has the lease. It is a lock of the operating system on an empty file at
 * `path`, so it is free again as soon as its window dies.
 */
export function takeRunLease(path: string): RunLease | undefined {
  const sqlite = sqliteOfNode();
  if (!sqlite) return takeFileLease(path);
  const database = new sqlite.DatabaseSync(path, { timeout: patienceMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

/** Whether some window has the lease now. */
export function isRunLeased(path: string): boolean {
  if (!existsSync(path)) return false;
  const sqlite = sqliteOfNode();
  if (!sqlite) return isFileLeased(path);
  const database = new sqlite.DatabaseSync(path, { readOnly: true, timeout: 0 });
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

/** Undefined before Node 22.13, on which only the command line runs. */
function sqliteOfNode(): typeof sqliteModule | undefined {
  return process.getBuiltinModule('node:sqlite');
}

function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === busy;
}
