import type { Step } from '../definition.ts';
import type { StepId } from '../workflowEvents.ts';
import { runAgentStep } from './runAgent.ts';
import { runModelStep } from './runModelStep.ts';
import type { StepResult, StepScope } from './running.ts';
import { runBranch, runForEach, runParallel } from './runSteps.ts';
import { runToolStep } from './runToolStep.ts';

/** How one kind of step is run. */
export interface StepRunner<S extends Step = Step> {
  /**
   * Whether the journal keeps its value. It does not for a kind with steps inside: theirs are kept, and
   * a resumed or replayed run makes its value of them.
   */
  readonly isRecorded: boolean;
  /** Rejects with StepFailure, or with InnerFailure when a step inside has failed. */
  run(step: S, id: StepId, at: StepScope): Promise<StepResult>;
}

/** Every kind of step. */
const stepRunners: { readonly [K in Step['kind']]: StepRunner<Extract<Step, { kind: K }>> } = {
  model: {
    isRecorded: true,
    run: async (step, id, at) => ({ value: await runModelStep(step, id, at) }),
  },
  tool: { isRecorded: true, run: (step, _, at) => runToolStep(step, at) },
  agent: {
    isRecorded: true,
    run: async (step, id, at) => ({ value: await runAgentStep(step, id, at) }),
  },
  branch: {
    isRecorded: false,
    run: async (step, id, at) => ({ value: await runBranch(step, id, at) }),
  },
  parallel: {
    isRecorded: false,
    run: async (step, id, at) => ({ value: await runParallel(step, id, at) }),
  },
  forEach: {
    isRecorded: false,
    run: async (step, id, at) => ({ value: await runForEach(step, id, at) }),
  },
};

export function runnerOf({ kind }: Step): StepRunner {
  return stepRunners[kind];
}
