import { type Json, objectOf, textOf } from '../http/json.ts';
import { isInterleaved } from '../turns/inOrder.ts';
import type { AnthropicStateItem } from './turnState.ts';

/** Gathers the state of a turn from the events of its stream. */
export interface ThinkingDraft {
  add(event: Json): void;
  /** The blocks in order; empty when they are a text and the calls after it. */
  finished(): readonly AnthropicStateItem[];
}

interface Draft {
  readonly block: Json;
  textLength: number;
}

export function createThinkingDraft(): ThinkingDraft {
  const drafts: Draft[] = [];
  const open = new Map<unknown, Draft>();

  function addDelta(draft: Draft, delta: Json): void {
    draft.textLength += textOf(delta['text'])?.length ?? 0;
    for (const field of ['thinking', 'signature']) {
      const piece = textOf(delta[field]);
      if (piece) draft.block[field] = (textOf(draft.block[field]) ?? '') + piece;
    }
  }

  return {
    add(event) {
      if (event['type'] === 'content_block_start') {
        const block = { ...objectOf(event['content_block']) };
        const draft = { block, textLength: textOf(block['text'])?.length ?? 0 };
        drafts.push(draft);
        open.set(event['index'], draft);
      }
      const draft = open.get(event['index']);
      const delta = objectOf(event['delta']);
      if (event['type'] === 'content_block_delta' && draft && delta) addDelta(draft, delta);
    },
    finished() {
      const callsTools = drafts.some(({ block }) => block['type'] === 'tool_use');
      const items = drafts.flatMap((draft) => itemOf(draft, callsTools));
      const matters = items.some(({ kind }) => kind === 'thinking') || isInterleaved(items);
      return matters ? items : [];
    },
  };
}

function itemOf({ block, textLength }: Draft, callsTools: boolean): AnthropicStateItem[] {
  switch (block['type']) {
    case 'thinking':
      // A block without a signature was cut off before it, and the API refuses it; but before calls it was not
      // cut off: the servers of DeepSeek and Kimi do not sign, and want it back (NousResearch/hermes-agent#17510,
      // can1357/oh-my-pi#908, both 2026).
      return callsTools || textOf(block['signature']) ? [{ kind: 'thinking', block }] : [];
    case 'redacted_thinking':
      return [{ kind: 'thinking', block }];
    case 'text':
      return textLength > 0 ? [{ kind: 'text', length: textLength }] : [];
    case 'tool_use': {
      const callId = textOf(block['id']);
      return callId ? [{ kind: 'call', callId }] : [];
    }
    default:
      return [];
  }
}
