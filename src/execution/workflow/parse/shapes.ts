import * as z from 'zod';
import { taskTypes } from '../../../routing/task.ts';
import { gateNames } from '../../../routing/verdict.ts';
import { toolNames } from '../tools.ts';

/** Names of steps, inputs and agents; templates and conditions use them as they are. */
export const namePattern = /^[A-Za-z]\w*$/;
/** Most levels of steps inside steps. */
export const maxLevels = 5;
/** Most steps of a workflow, at all levels. */
export const maxSteps = 500;

/** The parts of a workflow that have several forms or lie inside each other. */
export interface Parts {
  readonly steps: z.ZodType;
  readonly model: z.ZodType;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly agent: z.ZodType;
  readonly name: z.ZodString;
}

const yesOrNo = () => z.boolean('Write true or false.');
const words = (hint: string) => z.string(hint).min(1, hint);
const count = (hint: string, most: number) =>
  z.int(hint).positive(`${hint} It must be above 0.`).max(most, `At most ${most}.`);
const usd = () =>
  z
    .number('Write an amount in USD, such as 0.50.')
    .positive('Write an amount above 0.')
    .describe('Most money in USD. A call is made only when its worst case still fits.');
const seconds = () =>
  z
    .number('Write a number of seconds.')
    .positive('Write a number of seconds above 0.')
    .describe('Most seconds; what runs longer is cancelled.');
const condition = () =>
  words('Write a condition, such as triage.complexity == "complex".').describe(
    'A condition in CEL over earlier steps and inputs, such as triage.complexity == "complex". When it is false the step is skipped and its value is null.',
  );
const prompt = (what: string) =>
  words(`Write ${what}, or name a Markdown file beside the workflow.`).describe(
    `${what}: a Liquid template such as "Explain {{ file.text }}", or the path of a Markdown file beside the workflow.`,
  );
const nameOrNames = () =>
  z.union([z.string(), z.array(z.string()).min(1)], 'Write the name of a step, or a list.');
const argument = z.union(
  [z.string(), z.number(), z.boolean()],
  'Write a text, a number, true or false.',
);
const argumentOf = (what: string) => argument.describe(what);
const critical = () =>
  yesOrNo().describe('Never moved to a cheaper tier to save money, and may use the reserve.');
const schema = () =>
  z
    .record(z.string(), z.unknown(), 'Write a JSON Schema of an object.')
    .describe('A JSON Schema that the answer must have; `output` is the short form.');
const atOnce = () =>
  count('Write how many may run at once.', 20).describe('How many run at once. Left out: 4.');

const common = {
  description: words('Write a sentence.').describe('What the step is for.').optional(),
  when: condition().optional(),
  needs: nameOrNames()
    .describe('Steps that must have finished first, beside what its templates use.')
    .optional(),
  maxSeconds: seconds().optional(),
};

