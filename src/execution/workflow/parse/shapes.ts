import * as z from 'zod';
import { speedMeasures } from '../../../routing/models/latency.ts';
import { agentLimits, mostAsked, runLimits } from '../limits.ts';
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

/** The forms of `model` that are objects. `choice` is the name of a tier. */
export function modelShapes(choice: z.ZodType<string>) {
  return {
    from: z.strictObject({
      from: words('Name a value, such as triage.complexity.').describe(
        'An earlier value that names the tier.',
      ),
      map: z
        .record(z.string(), choice, 'Write a tier for each value.')
        .describe('The tier for each value. Without it, the value itself is the name.')
        .optional(),
      else: choice.describe('The tier for every other value.').optional(),
    }),
    cascade: z.strictObject({
      cascade: z
        .array(choice, 'Write a list of tiers.')
        .min(1, 'Name at least one tier.')
        .describe(
          'The tiers to try, in order. The first answer that passes the step’s gates is used.',
        ),
      retry: yesOrNo()
        .describe(
          'Whether to ask the same model once more, with what the gate found, before moving up.',
        )
        .optional(),
      raiseEffort: yesOrNo()
        .describe(
          'Whether to ask the same model again with more reasoning effort, if it supports that, before moving up.',
        )
        .optional(),
    }),
    speculate: speculateShape(choice),
    fastest: fastestShape(choice),
  };
}

function speculateShape(choice: z.ZodType<string>) {
  return z.strictObject({
    speculate: z
      .array(choice, 'Write a list of tiers.')
      .min(2, 'Name at least two.')
      .describe(
        'The tiers to start together. The first answer that passes the step’s gates is used.',
      ),
  });
}

function fastestShape(choice: z.ZodType<string>) {
  return z.strictObject({
    fastest: z
      .array(choice, 'Write a list of tiers.')
      .min(1, 'Name at least one tier.')
      .describe('The tiers whose ready models are compared. The fastest by measurement is asked.'),
    by: z
      .enum(speedMeasures, `Write one of ${speedMeasures.join(', ')}.`)
      .describe(
        'What is compared: the time to the first token, or to the whole answer (total, the default).',
      )
      .optional(),
  });
}

const inputTypes = ['text', 'number', 'boolean', 'choice', 'file'] as const;

export const inputShape = z.strictObject({
  ask: words('Write the question, such as "Which symbol?".').describe(
    'The question that you are asked.',
  ),
  type: z
    .enum(inputTypes, `Write one of ${inputTypes.join(', ')}.`)
    .describe('The type of the answer. Defaults to text, or to choice if there are choices.')
    .optional(),
  choices: z
    .array(words('Write a text.'), 'Write a list of choices.')
    .min(2, 'Write at least two choices.')
    .describe('The answers to choose from.')
    .optional(),
  default: argumentOf(
    'The value to use without an answer. Without a default, the input is required.',
  ).optional(),
});

/** The shape of an agent. */
export function agentShape({ model }: Pick<Parts, 'model'>) {
  return z.strictObject({
    role: words('Write who the agent is, in a few words.').describe('Who the agent is.'),
    goodAt: words('Write what the agent does well, in a sentence.')
      .describe('What the agent does well. A coordinator reads it and chooses by it.')
      .optional(),
    instructions: prompt('what the agent is told'),
    tools: z
      .array(z.enum(toolNames, `Write some of ${toolNames.join(', ')}.`), 'Write a list of tools.')
      .describe('The only tools that the agent may use. Defaults to none.')
      .optional(),
    model: model.optional(),
    budgetShare: z
      .number('Write a share above 0, at most 1.')
      .positive('Write a share above 0, at most 1.')
      .max(1, 'Write a share above 0, at most 1.')
      .describe(
        'Its share of the money of the coordinator that hands it tasks. Agents without a share get equal parts of the rest.',
      )
      .optional(),
    maxTurns: count('Write a whole number of calls.', 100)
      .describe('The most calls that the agent makes for one task. Defaults to 12.')
      .optional(),
    maxCalls: count('Write a whole number of tool calls.', mostAsked.calls)
      .describe(
        `The most tool calls that the agent makes for one task. Defaults to ${agentLimits.calls}.`,
      )
      .optional(),
    agents: z
      .array(z.string('Name an agent.'), 'Write a list of agents.')
      .min(1, 'Name at least one agent.')
      .describe(
        'Makes the agent a coordinator, which splits its task and hands the parts to these agents.',
      )
      .optional(),
    maxTasks: count('Write a whole number of tasks.', 50)
      .describe('The most parts that a coordinator may hand out. Defaults to 10.')
      .optional(),
    maxDepth: count('Write a whole number of levels.', 4)
      .describe('The most levels of agents below a coordinator. Defaults to 1.')
      .optional(),
    maxUsd: usd().optional(),
  });
}

/** The shape of a whole file. */
export function fileShape({ steps, model, input, agent, name }: Parts) {
  return z.strictObject({
    version: z.literal(1, 'The only version is 1.').optional().describe('Always 1.'),
    description: words('Write a sentence.').describe(
      'What the workflow does. The picker shows it.',
    ),
    inputs: z
      .record(name, input, 'Write inputs, such as symbol: Which symbol?')
      .describe('The questions that you are asked before a run. Use an answer as inputs.name.')
      .optional(),
    model: model.describe('The tier of steps that name none. Defaults to auto.').optional(),
    maxUsd: usd().optional(),
    maxSeconds: seconds().optional(),
    maxCommands: count('Write a whole number of runs.', mostAsked.commands)
      .describe(`The most times that commands run. Defaults to ${runLimits.commands}.`)
      .optional(),
    maxChanges: count('Write a whole number of files.', mostAsked.changes)
      .describe(`The most files that it proposes to change. Defaults to ${runLimits.changes}.`)
      .optional(),
    critical: critical().optional(),
    agents: z
      .record(name, agent, 'Write agents by name.')
      .describe('The agents that steps and coordinators can hand tasks to.')
      .optional(),
    steps,
    result: words('Name a value, such as summary.')
      .describe('The value to show at the end. Defaults to the value of the last step.')
      .optional(),
  });
}
