import * as z from 'zod';
import { defined } from '../input/objects.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { autoUse, type WorkflowChoices } from './policy.ts';
import type { StepUse } from './stepUse.ts';

const hint =
  'Name a tier such as `fast`, or `auto`; or write a `cascade` or a `speculate` of tiers.';
const tiers = z.array(z.string('Name a tier.'), 'Write a list of tiers.');
const flag = z.boolean('Write true or false.').optional();
const choice = z.union(
  [
    z.string(),
    z.strictObject({
      cascade: tiers.min(1, 'Name at least one tier.').describe('The tiers to try, in order.'),
      retry: flag.describe('Whether to ask the same model once more before moving up.'),
      raiseEffort: flag.describe('Whether to ask with more reasoning effort before moving up.'),
    }),
    z.strictObject({
      speculate: tiers.min(2, 'Name at least two.').describe('The tiers to start together.'),
    }),
  ],
  { error: hint },
);
const byName = z.record(z.string(), choice, { error: 'Write names, each with its choice.' });

/** The `workflows` part of a policy, by the workflow's name, such as `supportTriage`. */
export const workflowsShape = z.record(
  z.string(),
  z.strictObject(
    {
      model: choice.optional().describe('For all steps that are not named below.'),
      steps: byName.optional().describe('For steps, by their names.'),
      agents: byName.optional().describe('For agents, by their names.'),
    },
    { error: 'Say which `model` the workflow runs on, or name `steps` or `agents`.' },
  ),
  { error: 'Write names of workflows, each with `model`, `steps` or `agents`.' },
);

type Written = z.infer<typeof workflowsShape>;
type WrittenChoice = z.infer<typeof choice>;

export function toWorkflowChoices(written: Written): Record<string, WorkflowChoices> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { model, steps, agents }]) => [
      name,
      defined({
        everywhere: model === undefined ? undefined : toUse(model),
        steps: steps && toUses(steps),
        agents: agents && toUses(agents),
      }),
    ]),
  );
}

/** Reports the tiers that the choices name and that do not exist. */
export function unknownChoices(
  written: Written,
  tierNames: readonly string[],
  unknownTier: (tier: string, path: ProblemPath) => InputProblem,
): InputProblem[] {
  const places = Object.entries(written).flatMap(([name, { model, steps = {}, agents = {} }]) => [
    ...(model === undefined ? [] : [{ use: model, path: [name, 'model'] }]),
    ...Object.entries(steps).map(([step, use]) => ({ use, path: [name, 'steps', step] })),
    ...Object.entries(agents).map(([agent, use]) => ({ use, path: [name, 'agents', agent] })),
  ]);
  return places.flatMap(({ use, path }) =>
    namesIn(use).flatMap(({ tier, at }) =>
      tierNames.includes(tier) ? [] : unknownTier(tier, ['workflows', ...path, ...at]),
    ),
  );
}

function namesIn(use: WrittenChoice): { tier: string; at: (string | number)[] }[] {
  if (use === autoUse) return [];
  if (typeof use === 'string') return [{ tier: use, at: [] }];
  const [key, list] = 'cascade' in use ? ['cascade', use.cascade] : ['speculate', use.speculate];
  return (list as string[]).map((tier, index) => ({ tier, at: [key as string, index] }));
}

function toUses(written: Readonly<Record<string, WrittenChoice>>): Record<string, StepUse> {
  return Object.fromEntries(Object.entries(written).map(([name, use]) => [name, toUse(use)]));
}

function toUse(written: WrittenChoice): StepUse {
  if (written === autoUse) return { kind: 'auto' };
  if (typeof written === 'string') return { kind: 'named', name: written };
  if ('speculate' in written) return { kind: 'speculate', names: written.speculate };
  const { cascade: names, retry, raiseEffort } = written;
  return { kind: 'cascade', names, ...defined({ retry, raiseEffort }) };
}
