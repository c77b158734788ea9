import type Anthropic from '@anthropic-ai/sdk';

import { objectOf, parseJson } from '../http/json.ts';
import { type AnsweredCall, type AssistantTurn, isBlank } from '../turns/turns.ts';
import { type AnthropicStateItem, anthropicStateItems } from './turnState.ts';

type Block = Anthropic.ContentBlockParam;

/**
 * The blocks of an assistant turn. Thinking of the same model goes back as it came and where it stood, as
 * the API wants it; that of another model is left out, because the API refuses or drops it.
 */
export function assistantBlocks(turn: AssistantTurn, model: string | undefined): Block[] {
  const items = turn.stateModel === model ? anthropicStateItems(turn.state) : undefined;
  if (!items || items.length === 0) return [...textBlocks(turn.text), ...turn.calls.map(callBlock)];
  return (
    inOrder(items, turn) ?? [
      ...items.flatMap(thinkingBlock),
      ...textBlocks(turn.text),
      ...turn.calls.map(callBlock),
    ]
  );
}

/** The blocks in the order in which they came; undefined when the turn has been changed since. */
function inOrder(items: readonly AnthropicStateItem[], turn: AssistantTurn): Block[] | undefined {
  const calls = [...turn.calls];
  let rest = turn.text;
  const blocks = items.flatMap((item): (Block | undefined)[] => {
    if (item.kind === 'thinking') return thinkingBlock(item);
    if (item.kind === 'text') {
      const text = rest.slice(0, item.length);
      rest = rest.slice(item.length);
      return text.length === item.length ? textBlocks(text) : [undefined];
    }
    const call = calls.shift();
    return [call?.originalId === item.callId ? callBlock(call) : undefined];
  });
  const isWhole = rest === '' && calls.length === 0 && blocks.every((block) => block !== undefined);
  return isWhole ? (blocks as Block[]) : undefined;
}

function thinkingBlock(item: AnthropicStateItem): Block[] {
  // Passed back unread, so its type is whatever the API sent.
  return item.kind === 'thinking' ? [item.block as unknown as Block] : [];
}

function textBlocks(text: string): Block[] {
  return isBlank(text) ? [] : [{ type: 'text', text }];
}

function callBlock({ id, name, argumentsJson }: AnsweredCall): Block {
  return {
    type: 'tool_use',
    id,
    name,
    // The API accepts only objects, so the model sees other arguments as the text they were.
    input: objectOf(parseJson(argumentsJson)) ?? { invalidArguments: argumentsJson },
  };
}
