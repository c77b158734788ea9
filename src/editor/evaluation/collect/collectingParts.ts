import type { CollectedFiles, Collection } from '../../../evaluation/collect/collected.ts';
import type { Services } from '../../services.ts';
import type { Workflows } from '../../workflows/registerWorkflows.ts';

/** What a collection listens to and takes its samples from. */
export interface CollectingParts extends Services {
  readonly workflows: Workflows;
}

/** A collection that goes on, and how many samples it has. */
export interface GoingOn {
  readonly collection: Collection;
  readonly count: number;
}

/** The collection of this workspace, as commands see it. */
export interface LiveCollection {
  /** Undefined while nothing is collected. */
  readonly goingOn: GoingOn | undefined;
  files(): Promise<CollectedFiles>;
  begin(collection: Collection): Promise<void>;
  /** Ends the collection; what it has collected stays. */
  end(): Promise<void>;
  /** Call when files of collections may have been deleted: a collection without its file is over. */
  refresh(): Promise<void>;
  /** Resolves when every sample so far is on the disk. */
  settled(): Promise<void>;
}
