import type { Step, Workflow } from '../definition.ts';
import type { RecordedRun } from '../journal/recordedRun.ts';
import type { ProjectFiles, ProposedEdit } from '../projectFiles.ts';
import type { SeenFiles } from '../seenFiles.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';
import type { ConversationCaches } from '../../conversationCaches.ts';
import type { SpendMeter } from '../../spendMeter.ts';
import type { RunAllowance } from '../runAllowance.ts';

/** What all steps of one run share. */
export interface RunContext {
  readonly runId: string;
  readonly workflow: Workflow;
  readonly context: WorkflowContext;
  readonly files: ProjectFiles;
  /** What the run has read, and why it must stay on this machine. */
  readonly seen: SeenFiles;
  /** What prompt caches may hold of the agents' conversations. */
  readonly caches: ConversationCaches;
  readonly meter: SpendMeter;
  readonly allowance: RunAllowance;
  /** What the journal holds, for a run that is resumed or replayed. */
  readonly recorded: RecordedRun | undefined;
  /** Uses recorded values only, without any call. */
  readonly isReplay: boolean;
  emit(event: WorkflowEvent): void;
  /** Runs one step; a step with steps inside uses it for those. Rejects after an event that says what failed. */
  runStep(step: Step, at: StepScope): Promise<unknown>;
  /** Resolves when every emitted event is on the disk. */
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

/** The value of a step, and the edit that it proposes. */
export interface StepResult {
  readonly value: unknown;
  readonly edit?: ProposedEdit;
}
