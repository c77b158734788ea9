import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Argument } from '../definition.ts';
import type { ToolInput } from '../tools.ts';
import { namesInTemplate } from './checkTemplate.ts';
import { type Reading, report } from './reading.ts';

/** Whether an argument is a plain text, without a template. */
export function isPlain(argument: Argument | undefined): argument is string {
  return typeof argument === 'string' && !argument.includes('{{') && !argument.includes('{%');
}

/** The names that the templates among some arguments use. */
export function argumentNames(given: object): string[] {
  return Object.values(given).flatMap((argument: Argument) =>
    typeof argument === 'string' ? namesInTemplate(argument) : [],
  );
}

const words: Readonly<Record<ToolInput['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** Checks the type of an argument that is not a template. */
export function checkWritten(
  argument: Argument,
  type: ToolInput['type'],
  path: ProblemPath,
  reading: Reading,
): void {
  if (typeof argument === 'string' && !isPlain(argument)) return;
  const fits = type === 'integer' ? Number.isInteger(argument) : typeof argument === type;
  if (!fits) report(reading, path, `"${path.at(-1)}" is ${words[type]}. Write ${words[type]}.`);
}
