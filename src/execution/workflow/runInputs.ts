import type { Input, Workflow } from './definition.ts';

/** What a run is given, with the defaults; or what is missing, in a sentence. */
export type ReadInputs =
  | { readonly values: Readonly<Record<string, string | number | boolean>> }
  | { readonly problem: string };

/** Holds what is given against what the workflow asks for. */
export function readRunInputs(
  { inputs }: Workflow,
  given: Readonly<Record<string, unknown>>,
): ReadInputs {
  const unknown = Object.keys(given).find((name) => !inputs.some((it) => it.name === name));
  if (unknown !== undefined) {
    return { problem: `The workflow asks for no "${unknown}". Leave it out.` };
  }
  const values: Record<string, string | number | boolean> = {};
  for (const input of inputs) {
    const value = given[input.name] ?? input.default;
    if (value === undefined) {
      return { problem: `"${input.name}" is missing: ${input.ask} Give it and run again.` };
    }
    if (!fits(input, value)) {
      return { problem: `"${input.name}" is ${wanted(input)}. Give it so and run again.` };
    }
    values[input.name] = value;
  }
  return { values };
}

function fits({ type, choices }: Input, value: unknown): value is string | number | boolean {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && (choices === undefined || choices.includes(value));
}

function wanted({ type, choices }: Input): string {
  if (choices) return `one of ${choices.join(', ')}`;
  if (type === 'number') return 'a number';
  return type === 'boolean' ? 'true or false' : 'a text';
}
