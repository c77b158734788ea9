import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { dayMs } from '../../routing/time.ts';

/** Backups that are kept. Chosen by judgement: the older one outlives damage that the newer one copied. */
const keptBackups = 2;
/** Pages that are copied at a time; writers wait for as long as this takes. Chosen by judgement. */
const pagesAtOnce = 256;
const busyTimeoutMs = 250;

export interface Backup {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** The backups of a ledger, newest first. */
export function backupsOf(file: string): readonly Backup[] {
  const start = `${basename(file)}.backup-`;
  return namesBeside(file)
    .filter((name) => name.startsWith(start))
    .map((name) => ({
      path: join(dirname(file), name),
      atMs: Number(name.slice(start.length)),
    }))
    .filter(({ atMs }) => Number.isSafeInteger(atMs))
    .toSorted((one, other) => other.atMs - one.atMs);
}

/**
 * Copies the ledger to a file beside it, unless that was done within a day or nothing was recorded since.
 * The copying happens off this thread, by a connection of its own, so no call waits for it. Resolves to
 * whether a backup was made; rejects when the disk refuses.
 */
export async function backUp(file: string, nowMs: number): Promise<boolean> {
  const [newest] = backupsOf(file);
  if (newest && nowMs - newest.atMs < dayMs) return false;
  const source = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
  const copy = `${file}.backup-${process.pid}.part`;
  try {
    if (newest && recordedIn(source) === recordedAt(newest.path)) return false;
    rmSync(copy, { force: true });
    await backup(source, copy, { rate: pagesAtOnce });
    renameSync(copy, `${file}.backup-${nowMs}`);
  } finally {
    source.close();
    rmSync(copy, { force: true });
  }
  for (const { path } of backupsOf(file).slice(keptBackups)) rmSync(path, { force: true });
  return true;
}

/** Backs a ledger up beside the calling thread when it is due, one backup at a time. */
export function createBackups(file: string, onFailure: (thrown: unknown) => void): () => void {
  let running: Promise<unknown> | undefined;
  return () => {
    running ??= backUp(file, Date.now())
      .catch(onFailure)
      .finally(() => (running = undefined));
  };
}

/** Puts a copy of the newest whole backup in the place of a ledger that was moved away. */
export function restoreBackup(file: string): Backup | undefined {
  for (const found of backupsOf(file)) {
    if (!isWhole(found.path)) continue;
    const copy = `${file}.restored`;
    copyFileSync(found.path, copy);
    renameSync(copy, file);
    return found;
  }
  return undefined;
}

/** Removes all backups: they hold what was deleted from the ledger. */
export function removeBackups(file: string): void {
  for (const { path } of backupsOf(file)) rmSync(path, { force: true });
}

function namesBeside(file: string): readonly string[] {
  try {
    return readdirSync(dirname(file));
  } catch {
    return [];
  }
}

const tables = [
  'request',
  'reservation',
  'settlement',
  'outcome',
  'turn_outcome',
  'verdict',
  'correction',
  'chosen',
];

/** How far each kind of fact has come; facts are only ever added. */
function recordedIn(database: DatabaseSync): string {
  const counts = tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table}) AS ${table}`);
  return JSON.stringify(database.prepare(`SELECT ${counts.join(', ')}`).get());
}

/** Undefined for a backup that cannot be read. */
function recordedAt(path: string): string | undefined {
  return reading(path, recordedIn);
}

function isWhole(path: string): boolean {
  const check = (database: DatabaseSync) => database.prepare('PRAGMA quick_check(1)').get();
  return reading(path, check)?.['quick_check'] === 'ok';
}

function reading<T>(path: string, read: (database: DatabaseSync) => T): T | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return read(database);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
