import type * as vscode from 'vscode';
import type { WatchHost } from '../../../evaluation/watching/watchHost.ts';

/** What the room of evaluations does for its watching. */
export interface WatchPorts {
  /** Whether this workspace has an evaluation; reads no file. */
  hasEvaluations(): Promise<boolean>;
  /** Fires when an evaluation or a report was added or has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Made when there is an evaluation to watch. */
  watch(): Promise<WatchHost>;
  showReport(evaluation: string): Promise<void>;
  /** Runs an evaluation with its usual questions and progress. */
  evaluateAgain(evaluation: string): Promise<void>;
}
