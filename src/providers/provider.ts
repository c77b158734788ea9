import type { Message, Tool, ToolCall } from '../routing/conversation.ts';
import type { Effort } from '../routing/models/model.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';

/** A JSON Schema that the whole answer must have, for models that can promise it. */
export interface OutputSchema {
  readonly name: string;
  /** An object schema: every property required, no others allowed. */
  readonly schema: Record<string, unknown>;
}

/** One call to one model, in no provider's own terms. */
export interface ModelCall {
  /** The provider's own name for the model. */
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly maxOutputTokens: number;
  readonly effort?: Effort;
  /** Left out: as the provider likes. Sent by the compatible wire alone: the others refuse it. */
  readonly temperature?: number;
  readonly tools?: readonly Tool[];
  /** Providers without such a promise leave it out; whoever reads the answer validates it anyway. */
  readonly outputSchema?: OutputSchema;
}

/** Why a model stopped. `other` keeps the provider's word in the part's `raw`. */
export type FinishReason = 'stop' | 'length' | 'toolCalls' | 'refusal' | 'other';

/** What a stream is made of, in the order it arrives. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'toolCall'; readonly call: ToolCall }
  /** May come more than once; the last valid one counts. `reported` is the provider's own price. */
  | {
      readonly kind: 'usage';
      readonly usage: Usage;
      readonly reportedNanoUsd?: NanoUsd;
      readonly raw: unknown;
    }
  /** Comes only when the stream had both its terminal event and a finish reason. */
  | { readonly kind: 'finish'; readonly reason: FinishReason; readonly raw: unknown };

/**
 * Something that streams completions.
 *
 * A stream that ends without a `finish` part was cut off and is not a success. Throws ProviderError
 * when the call fails; an abort ends with the signal's own reason or a ProviderError of kind `aborted`.
 */
export interface Provider {
  readonly id: string;
  stream(call: ModelCall, signal: AbortSignal): AsyncIterable<Part>;
}
