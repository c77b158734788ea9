import type { Usage } from '../routing/models/usage.ts';
import { type Json, objectOf, parseJson } from './http/json.ts';
import { createUsageReader } from './openaiCompatible/usage.ts';
import type { Part } from './provider.ts';

/*
 * The usage that language models of VS Code report: a data part at the end of an answer, with the JSON of
 * OpenAI's `usage` in it. No API declares it. VS Code's own chat reads it from the models of other
 * extensions and shows it as the context in use, and Copilot's models report it to whoever asks them. Seen
 * in VS Code 1.139 and its Copilot Chat 0.67.0 on 2026-11-29: microsoft/vscode#315394.
 */

/** The type of such a data part. */
export const usageMimeType = 'usage';

/** What a data part of this type reports; undefined when it is no usage, or says nothing of one end. */
export function readUsagePart(data: Uint8Array): Part | undefined {
  const usage = objectOf(parseJson(new TextDecoder().decode(data)));
  return usage && createUsageReader().read({ usage });
}

/** The data of such a part. VS Code takes it for none unless all three of its counts are numbers. */
export function writeUsagePart(usage: Usage): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(usageJson(usage)));
}

function usageJson({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  cacheWriteTokens = 0,
  cacheWriteLongTokens = 0,
  reasoningTokens,
}: Usage): Json {
  const written = cacheWriteTokens + cacheWriteLongTokens;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: {
      cached_tokens: cacheReadTokens ?? 0,
      ...(written > 0 && { cache_creation_input_tokens: written }),
    },
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}
