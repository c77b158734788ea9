import type { Usage } from '../../routing/models/usage.ts';
import { hasFallen, higher } from '../http/json.ts';
import { serviceTierOf } from '../serviceTier.ts';

/*
 * OpenAI's APIs count alike: totals include cached and reasoning tokens. Servers that are compatible with
 * them do not all keep to it. What adds up by a known rule is completed; what does not is kept as high as
 * anything in the report says, and marked as doubtful.
 */

/** One report, as it came. */
export interface OpenaiCounts {
  readonly input?: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheWriteLong?: unknown;
  readonly output?: unknown;
  readonly reasoning?: unknown;
  /** Input and output together, by the server's own sum. */
  readonly total?: unknown;
  /** Reported beside the usage, not in it. */
  readonly serviceTier?: unknown;
}

const countNames = [
  'input',
  'cacheRead',
  'cacheWrite',
  'cacheWriteLong',
  'output',
  'reasoning',
  'total',
] as const;
type CountName = (typeof countNames)[number];

/** The highest of each count in all reports so far. */
export interface TokenCounts extends Readonly<Partial<Record<CountName, number>>> {
  readonly serviceTier?: string;
  /** A later report was lower than an earlier one. */
  readonly hasFallen?: true;
}

/** The usage of a call as far as it was reported. */
export interface CountedUsage {
  readonly usage: Usage;
  /** The counts contradict each other and were completed. */
  readonly isDoubtful?: true;
}

/** Adds one more report. Reports are cumulative; missing, invalid or lower values change no count. */
export function addCounts(before: TokenCounts, raw: OpenaiCounts): TokenCounts {
  const counts = countNames.flatMap((name) => {
    const count = higher(before[name], raw[name]);
    return count === undefined ? [] : [[name, count] as const];
  });
  const serviceTier = serviceTierOf(raw.serviceTier) ?? before.serviceTier;
  const fell = before.hasFallen || countNames.some((name) => hasFallen(before[name], raw[name]));
  return {
    ...Object.fromEntries(counts),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(fell && { hasFallen: true }),
  };
}

/** Undefined until input and output are both known, and while both are zero. */
export function usageOfCounts(counts: TokenCounts): CountedUsage | undefined {
  const totals = totalsOf(counts);
  if (!totals || totals.input + totals.output === 0) return undefined;
  const { cacheRead, cacheWriteLong: long, reasoning, serviceTier } = counts;
  const written = writtenIn(counts);
  const isShortInside = long === undefined || long <= (counts.cacheWrite ?? long);
  const isDoubtful = !totals.isSure || !isShortInside || counts.hasFallen === true;
  const usage = {
    inputTokens: totals.input,
    outputTokens: totals.output,
    ...(cacheRead !== undefined && { cacheReadTokens: cacheRead }),
    ...(written !== undefined && { cacheWriteTokens: written - (long ?? 0) }),
    ...(long !== undefined && { cacheWriteLongTokens: long }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
  return { usage, ...(isDoubtful && { isDoubtful }) };
}

/** All that was written to a cache, whatever its lifetime. */
function writtenIn({ cacheWrite, cacheWriteLong }: TokenCounts): number | undefined {
  if (cacheWrite === undefined) return cacheWriteLong;
  return Math.max(cacheWrite, cacheWriteLong ?? 0);
}

interface Totals {
  readonly input: number;
  readonly output: number;
  readonly isSure: boolean;
}

function totalsOf(counts: TokenCounts): Totals | undefined {
  const { input, output, total } = counts;
  if (input === undefined) return undefined;
  if (output === undefined) {
    return total !== undefined && total > input
      ? { input, output: total - input, isSure: false }
      : undefined;
  }
  const readings = readingsOf(counts, input, output);
  // Some servers write a total of zero where they do not add up.
  if (!total) return readings.find(({ isUsual }) => isUsual) ?? highest(readings);
  const fitting = readings.find((reading) => reading.sums.includes(total));
  if (fitting) return fitting;
  const least = highest(readings);
  return total > least.input + least.output ? { ...least, output: total - least.input } : least;
}

/** One way to read the counts. */
interface Reading extends Totals {
  /** The totals that confirm it. */
  readonly sums: readonly number[];
  /** Whether it needs no total to confirm it. */
  readonly isUsual: boolean;
}

/**
 * The ways in which servers are known to count, the usual one first.
 * Caches beside the prompt: xAI, also at Azure (https://github.com/vercel/ai/pull/12485, 2026-02-12).
 * Reasoning beside the completion: xAI (https://github.com/vercel/ai/pull/9774, 2025-10-24).
 */
function readingsOf(counts: TokenCounts, input: number, output: number): readonly Reading[] {
  const { cacheRead = 0, reasoning = 0 } = counts;
  const cached = cacheRead + (writtenIn(counts) ?? 0);
  const isCacheInside = cached <= input;
  const isReasoningInside = reasoning <= output;
  const prompts = isCacheInside ? [input, input + cached] : [input + cached];
  const answers = isReasoningInside ? [output, output + reasoning] : [output + reasoning];
  return prompts.flatMap((prompt, inputPlace) =>
    answers.map((answer, outputPlace) => ({
      input: prompt,
      output: answer,
      isSure: true,
      // Where more was read than the prompt has, some servers leave it out of the total as well.
      sums: cacheRead > input ? [prompt + answer, input + answer] : [prompt + answer],
      // A part that is larger than its whole shows by itself that it is beside it, for caches only.
      isUsual:
        inputPlace === 0 &&
        outputPlace === 0 &&
        isReasoningInside &&
        (isCacheInside || cacheRead > input),
    })),
  );
}

/** The usual reading, as a guess. */
function highest(readings: readonly Reading[]): Totals {
  const { input, output } = readings[0]!;
  return { input, output, isSure: false };
}
