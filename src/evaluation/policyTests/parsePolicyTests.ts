import * as z from 'zod';
import { reasoningLevels } from '../../routing/classify/reasoningLevel.ts';
import { didYouMean } from '../../routing/input/didYouMean.ts';
import { defined } from '../../routing/input/objects.ts';
import type { InputProblem, ProblemPath } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import { withoutBounds } from '../../routing/policy/ruleShapes.ts';
import { taskTypes } from '../../routing/task.ts';
import { turnKinds } from '../../routing/turns/turn.ts';
import { gateNames } from '../../routing/verdict.ts';
import {
  type ExpectedDecision,
  type GivenSituation,
  planKinds,
  type PolicyTest,
  refusalKinds,
} from './policyTest.ts';

// Chosen by judgement: more than people write, and all of it is decided within a second.
const mostTests = 500;
const mostWords = 100;
const longestText = 10_000;
const mostLines = 10_000;

const word = z
  .string('Write a text.')
  .min(1, 'Write at least one character.')
  .max(longestText, `Write at most ${longestText} characters.`);
const oneOrMore = z.union([
  word,
  z.array(word).min(1, 'Name at least one.').max(mostWords, `Write at most ${mostWords}.`),
]);
const yes = z.literal(true, 'Write true, or leave it out.').optional();
const usd = z.number('Write an amount in USD.').min(0, 'Write an amount in USD, 0 or more.');

