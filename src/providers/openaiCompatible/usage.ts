import type { NanoUsd } from '../../routing/models/money.ts';
import { billBeside, reportedBill } from '../bills.ts';
import { countOf, higher, type Json, objectOf, valueAt } from '../http/json.ts';
import {
  addCounts,
  type OpenaiCounts,
  type TokenCounts,
  usageOfCounts,
} from '../openai/sharedUsage.ts';
import { hasExtraCharge } from '../extraCharges.ts';
import type { Part } from '../provider.ts';
import { addTierWords, tierNamed, type TierWords } from '../serviceTier.ts';
import { countPlaces, usagePlaces } from './usagePlaces.ts';

/** Reads the usage in the chunks of one answer. */
export interface UsageReader {
  /** The usage so far, when this chunk reports any. */
  read(chunk: Json | undefined): Part | undefined;
}

export function createUsageReader(): UsageReader {
  let counts: TokenCounts = {};
  let tier: TierWords = {};
  let hasExtra = false;
  let raw: Json | undefined;
  let reportedNanoUsd: NanoUsd | undefined;
  return {
    read(chunk) {
      const told = chunk?.['service_tier'];
      if (told !== undefined) tier = addTierWords(tier, { service_tier: told });
      const usage = usageIn(chunk);
      const bill = usage ? reportedBill(usage) : billBeside(chunk);
      if (!usage && bill === undefined) return undefined;
      raw = usage ?? raw;
      if (usage) {
        tier = addTierWords(tier, usage);
        hasExtra ||= hasExtraCharge(usage);
        counts = addCounts(counts, chatCounts(usage, tierNamed(tier)));
      }
      reportedNanoUsd = higher(reportedNanoUsd, bill);
      const counted = usageOfCounts(counts);
      if (!counted) return undefined;
      return {
        kind: 'usage',
        ...counted,
        ...(hasExtra && { isDoubtful: true }),
        raw,
        ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
      };
    },
  };
}

/** The usage object of a chunk, wherever the server puts it. */
function usageIn(chunk: Json | undefined): Json | undefined {
  return usagePlaces
    .map(({ path }) => objectOf(valueAt(chunk, path)))
    .find((usage) => usage !== undefined);
}

/** The counts in a usage object. A server that names a count twice means the same or zeros one of them. */
export function chatCounts(usage: unknown, serviceTier?: unknown): OpenaiCounts {
  const highestAt = (places: readonly (readonly string[])[]) =>
    places.reduce<number | undefined>(
      (highest, path) => higher(highest, countOf(valueAt(usage, path))),
      undefined,
    );
  return {
    input: highestAt(countPlaces.input),
    cacheRead: highestAt(countPlaces.cacheRead),
    cacheWrite: highestAt(countPlaces.cacheWrite),
    cacheWriteLong: highestAt(countPlaces.cacheWriteLong),
    output: highestAt(countPlaces.output),
    reasoning: highestAt(countPlaces.reasoning),
    total: highestAt(countPlaces.total),
    serviceTier,
  };
}
