import type { ModelStep, Workflow } from '../definition.ts';
import { recall } from '../journal/recall.ts';
import { workflowHash } from '../journal/workflowHash.ts';
import { openProjectFiles } from '../projectFiles.ts';
import { InnerFailure, StepFailure } from '../stepFailure.ts';
import { givenInputs } from '../steps/inputValues.ts';
import { idIn, type StepScope, type RunContext } from '../steps/running.ts';
import { runStep } from '../steps/runStep.ts';
import { runSteps } from '../steps/runSteps.ts';
import { createMeter } from '../steps/spendMeter.ts';
import type { WorkflowContext } from '../workflowContext.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';

/** A step of a run that is over, with all that it was given. */
export interface RecordedStep {
  readonly step: ModelStep;
  readonly at: StepScope;
}

/**
 * Plays a run's recorded values up to one of its steps; nothing is called. Files are as they are now,
 * with what the run had proposed before the step. Rejects with StepFailure.
 */
export async function recordedStep(
  id: StepId,
  { workflow, events }: { readonly workflow: Workflow; readonly events: readonly WorkflowEvent[] },
  context: WorkflowContext,
): Promise<RecordedStep> {
  const recalled = recall(events);
  if (recalled?.hash !== workflowHash(workflow)) {
    throw new StepFailure(
      'The workflow has changed since this run, so its values may not fit any more. Run it anew first.',
    );
  }
  const { values: inputs } = givenInputs(workflow.inputs, recalled.inputs);
  const files = openProjectFiles(context.readFile);
  const began = events.findIndex((event) => event.kind === 'stepStarted' && event.step === id);
  for (const event of events.slice(0, Math.max(0, began))) {
    if ('edit' in event && event.edit) files.restore(event.edit);
  }
  let found: RecordedStep | undefined;
  const running: RunContext = {
    runId: recalled.runId,
    workflow,
    context,
    files,
    recalled,
    isReplay: true,
    meter: createMeter({ name: 'nothing is spent' }),
    emit: () => undefined,
    saved: async () => undefined,
    async runStep(step, at) {
      if (idIn(at.parent, step.name) !== id || step.kind !== 'model') return runStep(step, at);
      found = { step, at };
      throw new InnerFailure('This is the step.');
    },
  };
  const { signal } = new AbortController();
  await runSteps(workflow.steps, { running, values: { inputs }, signal }).catch(
    (error: unknown) => {
      if (!(error instanceof InnerFailure)) throw error;
    },
  );
  if (found) return found;
  throw new StepFailure(`The run has not recorded what “${id}” was given. Resume the run first.`);
}
