import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { type NanoUsd, nanoUsdOf } from '../models/money.ts';
import { tiersAre } from '../input/didYouMean.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

export const advisorSetting = 'tierwise.advisor';

/** What other agents may spend on questions to a stronger tier. */
export interface AdvisorLimits {
  /** The tier that is asked; the strongest when omitted. */
  readonly tier?: string;
  /** The most that one question may cost; zero turns it off. */
  readonly nanoUsdPerCall: NanoUsd;
  readonly callsPerSession: number;
}

/** Chosen by judgement: a long question to a strong model with an answer of a few pages. */
export const usualAdvisorLimits: AdvisorLimits = {
  nanoUsdPerCall: nanoUsdOf(0.25),
  callsPerSession: 10,
};

const shape = z.strictObject(
  {
    tier: z.string(toSay('Name a tier.')).min(1, toSay('Name a tier.')).optional(),
    maxUsd: z
      .number(toSay('Write an amount in USD as a plain number, such as 0.25.'))
      .min(0, toSay('Write zero USD or more.'))
      .max(1000, toSay('Write at most 1000 USD.'))
      .optional(),
    maxCallsPerSession: z
      .int(toSay('Write a whole number of questions.'))
      .min(0, toSay('Write zero questions or more.'))
      .max(1000, toSay('Write at most 1000 questions.'))
      .optional(),
  },
  { error: toSay('Write an object with `tier`, `maxUsd` and `maxCallsPerSession`.') },
);

/**
 * Reads the `tierwise.advisor` setting. The usual limits replace omitted values. While there is a problem,
 * nothing is asked. Never throws.
 */
export function parseAdvisor(
  written: unknown,
  tierNames: readonly string[],
  say: Say = inEnglish,
): { readonly limits: AdvisorLimits; readonly problems: readonly InputProblem[] } {
  const parsed = readShape(shape, written === undefined ? {} : written, [], { say });
  if (!parsed.success) return { limits: usualAdvisorLimits, problems: parsed.problems };
  const { tier, maxUsd, maxCallsPerSession } = parsed.data;
  const limits: AdvisorLimits = {
    nanoUsdPerCall: maxUsd === undefined ? usualAdvisorLimits.nanoUsdPerCall : nanoUsdOf(maxUsd),
    callsPerSession: maxCallsPerSession ?? usualAdvisorLimits.callsPerSession,
    ...(tier !== undefined && { tier }),
  };
  if (tier === undefined || tierNames.includes(tier)) return { limits, problems: [] };
  const message = `${say('There is no tier "{0}".', tier)} ${tiersAre(tierNames, say)}`;
  return { limits, problems: [{ path: ['tier'], message }] };
}
