import { objectOf, textOf } from '../http/json.ts';

/** What servers of the Chat Completions API want back with an assistant turn. JSON values. */
export type ChatStateItem =
  /** DeepSeek and Kimi: the whole `reasoning_content` of the turn, as a field of the message. */
  | { readonly kind: 'reasoningContent'; readonly text: string }
  /** OpenRouter: `reasoning_details` in the order of arrival, unchanged, as a field of the message. */
  | { readonly kind: 'reasoningDetails'; readonly details: readonly unknown[] }
  /** Gemini: `extra_content.google.thought_signature` of the tool call with this id. */
  | { readonly kind: 'thoughtSignature'; readonly callId: string; readonly signature: string };

/** The items of a turn's state that this wire knows; others, which a later version may add, are left out. */
export function chatStateItems(items: readonly unknown[]): readonly ChatStateItem[] {
  return items.flatMap((value) => chatStateItem(value) ?? []);
}

function chatStateItem(value: unknown): ChatStateItem | undefined {
  const item = objectOf(value);
  switch (item?.['kind']) {
    case 'reasoningContent': {
      const text = textOf(item['text']);
      return text === undefined ? undefined : { kind: 'reasoningContent', text };
    }
    case 'reasoningDetails': {
      const details = item['details'];
      return Array.isArray(details) ? { kind: 'reasoningDetails', details } : undefined;
    }
    case 'thoughtSignature': {
      const callId = textOf(item['callId']);
      const signature = textOf(item['signature']);
      if (callId === undefined || signature === undefined) return undefined;
      return { kind: 'thoughtSignature', callId, signature };
    }
    default:
      return undefined;
  }
}
