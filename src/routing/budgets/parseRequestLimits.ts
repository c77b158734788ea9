import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { nanoUsdOf } from '../models/money.ts';
import { type RequestLimits, type SpendingLimits, usualLimits } from './requestLimits.ts';

const limits = z.strictObject(
  {
    calls: z
      .int('Write a whole number of calls, such as 20.')
      .min(1, 'Write at least one call.')
      .max(1e6, 'Write at most 1000000 calls.')
      .optional(),
    usd: z
      .number('Write an amount in USD as a plain number, such as 5.')
      .min(0, 'Write zero USD or more. Zero stops every paid call.')
      .max(1e6, 'Write at most 1000000 USD.')
      .optional(),
    seconds: z
      .number('Write a number of seconds, such as 600.')
      .min(1, 'Write at least one second.')
      .max(1e6, 'Write at most 1000000 seconds.')
      .optional(),
  },
  { error: 'Write an object with `calls`, `usd` and `seconds`, all optional.' },
);
const setting = z.strictObject(
  { request: limits.optional(), run: limits.optional() },
  { error: 'Write an object with `request` and `run`, each with `calls`, `usd` and `seconds`.' },
);

/**
 * Reads the `tierwise.limits` setting. The usual limits replace omitted ones. While there is a problem, no
 * call may cost money. Never throws.
 */
export function parseRequestLimits(written: unknown): {
  limits: RequestLimits;
  problems: readonly InputProblem[];
} {
  const parsed = readShape(setting, written === undefined ? {} : written);
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
