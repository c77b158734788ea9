import type { Evaluations } from '../evaluation/registerEvaluations.ts';
import type { Collect } from '../evaluation/collect/registerCollect.ts';
import type { Services } from '../services.ts';
import type { SpendPanels } from '../spend/registerSpend.ts';
import type { Tasks } from '../tasks/createTasks.ts';
import type { Workflows } from '../workflows/registerWorkflows.ts';

/** What commands work on. */
export interface CommandContext extends Services, Tasks, SpendPanels, Collect {
  readonly workflows: Workflows;
  readonly evaluations: Evaluations;
}

export type Handler = (argument?: unknown) => Promise<void> | void;
