import { workflowTools, type ToolInput, type ToolName } from '../tools.ts';
import type { ToolArguments } from '../workflowContext.ts';

/** Arguments that fit a tool, or what is wrong with them in a sentence. */
export type ReadArguments = { readonly given: ToolArguments } | { readonly problem: string };

/** Checks the arguments of a step or a model against what the tool takes. Null means omitted. */
export function readArguments(
  tool: ToolName,
  written: Readonly<Record<string, unknown>>,
): ReadArguments {
  const inputs: Readonly<Record<string, ToolInput>> = workflowTools[tool].inputs;
  const given: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(written)) {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!input) {
      const known = Object.keys(inputs).join(', ') || 'nothing';
      return { problem: `${tool} takes no "${name}"; it takes ${known}.` };
    }
    if (value === null || value === undefined) continue;
    const read = converted(value, input.type);
    if (read === undefined) {
      return {
        problem: `"${name}" of ${tool} is ${words[input.type]}, not ${JSON.stringify(value)}.`,
      };
    }
    given[name] = read;
  }
  const missing = Object.keys(inputs).find(
    (name) => inputs[name]!.required === true && !Object.hasOwn(given, name),
  );
  return missing === undefined ? { given } : { problem: `${tool} needs "${missing}".` };
}

const words: Readonly<Record<ToolInput['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
};

// A template with other words around it is always a text, also where a number is needed.
function converted(value: unknown, type: ToolInput['type']): string | number | boolean | undefined {
  if (type === 'string') return typeof value === 'object' ? undefined : String(value);
  if (type === 'boolean') {
    if (typeof value === 'boolean') return value;
    return value === 'true' ? true : value === 'false' ? false : undefined;
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : undefined;
}
