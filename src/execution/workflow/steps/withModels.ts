import type { WorkflowChoices } from '../../../routing/policy/policy.ts';
import type { StepUse } from '../../../routing/policy/stepUse.ts';
import type { Step, Workflow } from '../definition.ts';
import { wordsOf } from './declared.ts';

/** The workflow on other models; all else stays as it is written. */
export function withModels(workflow: Workflow, models: WorkflowChoices): Workflow {
  const { everywhere, agents = {} } = models;
  const moved = Object.entries(workflow.agents).map(([name, agent]) => [
    name,
    { ...agent, model: agents[name] ?? everywhere ?? agent.model },
  ]);
  return {
    ...workflow,
    steps: workflow.steps.map((step) => moveStep(step, models)),
    agents: Object.fromEntries(moved),
  };
}

function moveStep(step: Step, models: WorkflowChoices): Step {
  const moveAll = (steps: readonly Step[]) => steps.map((each) => moveStep(each, models));
  switch (step.kind) {
    case 'model': {
      const model = models.steps?.[step.name] ?? models.everywhere ?? step.model;
      return { ...step, model };
    }
    case 'branch':
      return { ...step, arms: step.arms.map((arm) => ({ ...arm, steps: moveAll(arm.steps) })) };
    case 'parallel':
    case 'forEach':
      return { ...step, steps: moveAll(step.steps) };
    default:
      return step;
  }
}

/** What other models the workflow runs on, in one sentence; undefined when it runs as it is written. */
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

/** Names that a policy gives models to and that the workflow does not have, or that ask no model. */
export function strangersIn(workflow: Workflow, { steps = {}, agents = {} }: WorkflowChoices) {
  const asking = new Set(askingSteps(workflow.steps));
  return [
    ...Object.keys(steps).filter((name) => !asking.has(name)),
    ...Object.keys(agents).filter((name) => !Object.hasOwn(workflow.agents, name)),
  ];
}

function askingSteps(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'model':
        return [step.name];
      case 'branch':
        return step.arms.flatMap((arm) => askingSteps(arm.steps));
      case 'parallel':
      case 'forEach':
        return askingSteps(step.steps);
      default:
        return [];
    }
  });
}
