import type { Usage } from '../../routing/models/usage.ts';
import { hasFallen, higher, objectOf } from '../http/json.ts';
import { reportedBill } from '../bills.ts';
import type { Part } from '../provider.ts';
import { hasExtraCharge } from '../extraCharges.ts';
import { addTierWords, tierNamed, type TierWords } from '../serviceTier.ts';

const countNames = [
  'plain',
  'cacheRead',
  'cacheWrite',
  'cacheWriteShort',
  'cacheWriteLong',
  'output',
  'thinking',
] as const;
type CountName = (typeof countNames)[number];

/** The counts so far. `plain` is the input that used no cache. */
export interface AnthropicCounts extends Readonly<Partial<Record<CountName, number>>> {
  readonly tier?: TierWords;
  /** A report named a charge beside the tokens. */
  readonly hasExtra?: true;
  /** A later report was lower than an earlier one. */
  readonly hasFallen?: true;
}

/** Adds one more report. Reports are cumulative; missing or invalid values change nothing. */
export function addAnthropicUsage(before: AnthropicCounts, raw: unknown): AnthropicCounts {
  const usage = objectOf(raw);
  if (!usage) return before;
  const cacheCreation = objectOf(usage['cache_creation']);
  const reported: Record<CountName, unknown> = {
    plain: usage['input_tokens'],
    cacheRead: usage['cache_read_input_tokens'],
    cacheWrite: usage['cache_creation_input_tokens'],
    cacheWriteShort: cacheCreation?.['ephemeral_5m_input_tokens'],
    cacheWriteLong: cacheCreation?.['ephemeral_1h_input_tokens'],
    output: usage['output_tokens'],
    thinking: objectOf(usage['output_tokens_details'])?.['thinking_tokens'],
  };
  const counts = countNames.flatMap((name) => {
    const count = higher(before[name], reported[name]);
    return count === undefined ? [] : [[name, count] as const];
  });
  const fell =
    before.hasFallen || countNames.some((name) => hasFallen(before[name], reported[name]));
  return {
    ...Object.fromEntries(counts),
    tier: addTierWords(before.tier ?? {}, usage),
    ...((before.hasExtra || hasExtraCharge(usage)) && { hasExtra: true }),
    ...(fell && { hasFallen: true }),
  };
}

/**
 * The usage of the call so far and whether it does not tell the whole cost. Undefined until input and
 * output are both known, and while both are zero, which no real call uses.
 */
export function usageOfAnthropic(
  counts: AnthropicCounts,
): { readonly usage: Usage; readonly isDoubtful?: true } | undefined {
  const { plain, cacheRead, cacheWriteLong: long, output, thinking, tier = {} } = counts;
  if (plain === undefined || output === undefined) return undefined;
  const written = writtenIn(counts);
  const inputTokens = plain + (cacheRead ?? 0) + (written ?? 0);
  if (inputTokens + output === 0) return undefined;
  const isThinkingInside = (thinking ?? 0) <= output;
  const isWriteWhole = counts.cacheWrite === undefined || cacheParts(counts) === counts.cacheWrite;
  const isDoubtful =
    !isThinkingInside || !isWriteWhole || counts.hasFallen === true || counts.hasExtra === true;
  const serviceTier = tierNamed(tier);
  const usage = {
    inputTokens,
    outputTokens: isThinkingInside ? output : output + (thinking ?? 0),
    ...(cacheRead !== undefined && { cacheReadTokens: cacheRead }),
    ...(written !== undefined && { cacheWriteTokens: written - (long ?? 0) }),
    ...(long !== undefined && { cacheWriteLongTokens: long }),
    ...(thinking !== undefined && { reasoningTokens: thinking }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
  return { usage, ...(isDoubtful && { isDoubtful }) };
}

/** The part for a report, with all counts so far; undefined when there is nothing to tell. */
export function anthropicUsagePart(counts: AnthropicCounts, raw: unknown): Part | undefined {
  const counted = usageOfAnthropic(counts);
  if (!counted || !objectOf(raw)) return undefined;
  const reportedNanoUsd = reportedBill(raw);
  return {
    kind: 'usage',
    ...counted,
    raw,
    ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
  };
}

/** All that was written to a cache: the sum, or its parts where a gateway leaves the sum out. */
function writtenIn(counts: AnthropicCounts): number | undefined {
  const { cacheWrite, cacheWriteShort, cacheWriteLong } = counts;
  if (cacheWriteShort === undefined && cacheWriteLong === undefined) return cacheWrite;
  return Math.max(cacheWrite ?? 0, cacheParts(counts) ?? 0);
}

/**
 * The parts of what was written, by lifetime, together. One that is missing has the rest of the sum, and zeros
 * for both tell of no lifetime.
 */
function cacheParts(counts: AnthropicCounts): number | undefined {
  const { cacheWrite, cacheWriteShort: short, cacheWriteLong: long } = counts;
  const told = (short ?? 0) + (long ?? 0);
  if (short !== undefined && long !== undefined && told > 0) return told;
  return Math.max(cacheWrite ?? 0, told);
}
