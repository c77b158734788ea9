import type { ModelStep, Step, Workflow } from '../../execution/workflow/definition.ts';
import { innerSteps } from '../../execution/workflow/innerSteps.ts';

/** The steps of a workflow that ask a model once, at all levels. */
export function modelStepsOf({ steps }: Pick<Workflow, 'steps'>): readonly ModelStep[] {
  const within = (step: Step): readonly ModelStep[] =>
    step.kind === 'model' ? [step] : innerSteps(step).flatMap(within);
  return steps.flatMap(within);
}
