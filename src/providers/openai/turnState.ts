import { type Json, objectOf } from '../http/json.ts';
import type { CallPlace, TextPlace } from '../turns/inOrder.ts';

/**
 * The order of a turn's items: reasoning as it came, and places for the texts and the calls, which the turn
 * itself holds. JSON values.
 */
export type ResponsesStateItem = ReasoningItem | TextPlace | CallPlace;

export interface ReasoningItem {
  readonly kind: 'reasoning';
  readonly item: Readonly<Json>;
}

/** The items that this wire knows; undefined when one is of another kind, because the order would be lost. */
export function responsesStateItems(
  items: readonly unknown[],
): readonly ResponsesStateItem[] | undefined {
  const known = items.flatMap((value) => stateItem(value) ?? []);
  return known.length === items.length ? known : undefined;
}

function stateItem(value: unknown): ResponsesStateItem | undefined {
  const written = objectOf(value);
  switch (written?.['kind']) {
    case 'reasoning': {
      const item = objectOf(written['item']);
      return item && { kind: 'reasoning', item };
    }
    case 'text': {
      const { length, phase } = written;
      if (typeof length !== 'number') return undefined;
      return { kind: 'text', length, ...(phase !== undefined && { phase }) };
    }
    case 'call': {
      const { callId } = written;
      return typeof callId === 'string' ? { kind: 'call', callId } : undefined;
    }
    default:
      return undefined;
  }
}

/** The state item of an output item of the Responses API; undefined for one that has no place in a turn. */
export function responsesStateItem(item: Json, textLength: number): ResponsesStateItem | undefined {
  if (item['type'] === 'reasoning') {
    // The API refuses `status` in the input, and an item without its content, because nothing is stored.
    const { status: _, ...rest } = item;
    return typeof item['encrypted_content'] === 'string'
      ? { kind: 'reasoning', item: rest }
      : undefined;
  }
  if (item['type'] === 'message') {
    const { phase } = item;
    return textLength === 0
      ? undefined
      : { kind: 'text', length: textLength, ...(phase != null && { phase }) };
  }
  const { call_id: callId } = item;
  const isCall = item['type'] === 'function_call' && typeof callId === 'string';
  return isCall ? { kind: 'call', callId } : undefined;
}
