import { type Json, objectOf, textOf } from '../http/json.ts';
import { endsAnswer, unknownWordRemark } from '../finishWords.ts';
import type { Part } from '../provider.ts';
import { newCallId } from '../turns/callIds.ts';
import { callInput } from '../turns/callInput.ts';
import { anthropicFinishReason } from './finishReason.ts';
import { createThinkingDraft, type ThinkingDraft } from './stateDraft.ts';
import { type AnthropicCounts, addAnthropicUsage, anthropicUsagePart } from './usage.ts';

/**
 * Whether an event makes the message whole: its stop reason comes after all of its blocks, and not every
 * gateway says `message_stop` as well (https://github.com/Dstack-TEE/private-ai-gateway/pull/114, 2026-08-03).
 */
export function endsMessage(event: Json | undefined): boolean {
  return event?.['type'] === 'message_stop' || stopReasonIn(event) !== undefined;
}

function stopReasonIn(event: Json | undefined): string | undefined {
  if (event?.['type'] !== 'message_delta') return undefined;
  const word = textOf(objectOf(event['delta'])?.['stop_reason']);
  return word !== undefined && endsAnswer(word) ? word : undefined;
}

/** Turns the events of the Messages API into parts. */
export async function* anthropicParts(
  events: AsyncIterable<unknown>,
  note: (remark: string) => void = () => {},
): AsyncGenerator<Part, void, undefined> {
  let counts: AnthropicCounts = {};
  let stopReason: string | undefined;
  let hasCalls = false;
  let isOver = false;
  let hasContent = false;
  const openTools: OpenTools = new Map();
  const state = createThinkingDraft();

  function* ending(): Generator<Part> {
    if (isOver || !stopReason) return;
    isOver = true;
    hasCalls ||= openTools.size > 0;
    for (const index of openTools.keys()) yield* blockStop(index, openTools);
    noteUnknown(stopReason, note);
    yield* statePart(state);
    yield finishPart(stopReason, { hasCalls, hasContent });
  }

  for await (const value of events) {
    const event = objectOf(value);
    if (event) state.add(event);
    hasContent ||= event?.['type'] === 'content_block_start';
    for (const part of blockParts(event, openTools)) {
      hasCalls ||= part.kind === 'toolCall';
      yield part;
    }
    switch (event?.['type']) {
      case 'message_start': {
        const begun = objectOf(objectOf(event['message'])?.['usage']);
        // The output count here covers only the first token or two; the last report has the rest.
        counts = addAnthropicUsage(counts, begun && { ...begun, output_tokens: 0 });
        yield* usagePart(counts, begun);
        break;
      }
      case 'message_delta':
        stopReason = stopReasonIn(event) ?? stopReason;
        counts = addAnthropicUsage(counts, event['usage']);
        yield* usagePart(counts, event['usage']);
        break;
      case 'message_stop':
        yield* ending();
    }
  }
  yield* ending();
}

function* blockParts(event: Json | undefined, openTools: OpenTools): Generator<Part> {
  switch (event?.['type']) {
    case 'content_block_start':
      // Some gateways give all blocks one index and end none.
      yield* blockStop(event['index'], openTools);
      yield* blockStart(event, openTools);
      break;
    case 'content_block_delta':
      yield* blockDelta(event, openTools);
      break;
    case 'content_block_stop':
      yield* blockStop(event['index'], openTools);
  }
}

/**
 * A request that is refused before any output is not charged for, although its tokens are reported
 * (https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons, read 2026-11-30).
 */
function finishPart(
  stopReason: string,
  { hasCalls, hasContent }: { readonly hasCalls: boolean; readonly hasContent: boolean },
): Part {
  const reason = anthropicFinishReason(stopReason, hasCalls);
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
  const name = textOf(block?.['name']);
  if (block?.['type'] !== 'tool_use' || !name) return;
  // Some gateways send the whole input here instead of in pieces.
  const input = callInput(block['input']);
  openTools.set(event['index'], { id: textOf(block['id']) ?? newCallId(), name, input, json: '' });
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
  yield { kind: 'toolCall', call: { id, name, argumentsJson: json ? callInput(json) : input } };
}
