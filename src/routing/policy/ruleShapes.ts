import * as z from 'zod';
import { reasoningLevels } from '../classify/reasoningLevel.ts';
import { pathGlobProblem } from '../globs/pathGlob.ts';
import { speedMeasures } from '../models/latency.ts';
import { taskTypes } from '../task.ts';
import { gateNames } from '../verdict.ts';
import { statableCosts } from './policy.ts';
import { toSay } from '../say.ts';

/*
 * The shape of rules, as people write them in settings and in the policy file. The JSON Schemas for
 * completion come from it: the policy file's, and the one of `tierwise.rules` in package.json.
 */
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);

// Chosen by judgement: far more than people write, and a decision over all of it takes under a millisecond.
const longestWord = 200;
const mostRules = 200;
const mostWords = 100;
const mostConditions = 1000;

/** A pattern of paths, which must match some and take no long time on any. */
export const glob = z
  .string()
  .min(1)
  .superRefine((written, { addIssue }) => {
    const message = pathGlobProblem(written);
    if (message !== undefined) addIssue({ code: 'custom', message });
  });
const listOf = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1).max(mostWords)]);
const words = listOf(z.string().min(1).max(longestWord)).optional();
const globs = listOf(glob).optional();
const lines = z
  .int(toSay('Write a whole number of lines.'))
  .min(1, toSay('Write at least 1 line.'))
  .optional();
const yes = z.boolean(toSay('Write true or false.')).optional();

const when = z
  .strictObject(
    {
      taskType: oneOrMore(z.enum(taskTypes))
        .optional()
        .describe('One task type, or a list of them.'),
      language: words.describe('VS Code language IDs, such as typescript.'),
      path: globs.describe('Globs matched against the path relative to the workspace folder.'),
      minLines: lines.describe('The fewest lines that the selected or attached code may have.'),
      maxLines: lines.describe('The most lines that the selected or attached code may have.'),
      keywords: words.describe(
        'Words to look for in the instruction. One whole-word match is enough.',
      ),
      critical: yes.describe(
        'Whether the work must be critical: true for critical work only, false for all other work.',
      ),
      reasoning: oneOrMore(z.enum(reasoningLevels))
        .optional()
        .describe(
          'How much reasoning the developer’s words ask for: low, medium or high, or a list of them. A command without words, such as Refactor, matches none.',
        ),
    },
    { error: toSay('Say which tasks the rule is for, such as `taskType: debug`.') },
  )
  .describe('The tasks that the rule applies to. Every field that you set must match.');

export const tierList = z.array(z.string(toSay('Name a tier.')), toSay('Write a list of tiers.'));

const checks = {
  gates: z
    .array(z.enum(gateNames))
    .optional()
    .describe('The gates that an answer must pass. Defaults to the usual gates for the task type.'),
  judge: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The tier that judges answers; in your own settings also a model. Defaults to the balanced tier, or to the strongest tier if there is no balanced one.',
    ),
  rubric: z.string().min(1).optional().describe('Extra criteria for the judge, in your own words.'),
  unchecked: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The tier to ask alone when no gate can judge the answer, as in most chats. One of the tiers that the rule names; defaults to the strongest of them.',
    ),
  maxAttempts: z
    .int(toSay('Write a whole number of attempts.'))
    .min(1, toSay('Write at least 1 attempt.'))
    .max(10, toSay('Write at most 10 attempts.'))
    .optional()
    .describe('The maximum number of attempts per request.'),
  maxUsd: z
    .number(toSay('Write an amount in USD.'))
    .positive(toSay('Write an amount above 0.'))
    .optional()
    .describe(
      'The most that a request may cost, in USD. If the worst case would exceed it, answers are kept shorter.',
    ),
  maxSeconds: z
    .number(toSay('Write a number of seconds.'))
    .positive(toSay('Write more than 0 seconds.'))
    .optional()
    .describe(
      'The most seconds that a request may take. The attempt still running then is stopped.',
    ),
};

const isOneOf = {
  path: ['unchecked'],
  error: toSay('Name one of the tiers that the rule tries.'),
};

const cascadeUse = z
  .strictObject({
    cascade: tierList
      .min(1, toSay('Name at least one tier.'))
      .describe('The tiers to try, in order.'),
    retry: yes.describe(
      'Whether to ask the same model once more, with what the gate found, before moving up a tier.',
    ),
    raiseEffort: yes.describe(
      'Whether to ask the same model again with more reasoning effort, if it supports that, before moving up a tier.',
    ),
    ...checks,
  })
  .refine(({ cascade, unchecked }) => isAmong(cascade, unchecked), isOneOf);

