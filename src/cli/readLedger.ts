import { access } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../ledger/ledger.ts';
import { openReadOnly } from '../ledger/openReadOnly.ts';
import { InputError } from './command.ts';
import { unreadable } from './readInput.ts';

/** Reads a ledger and leaves it as it is. Throws `InputError` where the file is none of this version. */
export async function readLedger<T>(path: string, read: (database: DatabaseSync) => T): Promise<T> {
  try {
    await access(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  let database: DatabaseSync | undefined;
  try {
    database = openReadOnly(path);
    return read(database);
  } catch (error) {
    throw inputError(path, error);
  } finally {
    database?.close();
  }
}

function inputError(path: string, error: unknown): unknown {
  if (error instanceof LedgerError) return new InputError(error.message);
  const isOfSystem = error instanceof Error && 'code' in error;
  return isOfSystem ? unreadable(path, error) : error;
}
