import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { type NanoUsd, nanoUsdOf } from '../models/money.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

/** What another extension may use of the models that Tierwise offers to VS Code. */
export interface ExtensionCaps {
  readonly nanoUsdPerDay: NanoUsd;
  readonly requestsPerHour: number;
}

/** Chosen by judgement. */
export const usualExtensionCaps: ExtensionCaps = {
  nanoUsdPerDay: nanoUsdOf(1),
  requestsPerHour: 120,
};

const caps = z.strictObject(
  {
    usdPerDay: z
      .number(toSay('Write an amount in USD as a plain number, such as 1.'))
      .min(0, toSay('Write zero USD or more.'))
      .max(1e6, toSay('Write at most 1000000 USD.'))
      .optional(),
    requestsPerHour: z
      .int(toSay('Write a whole number of requests.'))
      .min(0, toSay('Write zero requests or more.'))
      .optional(),
  },
  { error: toSay('Write an object with `usdPerDay` and `requestsPerHour`.') },
);

/**
 * Reads the `tierwise.otherExtensions` setting. The usual caps replace omitted values. While there is a
 * problem, no call that another extension asks for may cost money. Never throws.
 */
export function parseExtensionCaps(
  written: unknown,
  say: Say = inEnglish,
): {
  caps: ExtensionCaps;
  problems: InputProblem[];
} {
  const parsed = readShape(caps, written === undefined ? {} : written, [], { say });
  if (!parsed.success) return { caps: usualExtensionCaps, problems: parsed.problems };
  const { usdPerDay, requestsPerHour = usualExtensionCaps.requestsPerHour } = parsed.data;
  const nanoUsdPerDay =
    usdPerDay === undefined ? usualExtensionCaps.nanoUsdPerDay : Math.abs(nanoUsdOf(usdPerDay));
  return { caps: { nanoUsdPerDay, requestsPerHour }, problems: [] };
}
