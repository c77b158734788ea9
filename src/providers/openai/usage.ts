import type { Usage } from '../../routing/models/usage.ts';
import { objectOf } from '../http/json.ts';
import { addOpenaiCounts } from './sharedUsage.ts';

/** Reads the `usage` of a response and its `service_tier`; `before` when there is nothing valid in it. */
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
