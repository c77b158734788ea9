import type OpenAI from 'openai';

import { type AnsweredCall, type AssistantTurn, isBlank } from '../turns/turns.ts';
import { type ResponsesStateItem, responsesStateItems } from './turnState.ts';

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
  return [...textItems(turn.text), ...turn.calls.map(callItem)];
}

/**
 * The items of an assistant turn. Reasoning of the same model goes back as it came and where it stood,
 * because the API wants each reasoning item right before what followed from it; that of another model is
 * left out, because the API cannot read it.
 */
export function assistantItems(turn: AssistantTurn, model: string | undefined): AssistantItem[] {
  const items = turn.stateModel === model ? responsesStateItems(turn.state) : undefined;
  const kept = items && items.length > 0 ? inOrder(items, turn) : undefined;
  return kept ?? plainItems(turn);
}

/** The items in the order in which they came; undefined when the turn has been changed since. */
function inOrder(
  items: readonly ResponsesStateItem[],
  turn: AssistantTurn,
): AssistantItem[] | undefined {
  const calls = [...turn.calls];
  let rest = turn.text;
  const written = items.flatMap((item): (AssistantItem | undefined)[] => {
    // Passed back unread, so it is whatever the API sent.
    if (item.kind === 'reasoning') return [item.item as unknown as AssistantItem];
    if (item.kind === 'text') {
      const text = rest.slice(0, item.length);
      rest = rest.slice(item.length);
      return text.length === item.length ? textItems(text, item.phase as Phase) : [undefined];
    }
    const call = calls.shift();
    return [call?.originalId === item.callId ? callItem(call) : undefined];
  });
  const isWhole = rest === '' && calls.length === 0 && written.every((each) => each !== undefined);
  return isWhole ? (written as AssistantItem[]) : undefined;
}

function textItems(text: string, phase?: Phase): PlainItem[] {
  if (isBlank(text)) return [];
  return [{ role: 'assistant', content: text, ...(phase !== undefined && { phase }) }];
}

function callItem({ id, name, argumentsJson }: AnsweredCall): PlainItem {
  return { type: 'function_call', call_id: id, name, arguments: argumentsJson };
}
