/**
 * What the result of a run depends on, as a hash for each part. A result is stale when a part has changed.
 */
export interface Fingerprint {
  readonly fixtures: string;
  readonly scorers: string;
  readonly thresholds: string;
  /** The instructions and templates that the prompts are made of. */
  readonly prompts: string;
  /** The models and efforts that the candidates stand for. */
  readonly models: string;
  /** The prices of those models that are in force. */
  readonly prices: string;
}