const speculateUse = z
  .strictObject({
    speculate: tierList
      .min(2, toSay('Name at least two.'))
      .describe(
        'The tiers to start together. The first answer that passes the gates is used; the other attempts are cancelled.',
      ),
    ...checks,
  })
  .refine(({ speculate, unchecked }) => isAmong(speculate, unchecked), isOneOf);

function isAmong(tiers: readonly string[], name: string | undefined): boolean {
  return name === undefined || tiers.includes(name);
}

const fastestShape = z.strictObject({
  fastest: tierList
    .min(1, toSay('Name at least one tier.'))
    .describe('The tiers whose ready models are compared. The fastest by measurement is asked.'),
  by: z
    .enum(speedMeasures)
    .optional()
    .describe(
      'What is compared: the time to the first token, or to the whole answer (total, the default).',
    ),
  ...checks,
});

const nameTier = toSay(
  'Name the tier to use, such as `fast`, write a `cascade` of tiers, or add `local: true` or a `mistakeCost`.',
);

const listAsCascade = toSay(
  'Say how these tiers are asked: `{ cascade: […] }` for one after the other, `{ speculate: […] }` for all at once.',
);

/** How a plan is written: the name of a tier, a cascade, or tiers that start together. */
export const useShape = z.union([z.string(), cascadeUse, speculateUse], {
  error: toSay('Name the tier to use, such as `fast`, or write a `cascade` of tiers.'),
});

const ruleShape = z
  .strictObject(
    {
      name: z
        .string()
        .min(1)
        .optional()
        .describe('The name of the rule. Reasons and notes show it.'),
      when,
      use: z
        .union([z.string(), cascadeUse, speculateUse, fastestShape], {
          error: ({ input }) => (Array.isArray(input) ? listAsCascade : nameTier),
        })
        .optional()
        .describe(
          'The name of a tier, a cascade of tiers, tiers that start together, auto to let the planner choose, or fastest for the model that is measured to be the fastest. May be left out beside `local` or `mistakeCost`.',
        ),
      local: z
        .literal(
          true,
          toSay(
            'Write true, or leave it out: what another rule keeps on this machine cannot be let go.',
          ),
        )
        .optional()
        .describe(
          'Keeps this work on this machine: only models at loopback addresses, or on hosts in `tierwise.localHosts`, may see it. Holds wherever the rule stands in the list.',
        ),
      mistakeCost: z
        .enum(statableCosts)
        .optional()
        .describe(
          'What a wrong answer costs in this work. With high, the planner is as careful as it can be and explores nothing, and where no rule of yours names a tier, the strongest is asked and its answer checked; with low, it saves. The first matching rule that says so counts, wherever it stands.',
        ),
    },
    { error: toSay('A rule has `when`, and a `use`, `local: true` or a `mistakeCost`.') },
  )
  .refine(({ use, local, mistakeCost }) => (use ?? local ?? mistakeCost) !== undefined, {
    path: ['use'],
    error: nameTier,
  });

export const rulesShape = z
  .array(ruleShape, toSay('Write a list of rules, each with `when` and `use`.'))
  .max(mostRules, toSay('A policy has at most 200 rules. Put some of them together.'))
  .superRefine((rules, { addIssue }) => {
    const count = rules.reduce(
      (sum, { when: { path, keywords } }) => sum + lengthOf(path) + lengthOf(keywords),
      0,
    );
    if (count <= mostConditions) return;
    const message = toSay(
      'The rules have more than 1000 patterns and keywords together. Write fewer, wider ones.',
    );
    addIssue({ code: 'custom', message });
  });

function lengthOf(written: string | readonly string[] | undefined): number {
  return written === undefined ? 0 : [written].flat().length;
}

/** The paths that are critical. */
export const criticalShape = z.array(glob, toSay('Write a list of globs.')).max(mostConditions);

/** The JSON Schema of one rule, for `tierwise.rules` in package.json. */
export function ruleSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(ruleShape, { override: withoutBounds });
  return schema;
}

/** Omits bounds that nobody comes near, because they do not help people who write a rule. */
export function withoutBounds({
  jsonSchema,
}: {
  jsonSchema: { maximum?: number; maxLength?: number; maxItems?: number };
}): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.maxLength;
  delete jsonSchema.maxItems;
}

/** A rule as it is written. */
export type WrittenRule = z.infer<typeof ruleShape>;
