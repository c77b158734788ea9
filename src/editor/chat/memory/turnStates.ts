import { createHash } from 'node:crypto';
import { hashOfMessage } from '../../../execution/conversationCaches.ts';
import type { Message, ToolCall, TurnState } from '../../../routing/conversation.ts';

/** An assistant turn as VS Code gives it back. */
export interface SaidTurn {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}

/**
 * Keeps what providers want back with their turns, because VS Code gives back only texts, images and tool
 * calls. `before` are the messages that stood before the turn: two turns may say the same, and some servers
 * count the ids of their calls from 0 in each conversation. A turn without state is kept too, so that it is
 * not taken for another. Holds no more than the limits; what was used longest ago is forgotten first.
 */
export interface TurnStates {
  keep(turn: SaidTurn, state: TurnState | undefined, before?: readonly Message[]): void;
  find(turn: SaidTurn, before?: readonly Message[]): TurnState | undefined;
}

interface Kept {
  readonly key: string;
  /** What stood right before the turn. */
  readonly last: string;
  readonly state: TurnState | undefined;
  readonly size: number;
}

// A turn of a model that thinks for long is some ten thousand characters. Chosen by judgement.
const usualLimits = { entries: 2000, characters: 32_000_000 };

export function createTurnStates(limits = usualLimits): TurnStates {
  const kept = new Map<string, Kept>();
  let characters = 0;

  function forget(place: string): void {
    characters -= kept.get(place)?.size ?? 0;
    kept.delete(place);
  }

  return {
    keep(turn, state, before = []) {
      const place = placeOf(turn, before);
      const size = state ? JSON.stringify(state).length : 0;
      forget(place);
      if (size > limits.characters) return;
      kept.set(place, { key: keyOf(turn), last: lastOf(before), state, size });
      characters += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && characters <= limits.characters) break;
        forget(oldest);
      }
    },
    find(turn, before = []) {
      const exact = placeOf(turn, before);
      const place = kept.has(exact) ? exact : elsewhere(kept, turn, lastOf(before));
      const found = place === undefined ? undefined : kept.get(place);
      if (place === undefined || !found) return undefined;
      kept.delete(place);
      kept.set(place, found);
      return found.state;
    },
  };
}

/** The place of the newest such turn after the same message, where a client has changed what stood before. */
function elsewhere(
  kept: ReadonlyMap<string, Kept>,
  turn: SaidTurn,
  last: string,
): string | undefined {
  const key = keyOf(turn);
  return [...kept].findLast(([, each]) => each.key === key && each.last === last)?.[0];
}

function placeOf(turn: SaidTurn, before: readonly Message[]): string {
  return hashOf([keyOf(turn), ...before.map(hashOfMessage)].join('\n'));
}

function lastOf(before: readonly Message[]): string {
  return before.slice(-1).map(hashOfMessage).join('');
}

/** By the ids of its calls; a turn without calls by its text, whose ends VS Code may trim. */
export function keyOf({ text, toolCalls }: SaidTurn): string {
  if (toolCalls.length > 0) return toolCalls.map(({ id, name }) => `${id} ${name}`).join('\n');
  return hashOf(text.trim());
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