/** What each kind of step may say; the first key tells the kinds apart. */
export function stepShapes({ steps, model, output }: Parts) {
  const answer = { output: output.optional(), schema: schema().optional() };
  return {
    prompt: z.strictObject({
      prompt: prompt('what to ask the model'),
      ...common,
      taskType: z
        .enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`)
        .describe('What is asked; `auto` and the usual gates go by it. Left out: other.')
        .optional(),
      model: model.optional(),
      ...answer,
      edit: z
        .strictObject(
          {
            path: argumentOf('The file, relative to the workspace folder.'),
            startLine: argumentOf(
              'First line that is replaced. Left out: the whole file.',
            ).optional(),
            endLine: argumentOf('Last line that is replaced.').optional(),
          },
          'An edit has `path`, and perhaps `startLine` and `endLine`.',
        )
        .describe(
          'The answer replaces these lines, so that gates can judge it. It is proposed by `editFile`.',
        )
        .optional(),
      gates: z
        .array(
          z.enum(gateNames, `Write some of ${gateNames.join(', ')}.`),
          'Write a list of gates.',
        )
        .describe('What an answer must pass. Left out: the usual ones where a cascade needs some.')
        .optional(),
      judge: words('Name a tier or a model.')
        .describe('Who judges: a tier, or a model reference. Left out: the default tier.')
        .optional(),
      rubric: words('Write what the judge should look at.')
        .describe('What the judge looks at besides the usual things.')
        .optional(),
      minConfidence: z
        .number('Write a number from 0 to 1.')
        .min(0, 'Write a number from 0 to 1.')
        .max(1, 'Write a number from 0 to 1.')
        .describe('The least probability of being right that passes the confidence gate.')
        .optional(),
      maxAttempts: count('Write a whole number of attempts.', 10)
        .describe('Most calls, retries included.')
        .optional(),
      maxUsd: usd().optional(),
      critical: critical().optional(),
    }),
    tool: z.strictObject({
      tool: z
        .enum(toolNames, `Write one of ${toolNames.join(', ')}.`)
        .describe('An action of the editor or an approved command; no model is asked.'),
      with: z
        .record(z.string(), argument, 'Write what the tool is given, such as path: src/cart.ts.')
        .describe('What the tool is given. A lone "{{ step.field }}" keeps its type.')
        .optional(),
      ...common,
    }),
    branch: z.strictObject({
      branch: z
        .array(
          z.strictObject({ when: condition().optional(), steps }, 'An arm has `when` and `steps`.'),
          'Write a list of arms, each with `when` and `steps`.',
        )
        .min(1, 'Write at least one arm with `when` and `steps`.')
        .describe('The first arm whose `when` holds is run; the last may do without.'),
      ...common,
    }),
    parallel: z.strictObject({
      parallel: steps.describe('Steps that run side by side. Its value holds theirs by name.'),
      atOnce: atOnce().optional(),
      ...common,
    }),
    forEach: z.strictObject({
      forEach: words('Name a list, such as diff.hunks.').describe(
        'A list of an earlier step or input, such as diff.hunks. Its value lists what the last step of each round gave.',
      ),
      as: z
        .string('Name the item, such as hunk.')
        .regex(namePattern, 'Use letters, digits and _, beginning with a letter.')
        .describe('What the item is called in the steps.'),
      steps,
      atOnce: atOnce().optional(),
      maxItems: count('Write a whole number of items.', 1000)
        .describe('Further items are left alone. Left out: 100.')
        .optional(),
      ...common,
    }),
    agent: z.strictObject({
      agent: words('Name one of the workflow’s agents.').describe('Which agent does it.'),
      task: prompt('the task'),
      ...answer,
      critical: critical().optional(),
      maxUsd: usd().optional(),
      ...common,
    }),
  };
}

export type StepShapes = ReturnType<typeof stepShapes>;
export type StepKey = keyof StepShapes;

/** The forms of `model` that are objects. `choice` is the name of a tier or a model. */
export function modelShapes(choice: z.ZodType<string>) {
  return {
    from: z.strictObject({
      from: words('Name a value, such as triage.complexity.').describe(
        'An earlier value that says which model.',
      ),
      map: z
        .record(z.string(), choice, 'Write a tier or a model for each value.')
        .describe('Which tier or model for which value. Left out: the value is itself a name.')
        .optional(),
      else: choice.describe('For every other value.').optional(),
    }),
    cascade: z.strictObject({
      cascade: z
        .array(choice, 'Write a list of tiers.')
        .min(1, 'Name at least one tier.')
        .describe('Tried in order; the first answer that passes the step’s gates is taken.'),
      retry: yesOrNo()
        .describe('Ask the same model once more, with what the gate saw, before climbing.')
        .optional(),
      raiseEffort: yesOrNo()
        .describe('Ask the same model to think harder before climbing, where it can.')
        .optional(),
    }),
    speculate: z.strictObject({
      speculate: z
        .array(choice, 'Write a list of tiers.')
        .min(2, 'Name at least two.')
        .describe('Started together; the first answer that passes the step’s gates is taken.'),
    }),
  };
}

export const inputTypes = ['text', 'number', 'boolean', 'choice', 'file'] as const;

export const inputShape = z.strictObject({
  ask: words('Write the question, such as "Which symbol?".').describe(
    'The question, as it is shown.',
  ),
  type: z
    .enum(inputTypes, `Write one of ${inputTypes.join(', ')}.`)
    .describe('Left out: text, or choice where there are choices.')
    .optional(),
  choices: z
    .array(words('Write a text.'), 'Write a list of choices.')
    .min(2, 'Write at least two choices.')
    .describe('What may be chosen.')
    .optional(),
  default: argumentOf('Left out: the input must be given.').optional(),
});

/** What an agent may say. */
export function agentShape({ model }: Pick<Parts, 'model'>) {
  return z.strictObject({
    role: words('Write who the agent is, in a few words.').describe('Who the agent is.'),
    instructions: prompt('what the agent is told'),
    tools: z
      .array(z.enum(toolNames, `Write some of ${toolNames.join(', ')}.`), 'Write a list of tools.')
      .describe('The tools that it may use, and no others. Left out: none.')
      .optional(),
    model: model.optional(),
    budgetShare: z
      .number('Write a share above 0, at most 1.')
      .positive('Write a share above 0, at most 1.')
      .max(1, 'Write a share above 0, at most 1.')
      .describe('Its share of the money of who hands it work. Left out: 1.')
      .optional(),
    maxTurns: count('Write a whole number of calls.', 100)
      .describe('Most calls that it makes for one task. Left out: 12.')
      .optional(),
    agents: z
      .array(z.string('Name an agent.'), 'Write a list of agents.')
      .min(1, 'Name at least one agent.')
      .describe('Makes it a coordinator: it splits its task and hands the parts to these.')
      .optional(),
    maxTasks: count('Write a whole number of tasks.', 50)
      .describe('How many parts a coordinator may hand out. Left out: 10.')
      .optional(),
    maxDepth: count('Write a whole number of levels.', 4)
      .describe('Levels of agents below a coordinator. Left out: 1.')
      .optional(),
    maxUsd: usd().optional(),
  });
}

/** A whole file. */
export function fileShape({ steps, model, input, agent, name }: Parts) {
  return z.strictObject({
    version: z.literal(1, 'The only version is 1.').optional(),
    description: words('Write a sentence.').describe(
      'What the workflow does, shown in the picker.',
    ),
    inputs: z
      .record(name, input, 'Write inputs, such as symbol: Which symbol?')
      .describe('What is asked of you before a run. Used as inputs.name.')
      .optional(),
    model: model
      .describe('What steps without a model of their own run on. Left out: auto.')
      .optional(),
    maxUsd: usd().optional(),
    maxSeconds: seconds().optional(),
    critical: critical().optional(),
    agents: z
      .record(name, agent, 'Write agents by name.')
      .describe('Who may be handed tasks.')
      .optional(),
    steps,
    result: words('Name a value, such as summary.')
      .describe('The value that is shown at the end. Left out: the last step’s.')
      .optional(),
  });
}
