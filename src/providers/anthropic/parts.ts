import { type Json, objectOf, textOf } from '../http/json.ts';
import { unknownWordRemark } from '../finishWords.ts';
import type { Part } from '../provider.ts';
import { anthropicFinishReason } from './finishReason.ts';
import { createThinkingDraft, type ThinkingDraft } from './stateDraft.ts';
import { type AnthropicCounts, addAnthropicUsage, anthropicUsagePart } from './usage.ts';

/** Turns the events of the Messages API into parts. */
export async function* anthropicParts(
  events: AsyncIterable<unknown>,
  note: (remark: string) => void = () => {},
): AsyncGenerator<Part, void, undefined> {
  let counts: AnthropicCounts = {};
  let stopReason: string | undefined;
  let hasContent = false;
  const openTools: OpenTools = new Map();
  const state = createThinkingDraft();

  for await (const value of events) {
    const event = objectOf(value);
    if (event) state.add(event);
    switch (event?.['type']) {
      case 'message_start': {
        const begun = objectOf(objectOf(event['message'])?.['usage']);
        // The output count here covers only the first token or two; the last report has the rest.
        counts = addAnthropicUsage(counts, begun && { ...begun, output_tokens: 0 });
        yield* usagePart(counts, begun);
        break;
      }
      case 'content_block_start':
        hasContent = true;
        yield* blockStart(event, openTools);
        break;
      case 'content_block_delta':
        yield* blockDelta(event, openTools);
        break;
      case 'content_block_stop':
        yield* blockStop(event['index'], openTools);
        break;
      case 'message_delta':
        stopReason = textOf(objectOf(event['delta'])?.['stop_reason']) ?? stopReason;
        counts = addAnthropicUsage(counts, event['usage']);
        yield* usagePart(counts, event['usage']);
        break;
      case 'message_stop':
        if (!stopReason) return;
        for (const index of openTools.keys()) yield* blockStop(index, openTools);
        noteUnknown(stopReason, note);
        yield* statePart(state);
        yield finishPart(stopReason, hasContent);
    }
  }
}

/**
 * A request that is refused before any output is not charged for, although its tokens are reported
 * (https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons, read 2026-11-30).
 */
function finishPart(stopReason: string, hasContent: boolean): Part {
  const reason = anthropicFinishReason(stopReason);
  const isFree = stopReason === 'refusal' && !hasContent;
  return { kind: 'finish', reason, ...(isFree && { isFree }), raw: stopReason };
}

function noteUnknown(stopReason: string, note: (remark: string) => void): void {
  const remark = unknownWordRemark(stopReason);
  if (remark) note(remark);
}

/** Tool calls whose block has not ended, by the index of the block. */
type OpenTools = Map<unknown, { id: string; name: string; input: string; json: string }>;

function* usagePart(counts: AnthropicCounts, raw: unknown): Generator<Part> {
  const part = anthropicUsagePart(counts, raw);
  if (part) yield part;
}

function* statePart(state: ThinkingDraft): Generator<Part> {
  const items = state.finished();
  if (items.length > 0) yield { kind: 'state', items };
}

function* blockStart(event: Json, openTools: OpenTools): Generator<Part> {
  const block = objectOf(event['content_block']);
  const text = textOf(block?.['text']);
  if (block?.['type'] === 'text' && text) yield { kind: 'text', text };
  const id = textOf(block?.['id']);
  const name = textOf(block?.['name']);
  if (block?.['type'] !== 'tool_use' || !id || !name) return;
  // Some gateways send the whole input here instead of in pieces.
  const input = JSON.stringify(block['input'] ?? {});
  openTools.set(event['index'], { id, name, input, json: '' });
}

function* blockDelta(event: Json, openTools: OpenTools): Generator<Part> {
  const delta = objectOf(event['delta']);
  const text = textOf(delta?.['text']);
  const thinking = textOf(delta?.['thinking']);
  if (delta?.['type'] === 'text_delta' && text) yield { kind: 'text', text };
  if (delta?.['type'] === 'thinking_delta' && thinking) {
    yield { kind: 'reasoning', text: thinking };
  }
  const tool = openTools.get(event['index']);
  if (delta?.['type'] === 'input_json_delta' && tool) {
    tool.json += textOf(delta['partial_json']) ?? '';
  }
}

function* blockStop(index: unknown, openTools: OpenTools): Generator<Part> {
  const tool = openTools.get(index);
  if (!tool) return;
  openTools.delete(index);
  const { id, name, input, json } = tool;
  yield { kind: 'toolCall', call: { id, name, argumentsJson: json || input } };
}
