import * as z from 'zod';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import { nanoUsdOf, type NanoUsd } from '../../routing/models/money.ts';
import { withoutBounds } from '../../routing/policy/ruleShapes.ts';
import { usualMaxAgeDays } from './staleness.ts';
import { inEnglish, type Say, toSay } from '../../routing/say.ts';

/** How evaluations go on by themselves, as the user's setting `tierwise.evaluations` says. */
export interface WatchSettings {
  /** Days between two runs of an evaluation; undefined: none by age. */
  readonly everyDays?: number;
  /** Also runs when a result is stale for another reason than its age. */
  readonly whenStale: boolean;
  /** The most that such runs may cost in a calendar month, nano-dollars, real and practice money each. */
  readonly monthlyNanoUsd: NanoUsd;
  /** A result that is older is stale. */
  readonly maxAgeDays: number;
  /** Runs wait for the providers' batches where they offer some, which takes up to a day. */
  readonly byBatch?: boolean;
}

const shape = z.strictObject(
  {
    rerunEveryDays: z
      .int(toSay('Write a whole number of days.'))
      .min(1, toSay('Write at least 1 day.'))
      .optional()
      .describe(
        'Runs each evaluation again after this many days, while nobody works in the window. Off when it is left out.',
      ),
    whenStale: z
      .boolean(toSay('Write true or false.'))
      .default(false)
      .describe(
        'Also runs an evaluation again when its fixtures, thresholds, prompts, models or prices have changed.',
      ),
    maxUsdPerMonth: z
      .number(toSay('Write an amount in USD.'))
      .min(0, toSay('Write an amount of 0 or more.'))
      .default(0)
      .describe(
        'The most that runs which start by themselves may cost in a calendar month, in USD. With 0, only runs on free models start.',
      ),
    maxAgeDays: z
      .int(toSay('Write a whole number of days.'))
      .min(1, toSay('Write at least 1 day.'))
      .default(usualMaxAgeDays)
      .describe('A result that is older than this many days is shown as stale.'),
    byBatch: z
      .boolean(toSay('Write true or false.'))
      .default(false)
      .describe(
        'Runs wait for the batches of providers that offer some, at about half the price and within a day. Their answers have no latency.',
      ),
  },
  {
    error: toSay(
      'Write an object with `rerunEveryDays`, `whenStale`, `maxUsdPerMonth`, `maxAgeDays` and `byBatch`.',
    ),
  },
);

/** Nothing runs by itself. */
export const watchOff: WatchSettings = {
  whenStale: false,
  monthlyNanoUsd: 0,
  maxAgeDays: usualMaxAgeDays,
};

/** Reads the `tierwise.evaluations` setting. With a problem nothing runs by itself. */
export function parseWatchSettings(
  written: unknown,
  say: Say = inEnglish,
): {
  settings: WatchSettings;
  problems: InputProblem[];
} {
  const parsed = readShape(shape, written ?? {}, [], { say });
  if (!parsed.success) return { settings: watchOff, problems: parsed.problems };
  const { rerunEveryDays, whenStale, maxUsdPerMonth, maxAgeDays, byBatch } = parsed.data;
  return {
    settings: {
      ...(rerunEveryDays !== undefined && { everyDays: rerunEveryDays }),
      whenStale,
      monthlyNanoUsd: nanoUsdOf(maxUsdPerMonth),
      maxAgeDays,
      ...(byBatch && { byBatch }),
    },
    problems: [],
  };
}

/** The JSON Schema of `tierwise.evaluations`, for package.json. */
export function watchSettingsSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    override: withoutBounds,
    io: 'input',
  });
  return schema;
}
