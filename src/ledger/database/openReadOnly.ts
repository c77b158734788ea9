import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { refuseOtherSchema } from './schema.ts';

const busyTimeoutMs = 500;

/**
 * Opens a ledger to read it, also while windows use it; the file and its folder stay as they are.
 * Throws LedgerError where it is no ledger of this version, else SQLite's or the system's error.
 */
export function openReadOnly(file: string): DatabaseSync {
  // Asked for here: the command line's other parts run on a Node that has no SQLite.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const place = isAtRest(file) ? unchanging(file) : resolve(file);
  const database = new DatabaseSync(place, { readOnly: true, timeout: busyTimeoutMs });
  try {
    refuseOtherSchema(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

// Reading leaves a log beside a file that keeps one and that nobody has open, unless SQLite is told
// that nobody is going to write.
function isAtRest(file: string): boolean {
  const header = Buffer.alloc(20);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header);
  } finally {
    closeSync(handle);
  }
  const keepsLog = header[18] === 2;
  return keepsLog && !existsSync(`${file}-wal`);
}

function unchanging(file: string): URL {
  const url = pathToFileURL(resolve(file));
  url.search = '?mode=ro&immutable=1';
  return url;
}
