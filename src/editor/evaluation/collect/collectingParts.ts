import type { Services } from '../../services.ts';
import type { Workflows } from '../../workflows/registerWorkflows.ts';

/** What a collection listens to and takes its samples from. */
export interface CollectingParts extends Services {
  readonly workflows: Workflows;
}
