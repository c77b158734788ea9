import { objectOf } from '../http/json.ts';
import { reportedBill } from '../bills.ts';
import { hasExtraCharge } from '../extraCharges.ts';
import type { Part } from '../provider.ts';
import { addCounts, type OpenaiCounts, usageOfCounts } from './sharedUsage.ts';

/** The counts in a response's `usage`, with the `service_tier` beside it. */
export function responsesCounts(raw: unknown, serviceTier?: unknown): OpenaiCounts {
  const usage = objectOf(raw);
  const input = objectOf(usage?.['input_tokens_details']);
  const written = objectOf(input?.['cache_write_tokens_details']);
  const output = objectOf(usage?.['output_tokens_details']);
  return {
    input: usage?.['input_tokens'],
    cacheRead: input?.['cached_tokens'],
    cacheWrite: input?.['cache_write_tokens'],
    cacheWriteLong: written?.['ttl_12h_tokens'],
    output: usage?.['output_tokens'],
    reasoning: output?.['reasoning_tokens'],
    total: usage?.['total_tokens'],
    serviceTier,
  };
}

/** What a response says beside its `usage`. */
interface BesideUsage {
  readonly serviceTier?: unknown;
  /** One of its items is charged for by itself. */
  readonly hasChargedItem?: boolean;
}

/** The usage part for a response's `usage`; undefined when it holds nothing valid. */
export function responsesUsage(
  raw: unknown,
  { serviceTier, hasChargedItem = false }: BesideUsage = {},
): Part | undefined {
  const counted = usageOfCounts(addCounts({}, responsesCounts(raw, serviceTier)));
  if (!counted) return undefined;
  const reportedNanoUsd = reportedBill(raw);
  const hasExtra = hasChargedItem || hasExtraCharge(objectOf(raw) ?? {});
  return {
    kind: 'usage',
    ...counted,
    ...(hasExtra && { isDoubtful: true }),
    raw,
    ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
  };
}
