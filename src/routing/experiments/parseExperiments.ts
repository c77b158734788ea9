import * as z from 'zod';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import { autoUse, type Rule, tiersUsed } from '../policy/policy.ts';
import { useShape, withoutBounds } from '../policy/ruleShapes.ts';
import { taskTypes } from '../task.ts';
import type { Experiment } from './experiment.ts';
import { tiersAre } from '../input/didYouMean.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

const twoPlans = toSay(
  'Write two plans, such as `["balanced", "fast"]`: the one of now and the new one.',
);

const experimentShape = z.strictObject(
  {
    name: z
      .string(toSay('Name the experiment.'))
      .min(1, toSay('Name the experiment.'))
      .describe('The name of the experiment. Reasons and results show it.'),
    taskType: z.enum(taskTypes).describe('The task type whose work takes part.'),
    plans: z
      .array(useShape, twoPlans)
      .min(2, twoPlans)
      .max(2, twoPlans)
      .describe(
        'Plan A, which is what you do now, and plan B. Each is the name of a tier, a cascade, or tiers that start together.',
      ),
    mode: z
      .enum(['split', 'shadow'], toSay('Write split or shadow.'))
      .default('split')
      .describe(
        'split: each task goes to one of the plans. shadow: plan A answers, and plan B is asked as well, which costs money and is never shown.',
      ),
    share: z
      .number(toSay('Write a share, such as 0.5.'))
      .gt(0, toSay('Write a share above 0, such as 0.5.'))
      .max(1, toSay('Write a share of at most 1.'))
      .default(0.5)
      .describe('The share of tasks that plan B gets.'),
    maxUsd: z
      .number(toSay('Write an amount in USD.'))
      .positive(toSay('Write an amount above 0.'))
      .optional()
      .describe('The experiment ends when plan B has cost this much, in USD.'),
    until: z
      .string(toSay('Write a day, such as 2026-12-31.'))
      .refine(isDay, toSay('Write a day, such as 2026-12-31.'))
      .optional()
      .describe('The last day of the experiment, such as 2026-12-31 (UTC).'),
  },
  { error: toSay('An experiment has a `name`, a `taskType` and two `plans`.') },
);
const experimentsShape = z.array(experimentShape, toSay('Write a list of experiments.'));

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

type Written = z.infer<typeof experimentShape>;

/** Reads the `tierwise.experiments` setting. An experiment with a problem does not take place. */
export function parseExperiments(
  written: unknown,
  tierNames: readonly string[],
  say: Say = inEnglish,
): { experiments: Experiment[]; problems: InputProblem[] } {
  const parsed = readShape(experimentsShape, written ?? [], [], { say });
  if (!parsed.success) return { experiments: [], problems: parsed.problems };
  const problems = parsed.data.flatMap((each, place) =>
    problemsIn(each, place, { all: parsed.data, tierNames, say }),
  );
  const broken = new Set(problems.map(({ path }) => path[0]));
  const whole = parsed.data.filter((_, place) => !broken.has(place));
  return { experiments: whole.map(toExperiment), problems };
}

function toExperiment({ plans, maxUsd, until, ...rest }: Written): Experiment {
  const [A, B] = plans as [Rule['use'], Rule['use']];
  return {
    ...rest,
    plans: { A, B },
    ...(maxUsd !== undefined && { maxUsd }),
    ...(until !== undefined && { until }),
  };
}

function problemsIn(
  { name, plans, mode, maxUsd }: Written,
  place: number,
  {
    all,
    tierNames,
    say,
  }: { readonly all: readonly Written[]; readonly tierNames: readonly string[]; readonly say: Say },
): InputProblem[] {
  const isTwice = all.findIndex((each) => each.name === name) < place;
  const needsCap = mode === 'shadow' && maxUsd === undefined;
  return [
    ...(isTwice
      ? [
          {
            path: [place, 'name'],
            message: say('There is another experiment “{0}”. Name it otherwise.', name),
          },
        ]
      : []),
    ...(needsCap
      ? [
          {
            path: [place, 'maxUsd'],
            message: say(
              'A shadow costs money beside your work. Write the most that it may cost, in USD.',
            ),
          },
        ]
      : []),
    ...plans.flatMap((use, at) =>
      tiersUsed({ use: use as Rule['use'] })
        .filter((tier) => !tierNames.includes(tier))
        .map((tier) => ({
          path: [place, 'plans', at],
          message: unknownTier(tier, tierNames, say),
        })),
    ),
  ];
}

function unknownTier(tier: string, tierNames: readonly string[], say: Say): string {
  const tiers = tiersAre(tierNames, say);
  return tier === autoUse
    ? `${say('An experiment compares plans that are written down, so auto cannot be one.')} ${tiers}`
    : `${say('There is no tier "{0}".', tier)} ${tiers}`;
}

/** The JSON Schema of one experiment, for `tierwise.experiments` in package.json. */
export function experimentSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(experimentShape, {
    override: withoutBounds,
    io: 'input',
  });
  return schema;
}
