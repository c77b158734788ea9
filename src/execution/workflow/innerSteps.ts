import type { Step } from './definition.ts';

type Change = (step: Step) => Step;

interface Inner<S extends Step> {
  of(step: S): readonly Step[];
  changed(step: S, change: Change): S;
}

/** Where the steps of each kind hold further steps; undefined for a kind without. */
const inner: { readonly [K in Step['kind']]: Inner<Extract<Step, { kind: K }>> | undefined } = {
  model: undefined,
  tool: undefined,
  agent: undefined,
  branch: {
    of: ({ arms }) => arms.flatMap(({ steps }) => steps),
    changed: (step, change) => ({
      ...step,
      arms: step.arms.map((arm) => ({ ...arm, steps: arm.steps.map(change) })),
    }),
  },
  parallel: {
    of: ({ steps }) => steps,
    changed: (step, change) => ({ ...step, steps: step.steps.map(change) }),
  },
  forEach: {
    of: ({ steps }) => steps,
    changed: (step, change) => ({ ...step, steps: step.steps.map(change) }),
  },
};

function innerOf({ kind }: Step): Inner<Step> | undefined {
  return inner[kind];
}

/** The steps directly inside a step. */
export function innerSteps(step: Step): readonly Step[] {
  return innerOf(step)?.of(step) ?? [];
}

/** The step with each step directly inside it changed. */
export function changeInnerSteps(step: Step, change: Change): Step {
  return innerOf(step)?.changed(step, change) ?? step;
}
