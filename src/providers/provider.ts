import type { Message, Tool, ToolCall } from '../routing/conversation.ts';
import type { Effort } from '../routing/models/model.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';

/*
 * The door of the providers room: it speaks to model servers. In comes a ModelCall, out comes a stream of
 * parts: text, reasoning, tool calls, usage and a finish reason. createProvider.ts makes a Provider of a
 * configuration (providerConfig.ts, parseProviders.ts). There is one sub-room per wire format: anthropic/,
 * openai/, openaiCompatible/ and openaiDecisions/; http/ holds what they share. A failed call throws
 * ProviderError (providerError.ts).
 */

/** A JSON Schema for the whole answer, for models that can guarantee it. */
export interface OutputSchema {
  readonly name: string;
  /** An object schema in which every property is required and no others are allowed. */
  readonly schema: Record<string, unknown>;
}

/** `unasked`: also when the call names no effort. */
export type Thinking = 'never' | 'whenAsked' | 'unasked';

/** One call to one model, independent of any provider's format. */
export interface ModelCall {
  /** The provider's own name for the model. */
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly maxOutputTokens: number;
  readonly effort?: Effort;
  /** Whether the model thinks before it answers; omitted when that is unknown. */
  readonly thinking?: Thinking;
  /** Omitted for the provider's default. Only the compatible wire sends it, because the others refuse it. */
  readonly temperature?: number;
  readonly tools?: readonly Tool[];
  /** The answer has to call one of the tools. A model whose server refuses to force that is asked without it. */
  readonly mustCall?: true;
  /** The same for all turns of a conversation: lets a provider find its prompt cache again. */
  readonly cacheKey?: string;
  /** Providers that cannot guarantee a schema ignore it, so the caller validates the answer anyway. */
  readonly outputSchema?: OutputSchema;
}

/** Why a model stopped. For `other`, the part's `raw` holds the provider's own word. */
export type FinishReason = 'stop' | 'length' | 'toolCalls' | 'refusal' | 'other';

/** A piece of a stream, in the order of arrival. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'toolCall'; readonly call: ToolCall }
  /** What the provider wants back with this turn; comes at most once, before `finish`. */
  | { readonly kind: 'state'; readonly items: readonly unknown[] }
  /** May come more than once; the last one counts. `reportedNanoUsd` is the provider's own price. */
  | {
      readonly kind: 'usage';
      readonly usage: Usage;
      readonly reportedNanoUsd?: NanoUsd;
      /**
       * The cost of these tokens is an estimate: the provider's counts contradict each other and were
       * completed, or it charges for more than they say.
       */
      readonly isDoubtful?: boolean;
      readonly raw: unknown;
    }
  /**
   * Comes only when the stream had both its terminal event and a finish reason. `isFree`: the provider's own
   * rules say that it charges nothing for such an end.
   */
  | {
      readonly kind: 'finish';
      readonly reason: FinishReason;
      readonly isFree?: true;
      readonly raw: unknown;
    };

/**
 * Streams a model's answers.
 *
 * A stream that ends without a `finish` part was cut off and is not a success. Throws ProviderError when
 * the call fails; an abort throws the signal's own reason or a ProviderError of kind `aborted`.
 */
export interface Provider {
  readonly id: string;
  stream(call: ModelCall, signal: AbortSignal): AsyncIterable<Part>;
}
