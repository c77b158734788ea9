import type { AttemptOutcome } from '../ledger/facts.ts';
import type { ProviderError } from '../providers/providerError.ts';
import type { Try } from '../routing/candidates/tries.ts';
import type { ToolCall, TurnState } from '../routing/conversation.ts';
import type { Choice } from '../routing/decision.ts';
import type { Cost } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';
import type { Verdict } from '../routing/verdict.ts';

/** How an attempt ended, with its cost. `error` is set when the provider failed. */
export interface AttemptEnd {
  readonly attemptId: string;
  readonly choice: Choice;
  readonly outcome: AttemptOutcome;
  readonly text: string;
  /** The tools that the model asks for; the caller runs them. */
  readonly toolCalls: readonly ToolCall[];
  /** The tool whose call the output limit cut in half; that call is not among `toolCalls`. */
  readonly halfCall?: string;
  /** What the provider wants back when the conversation goes on. */
  readonly state?: TurnState;
  readonly usage?: Usage;
  readonly cost: Cost;
  readonly firstTextMs?: number;
  readonly latencyMs: number;
  readonly error?: ProviderError;
}

/**
 * How an attempt differs from the one before: `again` is the same call once more after a failure that may
 * pass, `fallback` another model of the same tier, and `larger` a model with a larger window.
 */
export type AttemptReason = Try['how'] | 'again' | 'fallback' | 'larger';
export type Cap = 'attempts' | 'money' | 'seconds';

/** What happens while a plan runs, in order. The last one is `finished`. */
export type RunEvent =
  | {
      readonly kind: 'attemptStarted';
      readonly attemptId: string;
      readonly choice: Choice;
      readonly how: AttemptReason;
    }
  | { readonly kind: 'thinking'; readonly attemptId: string }
  | { readonly kind: 'text'; readonly attemptId: string; readonly text: string }
  | { readonly kind: 'toolCall'; readonly attemptId: string; readonly call: ToolCall }
  | { readonly kind: 'attemptEnded'; readonly end: AttemptEnd }
  /** A gate has judged an attempt's answer. */
  | { readonly kind: 'verdict'; readonly attemptId: string; readonly verdict: Verdict }
  /** This attempt passed its gates first; those that ran beside it are being cancelled. */
  | { readonly kind: 'won'; readonly attemptId: string }
  /** The plan reached a cap: no further attempt begins, or the running one was stopped. */
  | { readonly kind: 'capped'; readonly cap: Cap }
  /** The ledger could not keep a fact; the run goes on. */
  | { readonly kind: 'notRecorded'; readonly message: string }
  | { readonly kind: 'finished'; readonly end: AttemptEnd };
