import type { BatchControls } from '../../../evaluation/run/batches/batchAsker.ts';
import type { WatchHost } from '../../../evaluation/watching/watchHost.ts';

/** The evaluations of one folder of the workspace, for watching. */
export interface WatchedFolder {
  readonly watch: WatchHost;
  /** What a run that started by itself is told of its batches; `stop` ends it when one is cancelled. */
  batches(evaluation: string, stop: () => void): BatchControls;
  showReport(evaluation: string): Promise<void>;
  /** Runs an evaluation with its usual question and progress. */
  evaluateAgain(evaluation: string): Promise<void>;
}

/** Those that have evaluations. */
export type WatchedFolders = () => Promise<readonly WatchedFolder[]>;
