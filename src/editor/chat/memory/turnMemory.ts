import type { AttemptEnd } from '../../../execution/events.ts';
import type { MadeDecision } from '../../platform/runNews.ts';
import type { Reviewable } from '../edits/reviewEdits.ts';

/** What a window remembers of a turn of the chat, for what is asked about it later. */
export interface RememberedTurn {
  readonly made: MadeDecision;
  /** Omitted when nothing was asked. */
  readonly end?: AttemptEnd;
  /** Omitted when the answer changes no file. */
  readonly edits?: Reviewable;
}

/** The newest turns of this window, by their ids; older ones are known to the ledger alone. */
export interface TurnMemory {
  keep(id: string, turn: RememberedTurn): void;
  find(id: string): RememberedTurn | undefined;
}

// A turn holds the texts of the files that its answer changes. Chosen by judgement.
const usualMost = 100;

export function createTurnMemory(most = usualMost): TurnMemory {
  const kept = new Map<string, RememberedTurn>();
  return {
    keep(id, turn) {
      kept.delete(id);
      kept.set(id, turn);
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    find: (id) => kept.get(id),
  };
}
