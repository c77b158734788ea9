import type { Usage } from '../../routing/models/usage.ts';
import { objectOf } from '../http/json.ts';
import { addOpenaiCounts } from './sharedUsage.ts';

/** Adds a response's `usage` and `service_tier`; returns `before` when they hold nothing valid. */
export function addResponsesUsage(
  before: Usage | undefined,
  raw: unknown,
  serviceTier?: unknown,
): Usage | undefined {
  const usage = objectOf(raw);
  const input = objectOf(usage?.['input_tokens_details']);
  const written = objectOf(input?.['cache_write_tokens_details']);
  const output = objectOf(usage?.['output_tokens_details']);
  return addOpenaiCounts(before, {
    input: usage?.['input_tokens'],
    cacheRead: input?.['cached_tokens'],
    cacheWrite: input?.['cache_write_tokens'],
    cacheWriteLong: written?.['ttl_12h_tokens'],
    output: usage?.['output_tokens'],
    reasoning: output?.['reasoning_tokens'],
    serviceTier,
  });
}
