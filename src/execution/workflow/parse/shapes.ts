import * as z from 'zod';
import { toolNames } from '../tools.ts';
import { argumentOf, count, critical, prompt, seconds, usd, words, yesOrNo } from './fields.ts';

/** Names of steps, inputs and agents. Templates and conditions can use them as they are. */
export const namePattern = /^[A-Za-z]\w*$/;
/** Maximum depth of steps inside steps. Chosen by judgement. */
export const maxLevels = 5;
/** Maximum number of steps in a workflow, at all levels. Chosen by judgement. */
export const maxSteps = 500;

/** The parts of a workflow that have several forms or contain each other. */
export interface Parts {
  readonly steps: z.ZodType;
  readonly model: z.ZodType;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly agent: z.ZodType;
  readonly name: z.ZodString;
}

const unread = z.unknown().optional();
/** For the parser, which reads each part on its own afterwards for better messages. */
export const unreadParts: Parts = {
  steps: unread,
  model: unread,
  input: unread,
  output: unread,
  agent: unread,
  name: z.string(),
};

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

/** The shape of an agent. */
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

/** The shape of a whole file. */
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
