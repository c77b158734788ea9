/** What a run is asked for beside its evaluation. */
export interface RunOptions {
  /** Draws the order of the fixtures. The same order finds the same answers again; 1 by default. */
  readonly seed?: number;
  /** The most trials at a time; 4 by default. */
  readonly concurrency?: number;
  /** How many candidates are tried side by side; 1 by default. */
  readonly sideBySide?: number;
  /** Every candidate on every fixture. */
  readonly wholeGrid?: boolean;
  /** The most that the run may cost, USD. Of this and the file's own cap, the lower one holds. */
  readonly maxUsd?: number;
  /** The most trials that are not from the cache. */
  readonly maxCalls?: number;
  /**
   * Asks by the providers' batches where they offer some, which takes up to a day and costs less. Says who
   * began it, who also goes on with it after a restart.
   */
  readonly batch?: 'developer' | 'schedule';
  /** Only these fixtures, by id. */
  readonly only?: readonly string[];
  /** Resumes this run. */
  readonly resume?: string;
}
