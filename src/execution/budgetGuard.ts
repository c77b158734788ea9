import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../ledger/facts.ts';
import type { Money } from '../routing/models/accounts.ts';
import type { NanoUsd } from '../routing/models/money.ts';

/** The budgets that one request is under. */
export interface BudgetGuard {
  /** What its next call may not pass. */
  limits(call: CallKind): readonly Limit[];
  /**
   * Asks what to do with a call that would pass one: true when it may be tried again, for the limits
   * have changed. Rejects with the signal's reason.
   */
  askToRaise(over: OverLimit, signal: AbortSignal): Promise<boolean>;
  /** Left out: no limit besides those. */
  readonly spendLimit?: SpendLimit;
}

/** What the limits of a call depend on: what it is for, and which kind of money it costs. */
export type CallKind = Pick<ReservationFact, 'purpose' | 'simulated'>;

/** A limit that only a run knows of, such as a workflow's: it is told of each of the run's calls. */
export interface SpendLimit {
  /** Nano-dollars that are not spent of this kind of money; undefined without a limit. */
  left(money: Money): NanoUsd | undefined;
  /** Sets a call's worst case aside, or says what it would pass; then nothing is set aside. */
  reserve(fact: ReservationFact): OverLimit | undefined;
  /** The call is not made after all. */
  release(attemptId: string): void;
  settle(fact: SettlementFact): void;
}
