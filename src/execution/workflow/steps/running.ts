import type { Step, Workflow } from '../definition.ts';
import type { RecordedRun } from '../journal/recordedRun.ts';
import type { ProjectFiles, ProposedEdit } from '../projectFiles.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';
import type { SpendMeter } from './spendMeter.ts';

/** One run while it runs: what all its steps share. */
export interface RunContext {
  readonly runId: string;
  readonly workflow: Workflow;
  readonly context: WorkflowContext;
  readonly files: ProjectFiles;
  readonly meter: SpendMeter;
  /** What earlier sittings did. */
  readonly recorded: RecordedRun | undefined;
  /** Only recorded values are used; nothing is called. */
  readonly isReplay: boolean;
  emit(event: WorkflowEvent): void;
  /** Runs one step: containers run those inside with it. Rejects when it has told what failed. */
  runStep(step: Step, at: StepScope): Promise<unknown>;
  /** Resolves when all that was emitted is on the disk. */
  saved(): Promise<void>;
}

export type Values = Readonly<Record<string, unknown>>;

/** Where a step stands in a run. */
export interface StepScope {
  readonly running: RunContext;
  /** What templates and conditions may use. */
  readonly values: Values;
  /** The step around it. */
  readonly parent?: StepId;
  readonly signal: AbortSignal;
}

export function idIn(parent: StepId | undefined, name: string): StepId {
  return parent === undefined ? name : `${parent}/${name}`;
}

/** What a step without steps inside has done. */
export interface StepResult {
  readonly value: unknown;
  readonly edit?: ProposedEdit;
}
