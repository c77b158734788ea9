import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { nanoUsdOf } from '../models/money.ts';
import { type RequestLimits, type SpendingLimits, usualLimits } from './requestLimits.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

const limits = z.strictObject(
  {
    calls: z
      .int(toSay('Write a whole number of calls, such as 20.'))
      .min(1, toSay('Write at least one call.'))
      .max(1e6, toSay('Write at most 1000000 calls.'))
      .optional(),
    usd: z
      .number(toSay('Write an amount in USD as a plain number, such as 5.'))
      .min(0, toSay('Write zero USD or more. Zero stops every paid call.'))
      .max(1e6, toSay('Write at most 1000000 USD.'))
      .optional(),
    seconds: z
      .number(toSay('Write a number of seconds, such as 600.'))
      .min(1, toSay('Write at least one second.'))
      .max(1e6, toSay('Write at most 1000000 seconds.'))
      .optional(),
  },
  { error: toSay('Write an object with `calls`, `usd` and `seconds`, all optional.') },
);
const setting = z.strictObject(
  { request: limits.optional(), run: limits.optional() },
  {
    error: toSay(
      'Write an object with `request` and `run`, each with `calls`, `usd` and `seconds`.',
    ),
  },
);

/**
 * Reads the `tierwise.limits` setting. The usual limits replace omitted ones. While there is a problem, no
 * call may cost money. Never throws.
 */
export function parseRequestLimits(
  written: unknown,
  say: Say = inEnglish,
): {
  limits: RequestLimits;
  problems: readonly InputProblem[];
} {
  const parsed = readShape(setting, written === undefined ? {} : written, [], { say });
  if (!parsed.success) return { limits: usualLimits, problems: parsed.problems };
  const { request = {}, run = {} } = parsed.data;
  return {
    limits: { request: over(usualLimits.request, request), run: over(usualLimits.run, run) },
    problems: [],
  };
}

function over(
  usual: SpendingLimits,
  { calls = usual.calls, usd, seconds = usual.seconds }: z.infer<typeof limits>,
): SpendingLimits {
  const nanoUsd = usd === undefined ? usual.nanoUsd : Math.abs(nanoUsdOf(usd));
  return { calls, nanoUsd, seconds, ...(usd !== undefined && { holdsUnknown: true }) };
}
