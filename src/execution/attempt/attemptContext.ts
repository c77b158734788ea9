import type { Purpose } from '../../ledger/facts.ts';
import { type Ledger, LedgerError } from '../../ledger/ledger.ts';
import type { ModelCall, Provider } from '../../providers/provider.ts';
import type { Choice } from '../../routing/decision.ts';
import type { Model } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptReason, RunEvent } from '../events.ts';

/** What an attempt needs from outside: the ledger, the providers, clocks and ids. */
export interface AttemptContext {
  readonly ledger: Ledger;
  provider(id: string): Promise<Provider | undefined>;
  /** Counts tokens where the provider does not; never rejects. */
  countTokens(text: string): Promise<number>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds on a clock that never jumps. */
  monotonic(): number;
  newId(): string;
  /** Reports a bug that does not end the run. */
  report(bug: unknown): void;
  /** Hears of each bill that a provider names, beside what the known price gives, nano-dollars. */
  noteBill?(model: Model, bill: Bill): void;
}

/** What a provider charged, and what its tokens cost at the known price. Nano-dollars. */
export interface Bill {
  readonly reported: NanoUsd;
  readonly computed: NanoUsd;
}

/** What one attempt is asked to do. */
export interface AttemptRequest {
  readonly requestId: string;
  readonly choice: Choice;
  readonly call: Omit<ModelCall, 'model' | 'effort'>;
  readonly purpose: Purpose;
  /** `first` when omitted. */
  readonly how?: AttemptReason;
  /** The model whose price the cost is compared with. */
  readonly baseline?: Model;
  /** Omitted when no budget applies. */
  readonly budgetGuard?: BudgetGuard;
}

/** A request with everything that its three steps share. */
export interface PreparedAttempt extends AttemptRequest {
  readonly attemptId: string;
  readonly providerId: string;
  /** The call as the provider gets it. */
  readonly fullCall: ModelCall;
  /** The UTC date whose prices apply, such as `2026-11-22`. */
  readonly today: string;
}

/**
 * Writes to the ledger. When the ledger is broken it yields `notRecorded` instead of throwing, because
 * the developer must still get the answer.
 */
export async function* recorded(write: () => Promise<void>): AsyncGenerator<RunEvent> {
  const message = await failureToRecord(write);
  if (message !== undefined) yield { kind: 'notRecorded', message };
}

/** Writes to the ledger. Resolves to the reason when the ledger is broken, and to undefined otherwise. */
export async function failureToRecord(write: () => Promise<void>): Promise<string | undefined> {
  try {
    await write();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof LedgerError)) throw thrown;
    return thrown.message;
  }
}
