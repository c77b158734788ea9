import type OpenAI from 'openai';

import { inOrder } from '../turns/inOrder.ts';
import { type AnsweredCall, type AssistantTurn, isBlank } from '../turns/turns.ts';
import { type ReasoningItem, responsesStateItems } from './turnState.ts';

type Phase = NonNullable<OpenAI.Responses.EasyInputMessage['phase']>;

/** What a turn says without its state. */
export type PlainItem =
  | { readonly role: 'assistant'; readonly content: string; readonly phase?: Phase }
  | {
      readonly type: 'function_call';
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    };
export type AssistantItem = PlainItem | OpenAI.Responses.ResponseReasoningItem;

export function plainItems(turn: AssistantTurn): PlainItem[] {
  return [...(isBlank(turn.text) ? [] : [textItem(turn.text)]), ...turn.calls.map(callItem)];
}

/**
 * The items of an assistant turn. Reasoning of the same model goes back as it came and where it stood,
 * because the API wants each reasoning item right before what followed from it; that of another model is
 * left out, because the API cannot read it.
 */
export function assistantItems(turn: AssistantTurn, model: string | undefined): AssistantItem[] {
  const items = turn.stateModel === model ? responsesStateItems(turn.state) : undefined;
  if (!items || items.length === 0) return plainItems(turn);
  return inOrder<ReasoningItem, AssistantItem>(items, turn, writing) ?? plainItems(turn);
}

const writing = {
  text: (text: string, { phase }: { readonly phase?: unknown }) => textItem(text, phase as Phase),
  call: callItem,
  // Passed back unread, so it is whatever the API sent.
  own: ({ item }: ReasoningItem) => item as unknown as AssistantItem,
};

function textItem(text: string, phase?: Phase): PlainItem {
  return { role: 'assistant', content: text, ...(phase !== undefined && { phase }) };
}

function callItem({ id, name, argumentsJson }: AnsweredCall): PlainItem {
  return { type: 'function_call', call_id: id, name, arguments: argumentsJson };
}
