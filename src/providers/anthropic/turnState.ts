import { objectOf } from '../http/json.ts';
import type { CallPlace, TextPlace } from '../turns/inOrder.ts';

/**
 * The order of a turn's blocks: thinking as it came, and places for the text and the calls, which the turn
 * itself holds. JSON values.
 */
export type AnthropicStateItem = ThinkingItem | TextPlace | CallPlace;

export interface ThinkingItem {
  readonly kind: 'thinking';
  readonly block: Readonly<Record<string, unknown>>;
}

/** The items that this wire knows; undefined when one is of another kind, because the order would be lost. */
export function anthropicStateItems(
  items: readonly unknown[],
): readonly AnthropicStateItem[] | undefined {
  const known = items.flatMap((value) => stateItem(value) ?? []);
  return known.length === items.length ? known : undefined;
}

function stateItem(value: unknown): AnthropicStateItem | undefined {
  const item = objectOf(value);
  switch (item?.['kind']) {
    case 'thinking': {
      const block = objectOf(item['block']);
      return block && { kind: 'thinking', block };
    }
    case 'text': {
      const { length } = item;
      return typeof length === 'number' ? { kind: 'text', length } : undefined;
    }
    case 'call': {
      const { callId } = item;
      return typeof callId === 'string' ? { kind: 'call', callId } : undefined;
    }
    default:
      return undefined;
  }
}
