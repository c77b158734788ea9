import type { ModelUse, Step, Workflow } from './definition.ts';

/** What a policy says of a workflow's models, in the place of what its definition says. */
export interface WorkflowModels {
  /** For every step and agent. */
  readonly everywhere?: ModelUse;
  /** For single steps, by name; before `everywhere`. */
  readonly steps?: Readonly<Record<string, ModelUse>>;
  /** For single agents, by name; before `everywhere`. */
  readonly agents?: Readonly<Record<string, ModelUse>>;
}

/** The workflow on other models; all else stays as it is written. */
export function withModels(workflow: Workflow, models: WorkflowModels): Workflow {
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

function moveStep(step: Step, models: WorkflowModels): Step {
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
