import type { NanoUsd } from '../models/money.ts';

/** What tells that routing costs more thought than it is worth. */
export interface StrategyFacts {
  /** Tiers in the policy. */
  readonly tiers: number;
  /** Days since somebody last changed or reviewed the strategy. */
  readonly daysSinceReview: number;
  /** Left out where what is looked at is too narrow to judge the routing by it. */
  readonly spending?: StrategySpending;
}

export interface StrategySpending {
  readonly requests: number;
  /** Of all requests, nano-dollars. */
  readonly nanoUsd: NanoUsd;
  /** Calls of known cost that only chose the task type. */
  readonly classifier: { readonly attempts: number; readonly nanoUsd: NanoUsd };
  /** Requests that were answered, and those that needed more than their first tier. */
  readonly escalation: { readonly requests: number; readonly escalated: number };
  /** What the tries cost that were not used. */
  readonly failedNanoUsd: NanoUsd;
  /** Against always using the strongest model; undefined where nothing can be compared. */
  readonly savedNanoUsd?: NanoUsd;
}

export type WarningSign =
  | { readonly kind: 'manyTiers'; readonly tiers: number }
  /** `share`: of the mean request's cost. */
  | { readonly kind: 'dearClassifier'; readonly share: number }
  | {
      readonly kind: 'costlyEscalation';
      /** Of the answered requests. */
      readonly share: number;
      readonly failedNanoUsd: NanoUsd;
      readonly savedNanoUsd: NanoUsd;
    }
  | { readonly kind: 'notReviewed'; readonly days: number };

const mostTiers = 5;
const mostClassifierShare = 0.1;
const longestUnreviewedDays = 90;

/** The signs of over-optimised routing that hold. */
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
  if (classifier.attempts === 0 || nanoUsd === 0) return undefined;
  const share = classifier.nanoUsd / classifier.attempts / (nanoUsd / requests);
  return share > mostClassifierShare ? { kind: 'dearClassifier', share } : undefined;
}

function costlyEscalation(spending: StrategySpending): WarningSign | undefined {
  const { escalation, failedNanoUsd, savedNanoUsd } = spending;
  if (savedNanoUsd === undefined || escalation.escalated === 0) return undefined;
  if (failedNanoUsd === 0 || failedNanoUsd < savedNanoUsd) return undefined;
  const share = escalation.escalated / escalation.requests;
  return { kind: 'costlyEscalation', share, failedNanoUsd, savedNanoUsd };
}
