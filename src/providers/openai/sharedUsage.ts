import type { Usage } from '../../routing/models/usage.ts';
import { countOf, higher } from '../http/json.ts';
import { serviceTierOf } from '../serviceTier.ts';

/** The counts of OpenAI's APIs, which all count alike: totals include cached and reasoning tokens. */
export interface OpenaiCounts {
  readonly input?: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheWriteLong?: unknown;
  readonly output?: unknown;
  readonly reasoning?: unknown;
  /** Reported beside the usage, not in it. */
  readonly serviceTier?: unknown;
}

/**
 * Adds one more report. Reports are cumulative; missing, invalid or lower values change nothing. Undefined
 * until input and output are both known, and while both are zero.
 */
export function addOpenaiCounts(before: Usage | undefined, raw: OpenaiCounts): Usage | undefined {
  const inputTokens = higher(before?.inputTokens, raw.input);
  const outputTokens = higher(before?.outputTokens, raw.output);
  if (inputTokens === undefined || outputTokens === undefined) return before;
  if (inputTokens + outputTokens === 0) return before;
  const cacheRead = atMost(higher(before?.cacheReadTokens, raw.cacheRead), inputTokens);
  const written = atMost(higher(writtenIn(before), raw.cacheWrite), inputTokens - (cacheRead ?? 0));
  const long = atMost(higher(before?.cacheWriteLongTokens, raw.cacheWriteLong), written ?? 0);
  const reasoning = atMost(higher(before?.reasoningTokens, raw.reasoning), outputTokens);
  const serviceTier = serviceTierOf(raw.serviceTier) ?? before?.serviceTier;
  return {
    inputTokens,
    outputTokens,
    ...(cacheRead !== undefined && { cacheReadTokens: cacheRead }),
    ...(written !== undefined && { cacheWriteTokens: written - (long ?? 0) }),
    ...(long !== undefined && { cacheWriteLongTokens: long }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

function writtenIn(usage: Usage | undefined): number | undefined {
  if (usage?.cacheWriteTokens === undefined) return undefined;
  return usage.cacheWriteTokens + (countOf(usage.cacheWriteLongTokens) ?? 0);
}

function atMost(count: number | undefined, limit: number): number | undefined {
  return count === undefined ? undefined : Math.min(count, limit);
}
