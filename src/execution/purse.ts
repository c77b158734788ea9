import type {
  Limit,
  OverLimit,
  Purpose,
  ReservationFact,
  SettlementFact,
} from '../ledger/facts.ts';
import type { NanoUsd } from '../routing/money.ts';

/** The budgets that one request is under. */
export interface Purse {
  /** What its next call of this purpose may not pass. */
  limits(purpose: Purpose): readonly Limit[];
  /**
   * Asks what to do with a call that would pass one: true when it may be tried again, for the limits
   * have changed. Rejects with the signal's reason.
   */
  isRaised(over: OverLimit, signal: AbortSignal): Promise<boolean>;
  /** Left out: no limit besides those. */
  readonly meter?: Meter;
}

/** A limit that only a run knows of, such as a workflow's: it is told of each of the run's calls. */
export interface Meter {
  /** Nano-dollars that are not spent; undefined without a limit. */
  left(): NanoUsd | undefined;
  /** Sets a call's worst case aside, or says what it would pass; then nothing is set aside. */
  reserve(fact: ReservationFact): OverLimit | undefined;
  /** The call is not made after all. */
  release(attemptId: string): void;
  settle(fact: SettlementFact): void;
}
