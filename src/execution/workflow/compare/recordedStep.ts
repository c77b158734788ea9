import type { ModelStep, Workflow } from '../definition.ts';
import { type RecordedRun, recordedRun } from '../journal/recordedRun.ts';
import { workflowHash } from '../journal/workflowHash.ts';
import { openProjectFiles } from '../projectFiles.ts';
import { openSeenFiles, readingInto } from '../seenFiles.ts';
import { InnerFailure, StepFailure } from '../stepFailure.ts';
import { resolveInputs } from '../steps/inputValues.ts';
import { idIn, type StepScope, type RunContext } from '../steps/running.ts';
import { runStep } from '../steps/runStep.ts';
import { runSteps } from '../steps/runSteps.ts';
import { createConversationCaches } from '../../conversationCaches.ts';
import { createMeter } from '../../spendMeter.ts';
import { createAllowance } from '../runAllowance.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';

/** A step of a finished run, with everything it was given. */
export interface RecordedStep {
  readonly step: ModelStep;
  readonly at: StepScope;
}

/**
 * Replays a run's recorded values up to one of its steps, without any call. Files are as they are now,
 * with the edits that the run had proposed before the step. Rejects with StepFailure.
 */
export async function recordedStep(
  id: StepId,
  { workflow, events }: { readonly workflow: Workflow; readonly events: readonly WorkflowEvent[] },
  context: WorkflowContext,
): Promise<RecordedStep> {
  const recorded = recordedRun(events);
  if (recorded?.hash !== workflowHash(workflow)) {
    throw new StepFailure(
      'The workflow has changed since this run, so its values may not fit any more. Run it again first.',
    );
  }
  const { values: inputs } = resolveInputs(workflow.inputs, recorded.inputs);
  const { seen, stay } = recorded;
  const seenFiles = openSeenFiles({ seen, stay });
  const files = openProjectFiles(readingInto(seenFiles, context), context.locate);
  const start = events.findIndex((event) => event.kind === 'stepStarted' && event.step === id);
  for (const event of events.slice(0, Math.max(0, start))) {
    if ('edit' in event && event.edit) await files.restore(event.edit);
  }
  const running = { ...replayContext(recorded, workflow, context), files, seen: seenFiles };
  const found = await replayUpTo(id, running, inputs);
  if (found) return found;
  throw new StepFailure(`The run has not recorded what “${id}” was given. Resume the run first.`);
}

/** Plays recorded values only: nothing is called, spent or written. */
function replayContext(
  recorded: RecordedRun,
  workflow: Workflow,
  context: WorkflowContext,
): Omit<RunContext, 'files' | 'seen'> {
  return {
    runId: recorded.runId,
    workflow,
    context,
    recorded,
    isReplay: true,
    caches: createConversationCaches(),
    allowance: createAllowance(workflow),
    meter: createMeter({ name: 'nothing is spent' }),
    emit: () => undefined,
    saved: async () => undefined,
    runStep,
  };
}

/** Replays the run until it comes to a step, with the values that the step sees. */
async function replayUpTo(
  id: StepId,
  context: RunContext,
  inputs: unknown,
): Promise<RecordedStep | undefined> {
  let found: RecordedStep | undefined;
  const running: RunContext = {
    ...context,
    async runStep(step, at) {
      if (idIn(at.parent, step.name) !== id || step.kind !== 'model') return runStep(step, at);
      found = { step, at };
      throw new InnerFailure('This is the step.');
    },
  };
  const { signal } = new AbortController();
  try {
    await runSteps(running.workflow.steps, { running, values: { inputs }, signal });
  } catch (error) {
    if (!(error instanceof InnerFailure)) throw error;
  }
  return found;
}
