import type { Trace } from '../../execution/workflow/journal/trace.ts';
import type { WorkflowRun } from './workflowRuns.ts';

/** The state of a run. A run without an end that runs in no window was interrupted. */
export type RunStatus = Trace['status'] | 'elsewhere' | 'interrupted';

export function statusOf({
  trace,
  abort,
  isElsewhere,
}: Pick<WorkflowRun, 'trace' | 'abort' | 'isElsewhere'>): RunStatus {
  if (trace.status !== 'running' || abort) return trace.status;
  return isElsewhere ? 'elsewhere' : 'interrupted';
}

/** Whether the run is in progress, in this window or in another one. */
export function isGoingOn(status: RunStatus): boolean {
  return status === 'running' || status === 'elsewhere';
}
