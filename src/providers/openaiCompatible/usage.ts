import { type NanoUsd, nanoUsdOf } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { objectOf } from '../http/json.ts';
import { addOpenaiCounts } from '../openai/sharedUsage.ts';

/** Reads the `usage` of a chunk and its `service_tier`; `before` when there is nothing valid in it. */
export function addChatUsage(
  before: Usage | undefined,
  raw: unknown,
  serviceTier?: unknown,
): Usage | undefined {
  const usage = objectOf(raw);
  const input = objectOf(usage?.['prompt_tokens_details']);
  const output = objectOf(usage?.['completion_tokens_details']);
  return addOpenaiCounts(before, {
    input: usage?.['prompt_tokens'],
    // DeepSeek has its own name for the cached part.
    cacheRead: input?.['cached_tokens'] ?? usage?.['prompt_cache_hit_tokens'],
    cacheWrite: input?.['cache_write_tokens'],
    output: usage?.['completion_tokens'],
    reasoning: output?.['reasoning_tokens'],
    serviceTier,
  });
}

/**
 * OpenRouter's own price of the call. With a key of one's own at the model's maker it is only
 * OpenRouter's fee, so it is not taken for the price.
 */
export function reportedCost(raw: unknown): NanoUsd | undefined {
  const usage = objectOf(raw);
  const dollars = usage?.['cost'];
  if (typeof dollars !== 'number' || dollars < 0 || usage?.['is_byok'] === true) return undefined;
  const nanoUsd = nanoUsdOf(dollars);
  return Number.isSafeInteger(nanoUsd) ? nanoUsd : undefined;
}
