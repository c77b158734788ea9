/**
 * Tokens of one call, with the same meaning for every provider.
 * `inputTokens` and `outputTokens` are totals; the other fields are parts of them.
 * A field is undefined when the provider does not report it.
 */
export interface Usage {
  /** All input, cached parts included. */
  readonly inputTokens: number;
  /** Part of the input that was read from a prompt cache. */
  readonly cacheReadTokens?: number;
  /** Part of the input that was written to a short-lived prompt cache (5 to 30 minutes). */
  readonly cacheWriteTokens?: number;
  /** Part of the input that was written to a long-lived prompt cache (1 to 12 hours). */
  readonly cacheWriteLongTokens?: number;
  /** All output, reasoning included. */
  readonly outputTokens: number;
  /** Part of the output that was spent on reasoning. */
  readonly reasoningTokens?: number;
  /** The provider's name for the service tier, such as `flex`. Omitted for the usual one. */
  readonly serviceTier?: string;
}
