import type { Trace } from '../../execution/workflow/journal/trace.ts';
import type { WorkflowRun } from './workflowRuns.ts';

/** How a run stands: one that runs nowhere any more was interrupted. */
export type RunStatus = Trace['status'] | 'elsewhere' | 'interrupted';

export function statusOf({
  trace,
  abort,
  isElsewhere,
}: Pick<WorkflowRun, 'trace' | 'abort' | 'isElsewhere'>): RunStatus {
  if (trace.status !== 'running' || abort) return trace.status;
  return isElsewhere ? 'elsewhere' : 'interrupted';
}

/** Whether it goes on, in this window or in another one. */
export function isGoingOn(status: RunStatus): boolean {
  return status === 'running' || status === 'elsewhere';
}
