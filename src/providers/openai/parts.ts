import { objectOf, textOf } from '../http/json.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import { isChargedItem } from '../extraCharges.ts';
import type { Part } from '../provider.ts';
import { responsesFinishReason } from './finishReason.ts';
import { fullEvents } from './fullEvents.ts';
import { createReasoningDraft } from './stateDraft.ts';
import { responsesUsage } from './usage.ts';

/** Turns the events of the Responses API into parts. */
export async function* responsesParts(
  events: AsyncIterable<unknown>,
): AsyncGenerator<Part, void, undefined> {
  let refusal = false;
  let hasChargedItem = false;
  const callIds = new Set<string>();
  const state = createReasoningDraft();

  for await (const event of fullEvents(events)) {
    const delta = textOf(event['delta']);
    state.add(event);
    switch (event['type']) {
      case 'response.output_text.delta':
        if (delta) yield { kind: 'text', text: delta };
        break;
      case 'response.refusal.delta':
        refusal = true;
        if (delta) yield { kind: 'text', text: delta };
        break;
      case 'response.reasoning_text.delta':
      case 'response.reasoning_summary_text.delta':
        if (delta) yield { kind: 'reasoning', text: delta };
        break;
      case 'response.output_item.done': {
        hasChargedItem ||= isChargedItem(event['item']);
        const call = toolCallOf(event['item']);
        if (!call || callIds.has(call.id)) break;
        callIds.add(call.id);
        yield { kind: 'toolCall', call };
        break;
      }
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed': {
        const response = objectOf(event['response']);
        const serviceTier = response?.['service_tier'];
        const usage = responsesUsage(response?.['usage'], { serviceTier, hasChargedItem });
        if (usage) yield usage;
        // The error that it tells of is thrown next.
        if (event['type'] === 'response.failed') break;
        const finish = responsesFinishReason(event['type'], response, {
          toolCalls: callIds.size > 0,
          refusal,
        });
        if (!finish) return;
        yield* state.part();
        yield { kind: 'finish', ...finish };
      }
    }
  }
}

function toolCallOf(value: unknown): ToolCall | undefined {
  const item = objectOf(value);
  const id = textOf(item?.['call_id']);
  const name = textOf(item?.['name']);
  if (item?.['type'] !== 'function_call' || !id || !name) return undefined;
  return { id, name, argumentsJson: textOf(item['arguments']) ?? '{}' };
}
