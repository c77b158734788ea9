import { type NanoUsd, nanoUsdOf } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import { objectOf } from '../http/json.ts';
import { addOpenaiCounts } from '../openai/sharedUsage.ts';

/** Adds a chunk's `usage` and `service_tier`; returns `before` when they hold nothing valid. */
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
    // DeepSeek has its own name for cached tokens.
    cacheRead: input?.['cached_tokens'] ?? usage?.['prompt_cache_hit_tokens'],
    cacheWrite: input?.['cache_write_tokens'],
    output: usage?.['completion_tokens'],
    reasoning: output?.['reasoning_tokens'],
    serviceTier,
  });
}

/**
 * OpenRouter's own price of the call, nano-dollars. When the user brings their own key of the model's
 * maker, `cost` is only OpenRouter's fee, so it does not count as the price.
 */
export function reportedCost(raw: unknown): NanoUsd | undefined {
  const usage = objectOf(raw);
  const dollars = usage?.['cost'];
  if (typeof dollars !== 'number' || dollars < 0 || usage?.['is_byok'] === true) return undefined;
  const nanoUsd = nanoUsdOf(dollars);
  return Number.isSafeInteger(nanoUsd) ? nanoUsd : undefined;
}
