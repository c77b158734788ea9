import type { NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { arrayOf, higher, objectOf, textOf } from '../http/json.ts';
import type { Part } from '../provider.ts';
import { chatFinishReason } from './finishReason.ts';
import { createToolCallDrafts } from './toolCalls.ts';
import { addChatUsage, reportedCost } from './usage.ts';

/** The finish reason in a chunk; undefined unless the chunk ends the answer. */
export function finishWord(chunk: unknown): string | undefined {
  return textOf(objectOf(arrayOf(objectOf(chunk)?.['choices'])[0])?.['finish_reason']);
}

/**
 * Turns the chunks of the Chat Completions API into parts. An answer is whole when it has a finish
 * reason: the SDK does not show whether `[DONE]` came, and not every server sends it.
 */
export async function* chatParts(
  chunks: AsyncIterable<unknown>,
): AsyncGenerator<Part, void, undefined> {
  let usage: Usage | undefined;
  let serviceTier: unknown;
  let reportedNanoUsd: NanoUsd | undefined;
  let finish: string | undefined;
  let refusal = false;
  const drafts = createToolCallDrafts();

  for await (const value of chunks) {
    const chunk = objectOf(value);
    const delta = objectOf(objectOf(arrayOf(chunk?.['choices'])[0])?.['delta']);
    // vLLM and DeepSeek say reasoning_content, Ollama and OpenRouter say reasoning.
    const reasoning = textOf(delta?.['reasoning_content']) ?? textOf(delta?.['reasoning']);
    if (reasoning) yield { kind: 'reasoning', text: reasoning };
    const refused = textOf(delta?.['refusal']);
    refusal ||= refused !== undefined;
    const text = textOf(delta?.['content']) ?? refused;
    if (text) yield { kind: 'text', text };
    drafts.add(delta?.['tool_calls']);
    finish ??= finishWord(chunk);

    const raw = chunk?.['usage'];
    serviceTier = chunk?.['service_tier'] ?? serviceTier;
    usage = addChatUsage(usage, raw, serviceTier);
    if (!usage || !objectOf(raw)) continue;
    reportedNanoUsd = higher(reportedNanoUsd, reportedCost(raw));
    yield { kind: 'usage', usage, raw, ...(reportedNanoUsd !== undefined && { reportedNanoUsd }) };
  }

  if (!finish) return;
  const calls = drafts.finished();
  for (const call of calls) yield { kind: 'toolCall', call };
  const reason = chatFinishReason(finish, { toolCalls: calls.length > 0, refusal });
  yield { kind: 'finish', reason, raw: finish };
}
