import type { ModelCall, Part } from '../provider.ts';
import type { ProviderError } from '../providerError.ts';

/*
 * The door of batches/: many calls to a provider at once, answered within a day at a lower price. It is the
 * contract beside provider.ts. anthropicBatches.ts and openaiBatches.ts speak the two wires; a request's body
 * and the parts of its answer are made by the functions that single calls use. exchange.ts sends one
 * question, and createBatchProvider.ts picks the wire.
 */

/** One call of a batch. */
export interface BatchCall {
  /** Unique within the batch: 1 to 64 of `a-zA-Z0-9_-`, the narrowest rule of both providers. */
  readonly customId: string;
  readonly call: ModelCall;
}

export interface BatchSubmission {
  /** Found again by `find` where the provider keeps it with the batch; at most 512 characters. */
  readonly tag: string;
  readonly calls: readonly BatchCall[];
}

/** What a provider takes in one batch. */
export interface BatchLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** What a provider says of a batch. */
export interface BatchStatus {
  /** `refused`: the provider did not begin with it, and charges nothing. */
  readonly phase: 'working' | 'ended' | 'refused';
  /** The provider's own word. */
  readonly raw: string;
  /** How many results there are at least, once it has ended; fewer were cut off on the way. */
  readonly results: number;
  /** Why it was refused, in the provider's words. */
  readonly why?: string;
}

/** What became of one call. They come in any order. */
export type BatchResult = { readonly customId: string } & (
  | { readonly kind: 'answered'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly error: ProviderError }
  /** The provider's time was over before it began with the call. Costs nothing. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled' }
);

/** A batch whose id was never heard. */
export interface LostBatch extends BatchSubmission {
  /** Milliseconds since 1970: it cannot be older. */
  readonly sinceMs: number;
}

/** `undecided`: a batch may be it, and its results will tell when it has ended. */
export type FoundBatch =
  | { readonly kind: 'found'; readonly batchId: string }
  | { readonly kind: 'notThere' }
  | { readonly kind: 'undecided' };

/**
 * Answers many calls within a day. Every method rejects with ProviderError when the provider cannot be
 * reached or refuses, or with the signal's reason when it is aborted.
 */
export interface BatchProvider {
  readonly id: string;
  readonly limits: BatchLimits;
  /** How much of `limits.bytes` a call takes. */
  bytesOf(call: BatchCall): number;
  /** Resolves to the batch's id. After an error, the batch may be there all the same: see `find`. */
  submit(submission: BatchSubmission, signal: AbortSignal): Promise<string>;
  status(batchId: string, signal: AbortSignal): Promise<BatchStatus>;
  /** The results of a batch that has ended. They may break off; those that came are whole. */
  results(batchId: string, signal: AbortSignal): AsyncIterable<BatchResult>;
  /** Asks to stop it. What was answered by then is charged for and stays among the results. */
  cancel(batchId: string, signal: AbortSignal): Promise<void>;
  find(lost: LostBatch, signal: AbortSignal): Promise<FoundBatch>;
}
