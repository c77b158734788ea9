import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oneAtATime } from '../database/openDatabase.ts';
import type { FactName } from '../factNames.ts';
import { mayPass } from '../sql/sqliteError.ts';
import type { LedgerArguments } from '../workerMessages.ts';

/** A fact and the call that keeps it. */
export interface PendingFact<Name extends FactName = FactName> {
  readonly name: Name;
  readonly fact: LedgerArguments<Name>[0];
}

/**
 * Facts that the ledger could not keep when they happened, in their order: in a file beside it, or in
 * memory while that cannot be written either. Every fact may be kept twice, so a crash at any point
 * loses nothing.
 */
export interface PendingFacts {
  /** Whether there are any, of whichever window. */
  readonly exist: boolean;
  /** Where it is until then. */
  add(pending: PendingFact): 'file' | 'memory';
  /**
   * Gives each to `keep`, and forgets them when it has kept all. What it can never keep is put aside.
   * Throws what `keep` throws when that may pass.
   */
  replay(keep: (pending: PendingFact) => void): void;
  /** Moves what is in memory to the file, as far as that is possible. */
  save(): void;
}

/** Of the ledger in `ledgerFile`. */
export function openPendingFacts(ledgerFile: string): PendingFacts {
  const file = join(dirname(ledgerFile), 'ledger-pending.jsonl');
  const refusedFile = join(dirname(ledgerFile), 'ledger-refused.jsonl');
  let inMemory: string[] = [];

  function save(): void {
    if (inMemory.length === 0) return;
    try {
      oneAtATime(ledgerFile, () => appendLines(file, inMemory));
      inMemory = [];
    } catch {
      // They stay in memory; the next call tries again.
    }
  }

  function replayLocked(keep: (pending: PendingFact) => void): void {
    const written = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const refused: string[] = [];
    for (const line of [...written, ...inMemory].filter(Boolean)) {
      try {
        keep(JSON.parse(line) as PendingFact);
      } catch (error) {
        if (mayPass(error)) throw error;
        refused.push(line);
      }
    }
    if (refused.length > 0) appendLines(refusedFile, refused);
    rmSync(file, { force: true });
    inMemory = [];
  }

  return {
    get exist() {
      return inMemory.length > 0 || existsSync(file);
    },
    add(pending) {
      inMemory.push(JSON.stringify(pending));
      save();
      return inMemory.length > 0 ? 'memory' : 'file';
    },
    replay: (keep) => oneAtATime(ledgerFile, () => replayLocked(keep)),
    save,
  };
}

// A line that a crash cut off must not swallow the next one.
function appendLines(file: string, lines: readonly string[]): void {
  appendFileSync(file, lines.map((line) => `\n${line}\n`).join(''));
}
