import type * as z from 'zod';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Argument, ToolStep } from '../definition.ts';
import { type ToolInput, type ToolName, workflowTools } from '../tools.ts';
import { type Reading, report } from './reading.ts';
import { missingFile } from './readTemplate.ts';
import type { ReadShapes, StepHead } from './stepReading.ts';
import { checkWritten, isPlain } from './writtenArgument.ts';

/** Reads a step that uses a tool, and checks what it is given as far as that is written out. */
export function readToolStep(
  { tool, with: given = {} }: z.output<ReadShapes['tool']>,
  { path, base }: StepHead,
  reading: Reading,
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

// What stands outside the workflow and is named without a template.
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
