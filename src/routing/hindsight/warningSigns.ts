import type { NanoUsd } from '../models/money.ts';

/** The facts that show whether routing has become more complex than it is worth. */
export interface StrategyFacts {
  /** Tiers in the policy. */
  readonly tiers: number;
  /** Days since the strategy was last changed or reviewed. */
  readonly daysSinceReview: number;
  /** Omitted when the selected data is too narrow to judge routing. */
  readonly spending?: StrategySpending;
}

export interface StrategySpending {
  readonly requests: number;
  /** Of all requests, nano-dollars. */
  readonly nanoUsd: NanoUsd;
  /** Calls of known cost that only classified a task. */
  readonly classifier: { readonly attempts: number; readonly nanoUsd: NanoUsd };
  /** Answered requests, and how many of them needed more than their first tier. */
  readonly escalation: { readonly requests: number; readonly escalated: number };
  /** Cost of the tries whose answers were not used. */
  readonly failedNanoUsd: NanoUsd;
  /** Saved compared with always using the strongest model; undefined when there is no comparison. */
  readonly savedNanoUsd?: NanoUsd;
}

export type WarningSign =
  | { readonly kind: 'manyTiers'; readonly tiers: number }
  /** `share` of the mean cost of a request. */
  | { readonly kind: 'dearClassifier'; readonly share: number }
  | {
      readonly kind: 'costlyEscalation';
      /** Share of the answered requests that escalated. */
      readonly share: number;
      readonly failedNanoUsd: NanoUsd;
      readonly savedNanoUsd: NanoUsd;
    }
  | { readonly kind: 'notReviewed'; readonly days: number };

// Chosen by judgement.
const mostTiers = 5;
const mostClassifierShare = 0.1;
const longestUnreviewedDays = 90;
/** Fewer requests say nothing of routing: the first of a new user may be the one that fails. */
const leastRequests = 10;

/** Lists the signs of over-optimised routing that apply. */
export function warningSigns({ tiers, daysSinceReview, spending }: StrategyFacts): WarningSign[] {
  const signs: (WarningSign | undefined)[] = [
    tiers > mostTiers ? { kind: 'manyTiers', tiers } : undefined,
    spending && dearClassifier(spending),
    spending && costlyEscalation(spending),
    daysSinceReview >= longestUnreviewedDays
      ? { kind: 'notReviewed', days: daysSinceReview }
      : undefined,
  ];
  return signs.filter((sign) => sign !== undefined);
}

function dearClassifier({
  requests,
  nanoUsd,
  classifier,
}: StrategySpending): WarningSign | undefined {
  if (requests < leastRequests || classifier.attempts === 0 || nanoUsd === 0) return undefined;
  const share = classifier.nanoUsd / classifier.attempts / (nanoUsd / requests);
  return share > mostClassifierShare ? { kind: 'dearClassifier', share } : undefined;
}

function costlyEscalation(spending: StrategySpending): WarningSign | undefined {
  const { escalation, failedNanoUsd, savedNanoUsd } = spending;
  if (escalation.requests < leastRequests || escalation.escalated === 0) return undefined;
  if (savedNanoUsd === undefined) return undefined;
  if (failedNanoUsd === 0 || failedNanoUsd < savedNanoUsd) return undefined;
  const share = escalation.escalated / escalation.requests;
  return { kind: 'costlyEscalation', share, failedNanoUsd, savedNanoUsd };
}
