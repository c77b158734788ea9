import type { Limit, OverLimit, ReservationFact, SettlementFact } from '../ledger/facts.ts';
import type { Money } from '../routing/models/accounts.ts';
import type { NanoUsd } from '../routing/models/money.ts';

/** The budgets that apply to one request. */
export interface BudgetGuard {
  /** The limits that its next call must keep. */
  limits(call: CallKind): readonly Limit[];
  /**
   * Asks the developer about a call that would exceed a limit. Resolves to true when the limits have
   * changed and the call may be tried again, and to a permission when the developer answers for an
   * unknown price. Rejects with the signal's reason.
   */
  askToRaise(
    over: OverLimit,
    signal: AbortSignal,
    call: ReservationFact,
  ): Promise<boolean | UnpricedPermission>;
  /** Omitted when there are no further limits. */
  readonly spendLimit?: SpendLimit;
}

/** The developer's word about a call of unknown price. It counts for that call alone. */
export type UnpricedPermission =
  | { readonly kind: 'mayCostAnything' }
  /** The most that it costs, by the developer's own guess; nano-dollars, zero when a plan includes it. */
  | { readonly kind: 'worstCase'; readonly nanoUsd: NanoUsd };

/** What the limits of a call depend on: what it is for, and which kind of money it costs. */
export type CallKind = Pick<ReservationFact, 'purpose' | 'simulated'>;

/** A limit that only one run has, such as a workflow's. It sees each call of the run. */
export interface SpendLimit {
  /** Nano-dollars of this kind of money that are still left; undefined without a limit. */
  left(money: Money): NanoUsd | undefined;
  /** Sets a call's worst case aside. Returns the limit that it would exceed; nothing is set aside then. */
  reserve(fact: ReservationFact): OverLimit | undefined;
  /** Gives the worst case back when the call is not made. */
  release(attemptId: string): void;
  settle(fact: SettlementFact): void;
}
