import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../ledger.ts';
import { restoreBackup } from './backup.ts';
import { kindOfError } from '../sql/sqliteError.ts';
import { migrate, refuseFutureSchema } from './schema.ts';

/*
 * The door of the ledger's file. In comes its path; out comes a connection to a file that is checked,
 * up to date and safe to share with other windows. schema.ts, schemaVersion5.ts and schemaVersion8.ts hold the migrations;
 * openReadOnly.ts opens the file for the command line, which changes nothing.
 */

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly movedAside?: MovedAside;
}

/** What became of a damaged file. */
export interface MovedAside {
  /** Where it was moved to. */
  readonly to: string;
  /** When the backup was made that took its place, milliseconds since 1970. */
  readonly restoredFromMs?: number;
}

/** How long SQLite itself waits for a lock. Short, because it blocks the thread, and callers try again. Chosen by judgement. */
const busyTimeoutMs = 250;

/** A check reads the whole file, and checking a larger one would delay every call. Chosen by judgement. */
const largestCheckedUnaskedBytes = 32 * 1024 * 1024;

/**
 * Opens the ledger's file, checks it and brings it up to date; creates it and its folder when missing.
 * A large file is checked only when `suspected`, which means that SQLite has met damage in it. A damaged
 * file is moved aside, never overwritten, and the newest whole backup takes its place. Throws SQLite's error when the file is locked, and LedgerError
 * `fromTheFuture` when a newer Tierwise wrote it.
 */
export function openDatabase(file: string, suspected = false): OpenedDatabase {
  mkdirSync(dirname(file), { recursive: true });
  return oneAtATime(file, () => {
    try {
      return { database: openChecked(file, suspected) };
    } catch (error) {
      if (kindOfError(error) !== 'corrupt') throw error;
    }
    const to = moveAside(file);
    const restored = restoreBackup(file);
    return {
      database: openChecked(file, suspected),
      movedAside: { to, ...(restored && { restoredFromMs: restored.atMs }) },
    };
  });
}

/**
 * Runs `work` while no other process opens or moves the ledger: a file that is moved while another process
 * opens it could get that process's log under its name. The lock is a database of its own, because the
 * system frees a database's locks when a process dies.
 */
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
 * Whether several processes may share a write-ahead log. SQLite before 3.51.3 can damage the file then
 * (https://sqlite.org/wal.html#walresetbug), except for the backports 3.50.7 and 3.44.6.
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

/** The journal that an SQLite of this version may use with several processes. */
export function journalFor(version: string): 'WAL' | 'DELETE' {
  return isWalSafe(version) ? 'WAL' : 'DELETE';
}

function chooseJournal(database: DatabaseSync): void {
  const version = String(database.prepare('SELECT sqlite_version() AS version').get()?.version);
  const journal = journalFor(version);
  const mode = database.prepare(`PRAGMA journal_mode = ${journal}`).get()?.journal_mode;
  database.exec(`PRAGMA synchronous = ${mode === 'wal' ? 'NORMAL' : 'FULL'}`);
  // Pages. Moving the log into the file takes many times as long as a write, so few writes wait for it.
  // Chosen by judgement.
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  // 16 MB. Ids of older files are random, so a day's rows lie all over their indexes, and a report reads
  // many of them. Chosen by judgement.
  database.exec('PRAGMA cache_size = -16000');
}

function moveAside(file: string): string {
  const movedTo = `${file}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  // The log goes first: SQLite would replay a log left behind into the new file.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
  }
  return movedTo;
}

/** Identifies the file at a path; undefined when there is none. A new file at the same path differs. */
export function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/**
 * Writes the ledger back after its file was deleted while `database` had it open: an open file can still
 * be read. Does nothing when there is a file, because another window put it there.
 */
export function putBack(database: DatabaseSync, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  oneAtATime(file, () => {
    if (existsSync(file)) return;
    const copy = `${file}.copy`;
    rmSync(copy, { force: true });
    database.prepare('VACUUM INTO ?').run(copy);
    // SQLite would replay a log left behind into the new file.
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    renameSync(copy, file);
  });
}
