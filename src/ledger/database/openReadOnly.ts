import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { refuseOtherSchema } from './schema.ts';

/** How long SQLite waits for a lock. Chosen by judgement. */
const busyTimeoutMs = 500;

/**
 * Opens a ledger for reading, also while windows use it; the file and its folder do not change. Throws
 * LedgerError when the file is not a ledger of this version, else the error of SQLite or the system.
 */
export function openReadOnly(file: string): DatabaseSync {
  // Loaded here, because the rest of the command line runs on a Node without SQLite.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const location = isAtRest(file) ? immutable(file) : resolve(file);
  const database = new DatabaseSync(location, { readOnly: true, timeout: busyTimeoutMs });
  try {
    refuseOtherSchema(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

// Reading would leave a log beside a WAL file that no process has open, unless SQLite knows that no
// process is going to write.
function isAtRest(file: string): boolean {
  const header = Buffer.alloc(20);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header);
  } finally {
    closeSync(handle);
  }
  const isWal = header[18] === 2;
  return isWal && !existsSync(`${file}-wal`);
}

function immutable(file: string): URL {
  const url = pathToFileURL(resolve(file));
  url.search = '?mode=ro&immutable=1';
  return url;
}
