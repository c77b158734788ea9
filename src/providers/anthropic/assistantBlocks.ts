import type Anthropic from '@anthropic-ai/sdk';

import { objectOf, parseJson } from '../http/json.ts';
import { inOrder } from '../turns/inOrder.ts';
import { type AnsweredCall, type AssistantTurn, isBlank } from '../turns/turns.ts';
import { type AnthropicStateItem, anthropicStateItems, type ThinkingItem } from './turnState.ts';

type Block = Anthropic.ContentBlockParam;

/**
 * The blocks of an assistant turn. Thinking of the same model goes back as it came and where it stood, as
 * the API wants it; that of another model is left out, because the API refuses or drops it.
 */
export function assistantBlocks(turn: AssistantTurn, model: string | undefined): Block[] {
  const items = turn.stateModel === model ? anthropicStateItems(turn.state) : undefined;
  if (!items || items.length === 0) return [...textBlocks(turn.text), ...turn.calls.map(callBlock)];
  const writing = { text: textBlock, call: callBlock, own: thinkingBlock };
  return (
    inOrder<ThinkingItem, Block>(items, turn, writing) ?? [
      ...items.filter(isThinking).map(thinkingBlock),
      ...textBlocks(turn.text),
      ...turn.calls.map(callBlock),
    ]
  );
}

function isThinking(item: AnthropicStateItem): item is ThinkingItem {
  return item.kind === 'thinking';
}

function thinkingBlock({ block }: ThinkingItem): Block {
  // Passed back unread, so its type is whatever the API sent.
  return block as unknown as Block;
}

function textBlocks(text: string): Block[] {
  return isBlank(text) ? [] : [textBlock(text)];
}

function textBlock(text: string): Block {
  return { type: 'text', text };
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
