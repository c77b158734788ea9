import type { Limit, OverLimit, Purpose } from '../ledger/facts.ts';

/** The budgets that one request is under. */
export interface Purse {
  /** What its next call of this purpose may not pass. */
  limits(purpose: Purpose): readonly Limit[];
  /**
   * Asks what to do with a call that would pass one: true when it may be tried again, for the limits
   * have changed. Rejects with the signal's reason.
   */
  isRaised(over: OverLimit, signal: AbortSignal): Promise<boolean>;
}
