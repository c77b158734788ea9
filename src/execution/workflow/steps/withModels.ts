import { own } from '../../../routing/input/objects.ts';
import type { WorkflowChoices } from '../../../routing/policy/policy.ts';
import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { Step, Workflow } from '../definition.ts';
import { changeInnerSteps, innerSteps } from '../innerSteps.ts';
import { wordsOf } from './declared.ts';

/** The workflow with the models that a policy gives it. */
export function withModels(workflow: Workflow, models: WorkflowChoices): Workflow {
  const { everywhere, agents } = models;
  const moved = Object.entries(workflow.agents).map(([name, agent]) => [
    name,
    { ...agent, model: own(agents, name) ?? everywhere ?? agent.model },
  ]);
  return {
    ...workflow,
    steps: workflow.steps.map((step) => moveStep(step, models)),
    agents: Object.fromEntries(moved),
  };
}

function moveStep(step: Step, models: WorkflowChoices): Step {
  if (step.kind !== 'model') return changeInnerSteps(step, (each) => moveStep(each, models));
  return { ...step, model: own(models.steps, step.name) ?? models.everywhere ?? step.model };
}

/** The models that the policy gives a workflow, in one sentence; undefined when there are none. */
export function describeModels({ everywhere, steps, agents }: WorkflowChoices): string | undefined {
  const single = (kind: string, uses: Readonly<Record<string, StepUse>> = {}): string[] =>
    Object.entries(uses).map(([name, use]) => `the ${kind} “${name}” on ${wordsOf(use)}`);
  const parts = [
    ...single('step', steps),
    ...single('agent', agents),
    ...(everywhere ? [`all else on ${wordsOf(everywhere)}`] : []),
  ];
  return parts.length > 0 ? `The policy puts ${parts.join(', ')}.` : undefined;
}

/** Names in a policy that the workflow does not have, or whose steps ask no model. */
export function unknownNamesIn(workflow: Workflow, { steps = {}, agents = {} }: WorkflowChoices) {
  const asking = new Set(askingSteps(workflow.steps));
  return [
    ...Object.keys(steps).filter((name) => !asking.has(name)),
    ...Object.keys(agents).filter((name) => !Object.hasOwn(workflow.agents, name)),
  ];
}

function askingSteps(steps: readonly Step[]): string[] {
  return steps.flatMap((step) =>
    step.kind === 'model' ? [step.name] : askingSteps(innerSteps(step)),
  );
}
