import type { SpendingLimits } from '../budgets/requestLimits.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { nanoUsdOf } from '../models/money.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

/*
 * The law of a repository: its policy and its workflows choose among the user's tiers and may lower what may
 * be spent; they name no model and no address, and they raise no limit of the user's.
 */

/** Why a file of a repository may not name a model. `tiers` is a sentence that names the tiers. */
export function namesAModel(written: string, tiers: string, say: Say = inEnglish): string {
  return say(
    '"{0}" names a model, and a repository names tiers only. {1} Models belong to tiers, in `tierwise.tiers` of your own settings.',
    written,
    tiers,
  );
}

/** The caps that a repository may write down. */
export interface WrittenCaps {
  readonly maxAttempts?: number | undefined;
  readonly maxUsd?: number | undefined;
  readonly maxSeconds?: number | undefined;
}

const holds = {
  request: toSay(
    'This is more than you let one request spend, so your own limit of {0} holds (`request` in `tierwise.limits`).',
  ),
  run: toSay(
    'This is more than you let one run spend, so your own limit of {0} holds (`run` in `tierwise.limits`).',
  ),
} as const;

/** A notice for each cap that is wider than the user's own limit, which holds instead. */
export function widerThan(
  { calls, nanoUsd, seconds }: SpendingLimits,
  { maxAttempts = 0, maxUsd = 0, maxSeconds = 0 }: WrittenCaps,
  path: ProblemPath,
  of: 'request' | 'run' = 'request',
  say: Say = inEnglish,
): InputProblem[] {
  const notice = (key: keyof WrittenCaps, isWider: boolean, limit: string): InputProblem[] =>
    isWider
      ? [
          {
            path: [...path, key],
            message: say(holds[of], limit),
          },
        ]
      : [];
  return [
    ...notice('maxAttempts', maxAttempts > calls, say('{0} calls', calls)),
    ...notice('maxUsd', nanoUsdOf(maxUsd) > nanoUsd, `$${nanoUsd / 1e9}`),
    ...notice('maxSeconds', maxSeconds > seconds, say('{0} s', seconds)),
  ];
}
