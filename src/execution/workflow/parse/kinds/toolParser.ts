import * as z from 'zod';
import { didYouMean } from '../../../../routing/input/didYouMean.ts';
import { own } from '../../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../../routing/input/problems.ts';
import type { Argument, ToolStep } from '../../definition.ts';
import { type ToolInput, type ToolName, toolNames, workflowTools } from '../../tools.ts';
import { type Reading, report } from '../reading.ts';
import { missingFile } from '../readTemplate.ts';
import { checkArgument } from '../checkTexts.ts';
import { argument, common } from '../fields.ts';
import type { NamePlace } from '../unknownName.ts';
import type { StepHead, StepParser, Surroundings } from './stepParser.ts';
import { argumentNames, checkWritten, isPlain } from '../writtenArgument.ts';

type Shape = ReturnType<typeof shape>;

/** A step that uses a tool. */
export const toolParser: StepParser<ToolStep, Shape> = {
  key: 'tool',
  shape,
  read,
  check,
  value: ({ tool }) => workflowTools[tool].output,
  names: ({ with: given }) => argumentNames(given),
};

function shape() {
  return z.strictObject({
    tool: z
      .enum(toolNames, `Write one of ${toolNames.join(', ')}.`)
      .describe('An action of the editor, or an approved command. No model is called.'),
    with: z
      .record(z.string(), argument, 'Write what the tool is given, such as path: src/cart.ts.')
      .describe('The arguments of the tool. A lone "{{ step.field }}" keeps its type.')
      .optional(),
    ...common,
  });
}

// Also checks the arguments that are written out; templates are checked with what they use.
function read(
  { tool, with: given = {} }: z.output<Shape>,
  { path, base }: StepHead,
  { reading }: Surroundings,
): ToolStep {
  const inputs: Readonly<Record<string, ToolInput>> = workflowTools[tool].inputs;
  for (const [key, argument] of Object.entries(given)) {
    const place = [...path, 'with', key];
    const input = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    const message = `${tool} takes no "${key}".${didYouMean(key, Object.keys(inputs))}`;
    if (input) checkWritten(argument, input.type, place, reading);
    else report(reading, place, message, true);
  }
  for (const [key, { required, description }] of Object.entries(inputs)) {
    if (!required || key in given) continue;
    const message = `${tool} needs "${key}". Write it under \`with\`: ${description}`;
    report(reading, 'with' in given ? [...path, 'with'] : [...path, 'tool'], message);
  }
  checkNames(tool, given, path, reading);
  return { ...base, kind: 'tool', tool, with: given };
}

// Checks names of commands and files, unless they are templates.
function checkNames(
  tool: ToolName,
  given: Readonly<Record<string, Argument>>,
  path: ProblemPath,
  reading: Reading,
): void {
  const { commands } = reading.known;
  const { name, file } = given;
  if (tool === 'command' && commands && isPlain(name) && !commands.includes(name)) {
    const message = `There is no command "${name}".${didYouMean(name, commands)} Commands are named in your setting \`tierwise.gateCommands\`.`;
    report(reading, [...path, 'with', 'name'], message);
  }
  if (tool === 'lookup' && isPlain(file) && typeof reading.files.get(file) !== 'string') {
    report(reading, [...path, 'with', 'file'], missingFile(file));
  }
}

function check(place: NamePlace<ToolStep>): void {
  const { step, path } = place;
  const inputs: Readonly<Record<string, ToolInput>> = workflowTools[step.tool].inputs;
  for (const [key, given] of Object.entries(step.with)) {
    checkArgument(given, own(inputs, key), [...path, 'with', key], place);
  }
}
