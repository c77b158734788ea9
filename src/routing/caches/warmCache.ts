import type { ModelReference } from '../models/model.ts';

/** A beginning of a conversation that a provider's prompt cache may still hold. */
export interface WarmCache {
  readonly model: ModelReference;
  /** Tokens of the conversation that the model has read or written, from the beginning. */
  readonly prefixTokens: number;
  /** When the model was last asked, milliseconds since the epoch. */
  readonly atMs: number;
}
