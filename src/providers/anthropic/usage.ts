import type { Usage } from '../../routing/models/usage.ts';
import { higher, objectOf } from '../http/json.ts';
import { serviceTierOf } from '../serviceTier.ts';

/** The counts so far. `plain` is the input that used no cache. */
export interface AnthropicCounts {
  readonly plain?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly cacheWriteLong?: number | undefined;
  readonly output?: number | undefined;
  readonly thinking?: number | undefined;
  readonly serviceTier?: string | undefined;
}

/** Adds one more report. Reports are cumulative; missing or invalid values change nothing. */
export function addAnthropicUsage(before: AnthropicCounts, raw: unknown): AnthropicCounts {
  const usage = objectOf(raw);
  if (!usage) return before;
  const cacheCreation = objectOf(usage['cache_creation']);
  const outputDetails = objectOf(usage['output_tokens_details']);
  return {
    plain: higher(before.plain, usage['input_tokens']),
    cacheRead: higher(before.cacheRead, usage['cache_read_input_tokens']),
    cacheWrite: higher(before.cacheWrite, usage['cache_creation_input_tokens']),
    cacheWriteLong: higher(before.cacheWriteLong, cacheCreation?.['ephemeral_1h_input_tokens']),
    output: higher(before.output, usage['output_tokens']),
    thinking: higher(before.thinking, outputDetails?.['thinking_tokens']),
    serviceTier: serviceTierOf(usage['service_tier']) ?? before.serviceTier,
  };
}

/** Undefined until input and output are both known, and while both are zero, which no real call uses. */
export function usageOfAnthropic(counts: AnthropicCounts): Usage | undefined {
  const { plain, cacheRead, cacheWrite, output, thinking, serviceTier } = counts;
  if (plain === undefined || output === undefined) return undefined;
  const inputTokens = plain + (cacheRead ?? 0) + (cacheWrite ?? 0);
  if (inputTokens + output === 0) return undefined;
  const long = Math.min(counts.cacheWriteLong ?? 0, cacheWrite ?? 0);
  return {
    inputTokens,
    outputTokens: output,
    ...(cacheRead !== undefined && { cacheReadTokens: cacheRead }),
    ...(cacheWrite !== undefined && { cacheWriteTokens: cacheWrite - long }),
    ...(counts.cacheWriteLong !== undefined && { cacheWriteLongTokens: long }),
    ...(thinking !== undefined && { reasoningTokens: Math.min(thinking, output) }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}
