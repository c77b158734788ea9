import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { LedgerError } from './ledger.ts';
import { refuseOtherSchema } from './schema.ts';
import { kindOfError } from './sqliteError.ts';

const busyTimeoutMs = 2000;

/**
 * Opens a ledger to read it, also while windows use it; the file and its folder stay as they are.
 * Throws LedgerError where it is no ledger of this version, and the system's error where there is no
 * such file.
 */
export function openReadOnly(file: string): DatabaseSync {
  const place = isAtRest(file) ? unchanging(file) : resolve(file);
  const database = new DatabaseSync(place, { readOnly: true, timeout: busyTimeoutMs });
  try {
    refuseOtherSchema(database, file);
    return database;
  } catch (error) {
    database.close();
    if (kindOfError(error) !== 'corrupt') throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new LedgerError('corrupt', `${file} is no ledger, or a damaged one (${detail}).`, {
      cause: error,
    });
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