const given = z
  .strictObject(
    {
      taskType: z
        .enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`)
        .optional()
        .describe('The task type. When left out, the instruction is classified.'),
      instruction: word.optional().describe('What the developer types.'),
      keywords: oneOrMore.optional().describe('Words that the instruction has besides.'),
      reasoning: z
        .enum(reasoningLevels, `Write one of ${reasoningLevels.join(', ')}.`)
        .optional()
        .describe(
          'How much reasoning the words ask for. When left out, they are classified; without words it is unknown.',
        ),
      language: word.optional().describe('A VS Code language ID, such as typescript.'),
      path: oneOrMore
        .optional()
        .describe(
          'The file, relative to the workspace folder. In a list, the others are attached.',
        ),
      lines: z
        .int('Write a whole number of lines.')
        .min(1, 'Write at least one line.')
        .max(mostLines, `Write at most ${mostLines} lines.`)
        .optional()
        .describe('How many lines are selected.'),
      critical: yes.describe('Whether the work is critical, whatever its path.'),
      conversation: yes.describe('Whether it is a turn of a chat.'),
      tools: yes.describe('Whether the chat comes with tools.'),
      turn: z
        .enum([...turnKinds, 'side'], `Write one of ${turnKinds.join(', ')} or side.`)
        .optional()
        .describe('The kind of turn in an agent’s loop.'),
      agent: z
        .enum(['agent', 'subagent', 'planner'], 'Write agent, subagent or planner.')
        .optional()
        .describe('Whose loop it is. Defaults to agent. Needs a `turn`.'),
      failures: z
        .int('Write a whole number of failures.')
        .min(0, 'Write 0 or more.')
        .max(50, 'Write at most 50.')
        .optional()
        .describe('How many checks have failed in the loop and not passed since. Needs a `turn`.'),
      picked: word.optional().describe('The tier picked in the status bar. Defaults to auto.'),
      escalatedFrom: word.optional().describe('The tier whose answer the developer escalates.'),
      budget: z
        .strictObject(
          { usd: usd.describe('The budget, in USD.'), spentUsd: usd.describe('Spent, in USD.') },
          { error: 'A budget has `usd` and `spentUsd`.' },
        )
        .optional()
        .describe('A budget and how much of it is spent. Defaults to no budget.'),
      ready: z
        .array(word, 'Write a list of providers, such as [ollama].')
        .max(mostWords, `Write at most ${mostWords}.`)
        .optional()
        .describe('The providers that are ready. Defaults to all of them.'),
    },
    { error: 'Say what the situation is, such as `taskType: debug`.' },
  )
  .refine(
    ({ taskType, instruction, keywords }) => (taskType ?? instruction ?? keywords) !== undefined,
    { error: 'Write a `taskType`, or an `instruction` that is to be classified.' },
  )
  .refine(({ turn, agent, failures }) => turn !== undefined || (agent ?? failures) === undefined, {
    path: ['turn'],
    error: 'Say which `turn` of the loop it is, such as `turn: edit`.',
  });

const expect = z
  .strictObject(
    {
      tier: oneOrMore.optional().describe('The tier that is asked, or a list of them in order.'),
      plan: z
        .enum(planKinds, `Write one of ${planKinds.join(', ')}.`)
        .optional()
        .describe('How the tiers are asked.'),
      model: oneOrMore.optional().describe('The model that is asked, such as ollama/qwen3:4b.'),
      rule: word.optional().describe('The name of the rule that decides.'),
      staysLocal: z
        .boolean('Write true or false.')
        .optional()
        .describe('Whether the work stays on this machine.'),
      refusal: z
        .union([z.literal(true), z.enum(refusalKinds)], {
          error: `Write true, or one of ${refusalKinds.join(', ')}.`,
        })
        .optional()
        .describe('Whether nothing may run, or why.'),
      gates: z
        .array(
          z.enum(gateNames, `Write some of ${gateNames.join(', ')}.`),
          'Write a list of gates; an empty one when the answer is not checked.',
        )
        .optional()
        .describe('The gates that the answer must pass, in any order.'),
    },
    { error: 'Say what is expected, such as `tier: fast`.' },
  )
  .refine((written) => Object.values(written).some((value) => value !== undefined), {
    error: 'Say what is expected, such as `tier: fast`: a test without it cannot fail.',
  })
  .superRefine(({ plan, refusal, tier, model, gates }, { addIssue }) => {
    const isRefused = plan === 'refuse' || refusal !== undefined;
    if (!isRefused) return;
    if (plan !== undefined && plan !== 'refuse') {
      const message = 'A refused task has no such plan. Remove `plan`, or write `plan: refuse`.';
      addIssue({ code: 'custom', path: ['plan'], message });
    }
    for (const [name, value] of Object.entries({ tier, model, gates })) {
      const message = `A refused task has no ${name}. Remove it, or remove the refusal.`;
      if (value !== undefined) addIssue({ code: 'custom', path: [name], message });
    }
  });

const file = z.strictObject(
  {
    version: z
      .literal(1, 'Write 1, the only version that this Tierwise reads.')
      .optional()
      .describe('Always 1.'),
    tests: z
      .array(
        z.strictObject(
          {
            name: word.describe('What the test shows, in a few words.'),
            given: given.describe('The situation.'),
            expect: expect.describe('What is to be decided. Only what is written is compared.'),
          },
          { error: 'A test has a `name`, what is `given`, and what to `expect`.' },
        ),
        'Write a list of tests, each with `name`, `given` and `expect`.',
      )
      .min(1, 'Write at least one test.')
      .max(mostTests, `Write at most ${mostTests} tests.`)
      .describe('Situations, each with what the policy is to decide.'),
  },
  { error: 'The file has `tests`, a list.' },
);

/** What the tests may name. */
export interface KnownToTests {
  /** Names of the user's tiers. */
  readonly tiers: readonly string[];
  /** Ids of the providers that the tiers name. */
  readonly providers: readonly string[];
}

/** What the tests of a policy may name. */
export function knownIn({ tiers }: Policy): KnownToTests {
  const references = tiers.flatMap(({ choices }) => choices.map(({ reference }) => reference));
  return {
    tiers: tiers.map(({ name }) => name),
    providers: [...new Set(references.map((each) => each.slice(0, each.indexOf('/'))))],
  };
}

/** Reads the value of `.tierwise/policy.test.yaml`. There are no tests when there are problems. */
export function parsePolicyTests(
  written: unknown,
  known: KnownToTests,
): { tests: readonly PolicyTest[]; problems: readonly InputProblem[] } {
  const parsed = readShape(file, written ?? {});
  if (!parsed.success) return { tests: [], problems: parsed.problems };
  const tests = parsed.data.tests.map((test, index): PolicyTest => {
    const { path: paths, keywords, ...rest } = test.given;
    const { tier, model, ...others } = test.expect;
    return {
      name: test.name,
      path: ['tests', index],
      given: defined({
        ...rest,
        paths: listOf(paths),
        keywords: listOf(keywords),
      }) as GivenSituation,
      expect: defined({
        ...others,
        tier: tier && listOf(tier),
        model: model && listOf(model),
      }) as ExpectedDecision,
    };
  });
  const problems = [...sameNames(tests), ...tests.flatMap((test) => unknownNames(test, known))];
  return problems.length > 0 ? { tests: [], problems } : { tests, problems };
}

/** The JSON Schema of the file, for completion and hover in editors. */
export function policyTestsSchema(): unknown {
  return z.toJSONSchema(file, { override: withoutBounds });
}

function listOf(written: string | readonly string[] | undefined): readonly string[] {
  return written === undefined ? [] : [written].flat();
}

function sameNames(tests: readonly PolicyTest[]): InputProblem[] {
  const seen = new Set<string>();
  return tests.flatMap(({ name, path }) => {
    const isSecond = seen.has(name);
    seen.add(name);
    const message = 'Another test has this name. Rename one of the two.';
    return isSecond ? [{ path: [...path, 'name'], message }] : [];
  });
}

function unknownNames(
  { path, given: situation, expect: expected }: PolicyTest,
  known: KnownToTests,
) {
  const { picked, escalatedFrom, ready = [] } = situation;
  const tier = (name: string, at: ProblemPath): InputProblem[] =>
    known.tiers.includes(name) ? [] : [unknownName('tier', name, known.tiers, [...path, ...at])];
  const isList = (expected.tier?.length ?? 0) > 1;
  return [
    ...(picked === undefined || picked === 'auto' ? [] : tier(picked, ['given', 'picked'])),
    ...(escalatedFrom === undefined ? [] : tier(escalatedFrom, ['given', 'escalatedFrom'])),
    ...(expected.tier ?? []).flatMap((name, index) =>
      tier(name, ['expect', 'tier', ...(isList ? [index] : [])]),
    ),
    ...ready.flatMap((name, index) =>
      known.providers.includes(name)
        ? []
        : [unknownName('provider', name, known.providers, [...path, 'given', 'ready', index])],
    ),
  ];
}

function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
  path: ProblemPath,
): InputProblem {
  const all = known.length > 0 ? ` Write one of ${known.join(', ')}.` : '';
  return { path, message: `There is no ${kind} "${name}".${didYouMean(name, known) || all}` };
}
