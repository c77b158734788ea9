import type { ModelStep, Step, Workflow } from '../../execution/workflow/definition.ts';
import type { ParsedWorkflow } from '../../execution/workflow/parse/parseWorkflow.ts';
import { innerSteps } from '../../execution/workflow/innerSteps.ts';
import type { KnownSteps } from '../files/parseEvaluation.ts';

/** The steps of a workflow that ask a model once, at all levels. */
export function modelStepsOf({ steps }: Pick<Workflow, 'steps'>): readonly ModelStep[] {
  const within = (step: Step): readonly ModelStep[] =>
    step.kind === 'model' ? [step] : innerSteps(step).flatMap(within);
  return steps.flatMap(within);
}

/** What an evaluation may name of a workflow, or the first problem of its file. */
export function knownSteps({ workflow, problems }: ParsedWorkflow): KnownSteps {
  return workflow ? modelStepsOf(workflow).map(({ name }) => name) : (problems[0] ?? []);
}
