import { createHash } from 'node:crypto';
import type { ToolCall, TurnState } from '../../../routing/conversation.ts';

/** An assistant turn as VS Code gives it back. */
export interface SaidTurn {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}

/**
 * Keeps what providers want back with their turns, because VS Code gives back only texts, images and tool
 * calls. Holds no more than the limits; what was used longest ago is forgotten first.
 */
export interface TurnStates {
  keep(turn: SaidTurn, state: TurnState): void;
  find(turn: SaidTurn): TurnState | undefined;
}

// A turn of a model that thinks for long is some ten thousand characters. Chosen by judgement.
const usualLimits = { entries: 2000, characters: 32_000_000 };

export function createTurnStates(limits = usualLimits): TurnStates {
  const kept = new Map<string, { readonly state: TurnState; readonly size: number }>();
  let characters = 0;

  function forget(key: string): void {
    characters -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }

  return {
    keep(turn, state) {
      const key = keyOf(turn);
      const size = JSON.stringify(state).length;
      forget(key);
      if (size > limits.characters) return;
      kept.set(key, { state, size });
      characters += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && characters <= limits.characters) break;
        forget(oldest);
      }
    },
    find(turn) {
      const key = keyOf(turn);
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.state;
    },
  };
}

/** By the ids of its calls; a turn without calls by its text, whose ends VS Code may trim. */
export function keyOf({ text, toolCalls }: SaidTurn): string {
  if (toolCalls.length > 0) return toolCalls.map(({ id, name }) => `${id} ${name}`).join('\n');
  return createHash('sha256').update(text.trim()).digest('base64');
}
