import { type Json, objectOf, textOf } from '../http/json.ts';
import type { Part } from '../provider.ts';
import { isInterleaved } from '../turns/inOrder.ts';
import { type ResponsesStateItem, responsesStateItem } from './turnState.ts';

/** Gathers the state of a turn from the events of its stream. */
export interface ReasoningDraft {
  add(event: Json): void;
  /** The state; nothing when there is none to send back. */
  part(): Generator<Part>;
}

const textEvents = new Set(['response.output_text.delta', 'response.refusal.delta']);

export function createReasoningDraft(): ReasoningDraft {
  const items: ResponsesStateItem[] = [];
  let textLength = 0;

  return {
    add(event) {
      // Texts are counted as they come, because only those pieces make up the turn's text.
      if (textEvents.has(String(event['type']))) textLength += textOf(event['delta'])?.length ?? 0;
      const item = objectOf(event['item']);
      if (event['type'] !== 'response.output_item.done' || !item) return;
      const added = responsesStateItem(item, textLength);
      if (item['type'] === 'message') textLength = 0;
      if (added) items.push(added);
    },
    *part() {
      const matters =
        items.some((item) => item.kind === 'reasoning' || 'phase' in item) || isInterleaved(items);
      if (matters) yield { kind: 'state', items };
    },
  };
}
