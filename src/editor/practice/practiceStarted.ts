import type * as vscode from 'vscode';

/** What the thread of the practice models tells once they answer. */
export interface PracticeStarted {
  /** Drawn for this start. Without it the server answers nobody. */
  readonly key: string;
  /** As a user would write them, but never written down. */
  readonly settings: {
    readonly 'tierwise.providers': Readonly<Record<string, unknown>>;
    readonly 'tierwise.models': Readonly<Record<string, unknown>>;
    /** From the cheapest to the strongest. */
    readonly 'tierwise.tiers': Readonly<Record<string, readonly string[]>>;
  };
}

/** The practice models, as far as others look at them. */
export interface Practice {
  /** What is in force while practice goes on; undefined when it does not. */
  readonly current: PracticeStarted | undefined;
  /** Fires when practice began or ended. */
  readonly onDidChange: vscode.Event<void>;
}
