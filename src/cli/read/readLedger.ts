import type { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../../ledger/ledger.ts';
import { openReadOnly } from '../../ledger/database/openReadOnly.ts';
import { kindOfError, toLedgerError } from '../../ledger/sql/sqliteError.ts';
import { InputError } from '../command.ts';
import { isOfSystem, unreadable } from './readInput.ts';

/** Reads a ledger without changing it. Throws `InputError` when the file is not a ledger of this version. */
export function readLedger<T>(path: string, read: (database: DatabaseSync) => T): T {
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
  const kind = kindOfError(error);
  if (kind === 'locked') return new InputError(toLedgerError(error, path).message);
  if (kind === 'corrupt') {
    return new InputError(
      `${path} is not a ledger, or it is damaged (${(error as Error).message}).`,
    );
  }
  return isOfSystem(error) ? unreadable(path, error) : error;
}
