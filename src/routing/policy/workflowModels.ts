import * as z from 'zod';
import { defined } from '../input/objects.ts';
import type { InputProblem, ProblemPath } from '../input/problems.ts';
import { speedMeasures } from '../models/latency.ts';
import { autoUse, fastestUse, type WorkflowChoices } from './policy.ts';
import type { StepUse } from './stepUse.ts';
import { toSay } from '../say.ts';

const hint = toSay(
  'Name a tier such as `fast`, `auto` or `fastest`; or write a `cascade`, a `speculate` or the `fastest` of tiers.',
);
const tiers = z.array(z.string(toSay('Name a tier.')), toSay('Write a list of tiers.'));
const flag = z.boolean(toSay('Write true or false.')).optional();
const speed = z.enum(speedMeasures).optional();
const choice = z.union(
  [
    z.string(),
    z.strictObject({
      cascade: tiers
        .min(1, toSay('Name at least one tier.'))
        .describe('The tiers to try, in order.'),
      retry: flag.describe('Whether to ask the same model once more before moving up.'),
      raiseEffort: flag.describe('Whether to ask with more reasoning effort before moving up.'),
    }),
    z.strictObject({
      speculate: tiers.min(2, toSay('Name at least two.')).describe('The tiers to start together.'),
    }),
    z.strictObject({
      fastest: tiers
        .min(1, toSay('Name at least one tier.'))
        .describe(
          'The tiers whose ready models are compared. The fastest by measurement is asked.',
        ),
      by: speed.describe(
        'What is compared: the time to the first token, or to the whole answer (total, the default).',
      ),
    }),
  ],
  { error: hint },
);
const byName = z.record(z.string(), choice, { error: toSay('Write names, each with its choice.') });

/** The `workflows` part of a policy, by the workflow's name, such as `supportTriage`. */
export const workflowsShape = z.record(
  z.string(),
  z.strictObject(
    {
      model: choice.optional().describe('For all steps that are not named below.'),
      steps: byName.optional().describe('For steps, by their names.'),
      agents: byName.optional().describe('For agents, by their names.'),
    },
    { error: toSay('Say which `model` the workflow runs on, or name `steps` or `agents`.') },
  ),
  { error: toSay('Write names of workflows, each with `model`, `steps` or `agents`.') },
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
  if (use === autoUse || use === fastestUse) return [];
  if (typeof use === 'string') return [{ tier: use, at: [] }];
  const lists = Object.entries(use).filter(([, value]) => Array.isArray(value));
  return lists.flatMap(([key, list]) =>
    (list as string[]).map((tier, index) => ({ tier, at: [key, index] })),
  );
}

function toUses(written: Readonly<Record<string, WrittenChoice>>): Record<string, StepUse> {
  return Object.fromEntries(Object.entries(written).map(([name, use]) => [name, toUse(use)]));
}

function toUse(written: WrittenChoice): StepUse {
  if (written === autoUse) return { kind: 'auto' };
  if (written === fastestUse) return { kind: 'fastest', names: [], by: 'total' };
  if (typeof written === 'string') return { kind: 'named', name: written };
  if ('speculate' in written) return { kind: 'speculate', names: written.speculate };
  if ('fastest' in written) {
    return { kind: 'fastest', names: written.fastest, by: written.by ?? 'total' };
  }
  const { cascade: names, retry, raiseEffort } = written;
  return { kind: 'cascade', names, ...defined({ retry, raiseEffort }) };
}
