import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { Input } from '../definition.ts';

export type InputValue = string | number | boolean;

/** The inputs of a run, or why it cannot begin. */
export type ResolvedInputs =
  | { readonly values: Readonly<Record<string, InputValue>>; readonly problems: readonly [] }
  | { readonly values?: undefined; readonly problems: readonly string[] };

/** Adds the defaults to the given inputs and checks them, before anything runs. */
export function resolveInputs(
  inputs: readonly Input[],
  given: Readonly<Record<string, unknown>>,
): ResolvedInputs {
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const problems = [
    ...unknown.map((name) => `There is no input "${name}".${didYouMean(name, names)}`),
    ...inputs.flatMap((input) => inputProblem(input, valueOf(input, given)) ?? []),
  ];
  if (problems.length > 0) return { problems };
  const values = inputs.map((input) => [input.name, valueOf(input, given)]);
  return { values: Object.fromEntries(values), problems: [] };
}

function valueOf(input: Input, given: Readonly<Record<string, unknown>>): unknown {
  return Object.hasOwn(given, input.name) ? given[input.name] : input.default;
}

function inputProblem({ name, type, ask, choices }: Input, value: unknown): string | undefined {
  if (value === undefined) return `"${name}" is missing: ${ask}`;
  if (type === 'number') {
    return Number.isFinite(value) ? undefined : `"${name}" is a number. Write a number.`;
  }
  if (type === 'boolean') {
    return typeof value === 'boolean'
      ? undefined
      : `"${name}" is true or false. Write one of them.`;
  }
  if (typeof value !== 'string') return `"${name}" is a text. Write a text.`;
  if (!choices || choices.includes(value)) return undefined;
  return `"${value}" is not a choice for "${name}".${didYouMean(value, choices)}`;
}
