import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oneAtATime } from '../database/openDatabase.ts';
import type { FactName } from '../factNames.ts';
import { mayPass } from '../sql/sqliteError.ts';
import type { LedgerArguments } from '../workerMessages.ts';

/** A fact and the call that records it. */
export interface PendingFact<Name extends FactName = FactName> {
  readonly name: Name;
  readonly fact: LedgerArguments<Name>[0];
}

/**
 * Facts that the ledger could not record when they happened, in their order. They wait in a file beside
 * it, or in memory while that file cannot be written either. Every fact may be recorded twice, so a crash
 * at any point loses nothing.
 */
export interface PendingFacts {
  /** Whether any window has pending facts. */
  readonly exist: boolean;
  /** Adds a fact and returns where it waits. */
  add(pending: PendingFact): 'file' | 'memory';
  /**
   * Records each fact with `record`, and forgets them once all are recorded. A fact that can never be
   * recorded moves to `ledger-refused.jsonl`. Throws the error of `record` when a later try may work.
   */
  replay(record: (pending: PendingFact) => void): void;
  /** Moves facts from memory to the file where possible. */
  save(): void;
}

/** What a caller is told of a fact that waits, by where it does. */
export const pendingNotes = {
  file: 'Until then, what your tasks cost is saved in a file beside it and recorded afterwards.',
  memory:
    'Until then, what your tasks cost is remembered while this window is open and recorded afterwards.',
};

/** The pending facts of the ledger in `ledgerFile`. */
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
      // The facts stay in memory, and the next call tries again.
    }
  }

  function replayLocked(record: (pending: PendingFact) => void): void {
    const written = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const refused: string[] = [];
    for (const line of [...written, ...inMemory].filter(Boolean)) {
      try {
        record(JSON.parse(line) as PendingFact);
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
    replay: (record) => oneAtATime(ledgerFile, () => replayLocked(record)),
    save,
  };
}

// The leading line break keeps a line that a crash cut off from swallowing the next one.
function appendLines(file: string, lines: readonly string[]): void {
  appendFileSync(file, lines.map((line) => `\n${line}\n`).join(''));
}
