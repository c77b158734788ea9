import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { defined, isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Input } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { objectValue, textValue } from '../values/valueSchema.ts';
import { type Reading, readShape, report } from './reading.ts';
import { readName } from './readName.ts';
import { inputShape } from './shapes.ts';

/** Reads the inputs that a run asks for. */
export function readInputs(
  written: Readonly<Record<string, unknown>> | undefined,
  reading: Reading,
): Input[] {
  return Object.entries(written ?? {}).flatMap(([name, input]) => {
    const path = ['inputs', name];
    if (!readName(name, path, reading)) return [];
    if (typeof input === 'string' && input !== '') return { name, type: 'text', ask: input };
    return readInput(name, input, path, reading) ?? [];
  });
}

function readInput(
  name: string,
  written: unknown,
  path: ProblemPath,
  reading: Reading,
): Input | undefined {
  const hint = 'Write the question, or `ask` and more.';
  if (!isRecord(written)) {
    report(reading, path, hint);
    return undefined;
  }
  const read = readShape(inputShape, written, path, { reading, hint });
  if (!read) return undefined;
  const { ask, choices, default: preset, type = choices ? 'choice' : 'text' } = read;
  if (choices && type !== 'choice') {
    report(reading, [...path, 'choices'], 'Only an input of type choice has `choices`.', true);
  }
  if (!choices && type === 'choice') report(reading, path, 'Add `choices` to choose from.', true);
  if (preset !== undefined) checkDefault(preset, { type, choices }, [...path, 'default'], reading);
  return { name, type, ask, ...defined({ choices, default: preset }) };
}

function checkDefault(
  preset: string | number | boolean,
  { type, choices }: { readonly type: Input['type']; readonly choices: string[] | undefined },
  path: ProblemPath,
  reading: Reading,
): void {
  const expected = type === 'number' || type === 'boolean' ? type : 'string';
  if (typeof preset !== expected) {
    const words =
      expected === 'string' ? 'a text' : expected === 'number' ? 'a number' : 'true or false';
    report(reading, path, `The input is ${words}. Write ${words} here too.`);
  } else if (choices && !choices.includes(String(preset))) {
    const message = `"${preset}" is none of the choices.${didYouMean(String(preset), choices)}`;
    report(reading, path, message);
  }
}

/** The schema of `inputs` in templates and conditions. */
export function inputsValue(inputs: readonly Input[]): JsonSchema {
  return objectValue(Object.fromEntries(inputs.map((input) => [input.name, inputValue(input)])));
}

function inputValue({ type, choices }: Input): JsonSchema {
  if (type === 'number' || type === 'boolean') return { type };
  return choices ? { type: 'string', enum: choices } : textValue;
}
