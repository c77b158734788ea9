import { type NanoUsd, nanoUsdOf } from '../models/money.ts';

/*
 * The law of limits: a rule, a repository's policy or a workflow may choose among the user's tiers and may
 * lower these limits; it never raises them, and they hold together with the user's budgets.
 */

/** What may happen at most because somebody asked for something once. */
export interface SpendingLimits {
  /** Calls to models: answers, judges, repeated tries and stand-ins. */
  readonly calls: number;
  /** Of each kind of money, at worst case. */
  readonly nanoUsd: NanoUsd;
  /** From the first call to the end. */
  readonly seconds: number;
  /** The user wrote the amount, so a model of unknown price may not pass it without a question. */
  readonly holdsUnknown?: true;
}

/** The limits of one request, and of a whole run of a workflow with its agents. */
export interface RequestLimits {
  readonly request: SpendingLimits;
  readonly run: SpendingLimits;
}

/**
 * Chosen by judgement. A request: twice what three tiers with a retry and more effort need when each answer
 * is judged, and a prompt of a million tokens to the most expensive shipped model.
 */
export const usualLimits: RequestLimits = {
  request: { calls: 40, nanoUsd: nanoUsdOf(20), seconds: 3600 },
  run: { calls: 1000, nanoUsd: nanoUsdOf(50), seconds: 4 * 3600 },
};

/** The setting that holds the limits. */
export const limitsSetting = 'tierwise.limits';

/** The limits together with narrower ones, such as a rule's or a workflow's; never wider than `own`. */
export function tightened(
  own: SpendingLimits,
  narrower: { readonly nanoUsd?: NanoUsd | undefined; readonly seconds?: number | undefined },
): SpendingLimits {
  const { nanoUsd = Infinity, seconds = Infinity } = narrower;
  return {
    ...own,
    nanoUsd: Math.min(own.nanoUsd, nanoUsd),
    seconds: Math.min(own.seconds, seconds),
    ...(narrower.nanoUsd !== undefined && { holdsUnknown: true }),
  };
}
