import type { TurnKind } from '../../../routing/turns/turn.ts';
import { keyOf, type SaidTurn } from './turnStates.ts';

/** The request that gave an answer of an agent's loop, and what the answer was for. */
export interface AskedTurn {
  readonly requestId: string;
  readonly kind: TurnKind | 'side';
}

/**
 * Remembers which request gave an answer, until a later request shows what became of it. Holds no more than
 * `most`; the oldest is forgotten first.
 */
export interface SaidTurns {
  keep(said: SaidTurn, asked: AskedTurn): void;
  find(said: SaidTurn): AskedTurn | undefined;
  forget(said: SaidTurn): void;
}

/** A day of loops in one window. Chosen by judgement. */
const mostRemembered = 2000;

export function createSaidTurns(most = mostRemembered): SaidTurns {
  const waiting = new Map<string, AskedTurn>();
  return {
    keep(said, asked) {
      waiting.set(keyOf(said), asked);
      const [oldest] = waiting.keys();
      if (waiting.size > most) waiting.delete(oldest!);
    },
    find: (said) => waiting.get(keyOf(said)),
    forget: (said) => void waiting.delete(keyOf(said)),
  };
}
