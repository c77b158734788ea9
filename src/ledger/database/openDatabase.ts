import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../ledger.ts';
import { kindOfError } from '../sql/sqliteError.ts';
import { migrate, refuseFutureSchema } from './schema.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Where a damaged file was moved to, when there was one. */
  readonly movedAsideTo?: string;
}

/** How long SQLite itself waits for a lock. Short, because it blocks the thread; callers try again. */
const busyTimeoutMs = 250;

/** A check reads all of a file; a larger one would keep everybody waiting. */
const largestCheckedUnaskedBytes = 32 * 1024 * 1024;

/**
 * Opens the ledger's file, checks it and brings it up to date; creates it and its folder when
 * missing. A large file is checked only when `suspected`: SQLite has met damage in it before. A damaged file is moved aside, never overwritten. Throws SQLite's error when locked, and
 * LedgerError `fromTheFuture` when a newer Tierwise wrote it.
 */
export function openDatabase(file: string, suspected = false): OpenedDatabase {
  mkdirSync(dirname(file), { recursive: true });
  return oneAtATime(file, () => {
    try {
      return { database: openChecked(file, suspected) };
    } catch (error) {
      if (kindOfError(error) !== 'corrupt') throw error;
    }
    const movedAsideTo = moveAside(file);
    return { database: openChecked(file, suspected), movedAsideTo };
  });
}

// A file that is moved while another process opens it may get that process's log under its name.
// The lock is a database of its own, because the system frees its locks when a process dies.
export function oneAtATime<T>(file: string, work: () => T): T {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: busyTimeoutMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

/**
 * Whether several processes may share a write-ahead log: SQLite before 3.51.3 can damage the file
 * then (https://sqlite.org/wal.html#walresetbug), but for the backports 3.50.7 and 3.44.6.
 */
export function isWalSafe(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}

function openChecked(file: string, suspected: boolean): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    refuseFutureSchema(database, file);
    if (suspected || statSync(file).size <= largestCheckedUnaskedBytes) refuseDamage(database);
    chooseJournal(database);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseDamage(database: DatabaseSync): void {
  const finding = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (finding !== 'ok') throw new LedgerError('corrupt', `The ledger is damaged: ${finding}`);
}

function chooseJournal(database: DatabaseSync): void {
  const version = String(database.prepare('SELECT sqlite_version() AS version').get()?.version);
  const wished = isWalSafe(version) ? 'WAL' : 'DELETE';
  const mode = database.prepare(`PRAGMA journal_mode = ${wished}`).get()?.journal_mode;
  database.exec(`PRAGMA synchronous = ${mode === 'wal' ? 'NORMAL' : 'FULL'}`);
  // Moving the log into the file takes many times as long as a write: the fewer writes wait for it.
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  // Ids are random: a day's rows lie all over their indexes, and a report reads many of them.
  database.exec('PRAGMA cache_size = -16000');
}

function moveAside(file: string): string {
  const movedTo = `${file}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  // The log first: left behind, it would be replayed into the new file.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
  }
  return movedTo;
}

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
