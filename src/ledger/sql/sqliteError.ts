import { LedgerError } from '../ledger.ts';

// Primary result codes of SQLite; the upper bits of a code only add detail.
const kinds = new Map<number, LedgerError['kind']>([
  [3, 'readOnly'], // SQLITE_PERM
  [5, 'locked'], // SQLITE_BUSY
  [6, 'locked'], // SQLITE_LOCKED
  [8, 'readOnly'], // SQLITE_READONLY
  [11, 'corrupt'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'readOnly'], // SQLITE_CANTOPEN
  [26, 'corrupt'], // SQLITE_NOTADB
]);

const fileKinds = new Map<unknown, LedgerError['kind']>([
  ['EACCES', 'readOnly'],
  ['EPERM', 'readOnly'],
  ['EROFS', 'readOnly'],
  ['ENOTDIR', 'readOnly'],
  ['EEXIST', 'readOnly'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
]);

/** The kind of an error from SQLite or the file system. */
export function kindOfError(error: unknown): LedgerError['kind'] {
  if (error instanceof LedgerError) return error.kind;
  if (!(error instanceof Error)) return 'broken';
  if ('errcode' in error && typeof error.errcode === 'number') {
    return kinds.get(error.errcode & 0xff) ?? 'broken';
  }
  return fileKinds.get('code' in error ? error.code : undefined) ?? 'broken';
}

const passing: ReadonlySet<LedgerError['kind']> = new Set<LedgerError['kind']>([
  'locked',
  'full',
  'readOnly',
  'corrupt',
  'fromTheFuture',
]);
const ioError = 10; // SQLITE_IOERR

/** Whether the same write may work later, once a person or another program has changed something. */
export function mayPass(error: unknown): boolean {
  if (passing.has(kindOfError(error))) return true;
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' && (code & 0xff) === ioError;
}

/** The error with a message that names the next step. */
export function toLedgerError(error: unknown, file: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const kind = kindOfError(error);
  const detail = error instanceof Error ? error.message : String(error);
  return new LedgerError(kind, describe(kind, file, detail), { cause: error });
}

function describe(kind: LedgerError['kind'], file: string, detail: string): string {
  switch (kind) {
    case 'locked':
      return `Another program has locked the ledger ${file}. Close other windows that use Tierwise, then try again.`;
    case 'full':
      return `The disk is too full to write the ledger ${file}. Free some disk space, then try again.`;
    case 'readOnly':
      return `The ledger ${file} cannot be opened for writing (${detail}). Make the file and its folder writable, then try again.`;
    case 'corrupt':
      return `The ledger ${file} is damaged (${detail}). Try again: Tierwise checks the file, moves it aside if it is beyond repair, and starts a new one.`;
    default:
      return `The ledger ${file} could not record this (${detail}). Please report it with this message.`;
  }
}
