import type { ModelReference } from '../models/model.ts';

/** A beginning of a conversation that a provider's prompt cache may still hold. */
export interface WarmCache {
  readonly model: ModelReference;
  /**
   * Tokens of the conversation that the model has read, from the beginning. Its last answer is not among
   * them: a provider keeps prompts, and writes an answer to its cache with the prompt after it.
   */
  readonly prefixTokens: number;
  /** When the model was last asked: when that call began, milliseconds since the epoch. */
  readonly atMs: number;
  /**
   * The model has read on in another direction since: in another chat that begins alike, before an edit, a
   * summary or a subagent. Its loop is not this one.
   */
  readonly isBranch?: true;
}
