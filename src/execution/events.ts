import type { AttemptOutcome } from '../ledger/facts.ts';
import type { Choice } from '../routing/decision.ts';
import type { Cost } from '../routing/money.ts';
import type { Verdict } from '../routing/gate.ts';
import type { Usage } from '../routing/usage.ts';
import type { ProviderError } from '../providers/providerError.ts';

/** How an attempt ended, with its cost. `error` is set when the provider failed. */
export interface AttemptEnd {
  readonly attemptId: string;
  readonly choice: Choice;
  readonly outcome: AttemptOutcome;
  readonly text: string;
  readonly usage?: Usage;
  readonly cost: Cost;
  readonly firstTextMs?: number;
  readonly latencyMs: number;
  readonly error?: ProviderError;
}

/** What happens while a plan runs, in order. The last one is `finished`. */
export type RunEvent =
  | { readonly kind: 'attemptStarted'; readonly attemptId: string; readonly choice: Choice }
  | { readonly kind: 'thinking'; readonly attemptId: string }
  | { readonly kind: 'text'; readonly attemptId: string; readonly text: string }
  | { readonly kind: 'attemptEnded'; readonly end: AttemptEnd }
  /** A gate has judged an attempt's answer. */
  | { readonly kind: 'verdict'; readonly attemptId: string; readonly verdict: Verdict }
  /** The next attempt begins because of what a gate saw, or because the call failed. */
  | { readonly kind: 'again'; readonly how: 'retry' | 'climb'; readonly shortcoming: string }
  /** The ledger could not keep a fact; the run goes on. */
  | { readonly kind: 'notRecorded'; readonly message: string }
  | { readonly kind: 'finished'; readonly end: AttemptEnd };
