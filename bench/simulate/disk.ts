import { basename } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import type { Time } from './time.ts';

/*
 * The disk of a simulated world. The ledger's file is a real SQLite database in memory that all windows
 * share, and the files beside it are texts. For a time, writing fails as a real disk or another program makes
 * it fail: with SQLite's own codes, before the write or after it.
 */

/** What is wrong with the disk for a time. */
export interface Trouble {
  /** On the clock that never jumps, milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly kind: TroubleKind;
  /** The files beside the ledger cannot be written either. */
  readonly isEverywhere: boolean;
}

export type TroubleKind =
  /** Another program holds the lock. */
  | 'locked'
  | 'full'
  | 'readOnly'
  /** The file cannot be opened; who has it open goes on. */
  | 'cannotOpen'
  /** The write is kept, and an error says that it is not. */
  | 'keptAndDenied';

const codes: Readonly<Record<TroubleKind, number>> = {
  locked: 5,
  full: 13,
  readOnly: 8,
  cannotOpen: 14,
  keptAndDenied: 10,
};

export interface Disk {
  /** In place of `node:sqlite` and `node:fs`. */
  readonly modules: Readonly<Record<string, object>>;
  /** A look at the ledger's file that no trouble disturbs. */
  readonly audit: DatabaseSync;
  /** Called before each write of the product: another process may write first. */
  onWrite: () => void;
  /** Called after each write that is kept. */
  onKept: () => void;
  readonly files: ReadonlyMap<string, string>;
  close(): void;
}

export const ledgerPath = '/simulated/ledger.sqlite';
/** Databases in memory are shared by name, within one process. */
let disks = 0;

/** A disk whose ledger this SQL has made. */
export function createDisk(time: Time, troubles: readonly Trouble[], made = ''): Disk {
  const shared = `file:simulated-${++disks}?mode=memory&cache=shared`;
  const audit = new DatabaseSync(shared);
  audit.exec(made);
  const files = new Map<string, string>([[ledgerPath, '']]);
  const opened: SimulatedDatabase[] = [];
  const troubleNow = (...kinds: TroubleKind[]) =>
    troubles.find(
      ({ fromMs, untilMs, kind }) =>
        kinds.includes(kind) && fromMs <= time.now() && time.now() < untilMs,
    );
  const refuse = (...kinds: TroubleKind[]) => {
    const found = troubleNow(...kinds);
    if (found) throw sqliteError(found.kind);
  };
  const writes: Writes = {
    begin() {
      disk.onWrite();
      refuse('locked', 'readOnly');
    },
    end: () => refuse('full'),
    kept() {
      disk.onKept();
      refuse('keptAndDenied');
    },
  };
  // Called with `new`: what it returns is the database.
  function open(path: string, options: DatabaseSyncOptions = {}): SimulatedDatabase {
    refuse('cannotOpen');
    const database = new SimulatedDatabase(path === ledgerPath ? shared : ':memory:', options);
    database.writes = writes;
    opened.push(database);
    return database;
  }

  const disk: Disk = {
    modules: {
      'node:sqlite': { DatabaseSync: open },
      'node:fs': fileSystem(files, () => troubleNow('full', 'readOnly')?.isEverywhere === true),
    },
    audit,
    files,
    onWrite: () => undefined,
    onKept: () => undefined,
    close() {
      for (const database of opened) database.leave();
      audit.close();
    },
  };
  return disk;
}

/** What happens to a write; each may throw. */
interface Writes {
  begin(): void;
  end(): void;
  kept(): void;
}

class SimulatedDatabase extends DatabaseSync {
  writes: Writes | undefined;
  private isWriting = false;

  constructor(path: string, options: DatabaseSyncOptions) {
    super(path, { ...options, timeout: 0 });
  }

  override exec(sql: string): void {
    // How safe a write is against a power cut is the real disk's affair.
    if (sql.startsWith('PRAGMA synchronous')) return;
    const isWrite = sql === 'BEGIN IMMEDIATE';
    if (isWrite) this.writes?.begin();
    if (sql === 'COMMIT' && this.isWriting) this.writes?.end();
    super.exec(sql);
    if (sql === 'COMMIT' && this.isWriting) {
      this.isWriting = false;
      this.writes?.kept();
    }
    if (isWrite || sql === 'ROLLBACK') this.isWriting = isWrite;
  }

  /** Its world is over. Node.js never frees a database, so it must not hold the world. */
  leave(): void {
    this.writes = undefined;
    // Windows that died have left theirs open.
    if (this.isOpen) this.close();
  }
}

/** SQL that makes a database with the same tables, without rows. */
export function copyOf(database: DatabaseSync): string {
  const parts = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  const version = database.prepare('PRAGMA user_version').get()!['user_version'];
  const made = [...parts.map(({ sql }) => sql), `PRAGMA user_version = ${version}`];
  return ['BEGIN', ...made, 'COMMIT'].join(';\n');
}

function sqliteError(kind: TroubleKind): Error {
  return Object.assign(new Error(`simulated: ${kind}`), { errcode: codes[kind] });
}

/** The calls that the ledger makes of `node:fs`, on files that are texts. */
function fileSystem(files: Map<string, string>, isRefused: () => boolean) {
  return {
    existsSync: (path: string) => files.has(path),
    // Backups are the real disk's affair: here the newest one is always new enough.
    readdirSync: () => [`${basename(ledgerPath)}.backup-${Number.MAX_SAFE_INTEGER}`],
    mkdirSync: () => undefined,
    statSync: (path: string, { bigint = false } = {}) => {
      if (!files.has(path)) return undefined;
      return bigint ? { dev: 1n, ino: 1n, size: 0n } : { dev: 1, ino: 1, size: 0 };
    },
    readFileSync: (path: string) => files.get(path) ?? '',
    appendFileSync(path: string, text: string) {
      if (isRefused()) throw Object.assign(new Error('simulated: no space'), { code: 'ENOSPC' });
      files.set(path, (files.get(path) ?? '') + text);
    },
    rmSync: (path: string) => void files.delete(path),
    renameSync(from: string, to: string) {
      files.set(to, files.get(from) ?? '');
      files.delete(from);
    },
  };
}
