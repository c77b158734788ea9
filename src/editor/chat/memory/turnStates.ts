import { createHash } from 'node:crypto';
import { hashOfMessage } from '../../../execution/conversationCaches.ts';
import type { Message, ToolCall, TurnState } from '../../../routing/conversation.ts';

/** An assistant turn as VS Code gives it back. */
export interface SaidTurn {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}

/** What was said before a turn, as hashes: all messages, and the last one alone. */
export interface Past {
  readonly all: string;
  readonly last: string;
}

export const noPast: Past = { all: '', last: '' };

/** The past after one more message; it takes the same time, however long the conversation is. */
export function pastAfter({ all }: Past, message: Message): Past {
  const last = hashOfMessage(message);
  return { all: hashOf(`${all} ${last}`), last };
}

/**
 * Keeps what providers want back with their turns, because VS Code gives back only texts, images and tool
 * calls. A turn is found by its past too: two turns may say the same, and some servers count the ids of
 * their calls from 0 in each conversation. A turn without state is kept too, so that it is not taken for
 * another. Holds no more than the limits; what was used longest ago is forgotten first.
 */
export interface TurnStates {
  keep(turn: SaidTurn, state: TurnState | undefined, past?: Past): void;
  find(turn: SaidTurn, past?: Past): TurnState | undefined;
}

interface Kept {
  /** The turn and the message right before it. */
  readonly end: string;
  readonly state: TurnState | undefined;
  readonly size: number;
}

// A turn of a model that thinks for long is some ten thousand characters. Chosen by judgement.
const usualLimits = { entries: 2000, characters: 32_000_000 };

export function createTurnStates(limits = usualLimits): TurnStates {
  /** By the turn and its whole past. */
  const kept = new Map<string, Kept>();
  /** The same places by their ends, each list with the newest at its end. */
  const places = new Map<string, Set<string>>();
  let characters = 0;

  function forget(place: string): void {
    const each = kept.get(place);
    if (!each) return;
    characters -= each.size;
    kept.delete(place);
    const same = places.get(each.end);
    same?.delete(place);
    if (same?.size === 0) places.delete(each.end);
  }

  function remember(place: string, each: Kept): void {
    forget(place);
    characters += each.size;
    kept.set(place, each);
    places.set(each.end, (places.get(each.end) ?? new Set()).add(place));
  }

  // A client may have changed what stood long before: then the newest such turn is meant.
  const newestAt = (end: string) => [...(places.get(end) ?? [])].at(-1);

  return {
    keep(turn, state, past = noPast) {
      const key = keyOf(turn);
      const place = placeIn(key, past.all);
      const size = state ? JSON.stringify(state).length : 0;
      forget(place);
      if (size > limits.characters) return;
      remember(place, { end: placeIn(key, past.last), state, size });
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && characters <= limits.characters) break;
        forget(oldest);
      }
    },
    find(turn, past = noPast) {
      const key = keyOf(turn);
      const exact = placeIn(key, past.all);
      const place = kept.has(exact) ? exact : newestAt(placeIn(key, past.last));
      const found = place === undefined ? undefined : kept.get(place);
      if (place === undefined || !found) return undefined;
      remember(place, found);
      return found.state;
    },
  };
}

function placeIn(key: string, past: string): string {
  return `${key}\n${past}`;
}

/** By the ids of its calls; a turn without calls by its text, whose ends VS Code may trim. */
export function keyOf({ text, toolCalls }: SaidTurn): string {
  if (toolCalls.length > 0) return toolCalls.map(({ id, name }) => `${id} ${name}`).join('\n');
  return hashOf(text.trim());
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
