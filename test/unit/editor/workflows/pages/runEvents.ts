import type {
  StepKind,
  WorkflowEvent,
} from '../../../../../src/execution/workflow/workflowEvents.ts';

/** A moment at which runs of these tests start, milliseconds since the epoch. */
export const t0 = 1_000_000;

export function runStarted(inputs: Readonly<Record<string, unknown>> = {}): WorkflowEvent {
  return { kind: 'runStarted', runId: 'r', workflow: 'w', hash: 'h', inputs, atMs: t0 };
}

/** A step begins `atMs` after `t0`; the part of its id before the last `/` is the step that it lies in. */
export function begun(id: string, atMs: number, stepKind: StepKind = 'tool'): WorkflowEvent {
  const cut = id.lastIndexOf('/');
  const parent = cut < 0 ? {} : { parent: id.slice(0, cut) };
  const name = id.slice(cut + 1);
  return { kind: 'stepStarted', step: id, name, stepKind, atMs: t0 + atMs, ...parent };
}

export function ended(
  step: string,
  ms: number,
  more: Partial<Extract<WorkflowEvent, { kind: 'stepEnded' }>> = {},
): WorkflowEvent {
  return { kind: 'stepEnded', step, status: 'done', ms, ...more };
}

export const runEnded = (ms: number): WorkflowEvent => ({ kind: 'runEnded', status: 'done', ms });
export const runResumed = (atMs: number): WorkflowEvent => ({
  kind: 'runResumed',
  atMs: t0 + atMs,
});
