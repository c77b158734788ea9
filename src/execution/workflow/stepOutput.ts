import * as z from 'zod';
import type { Candidate, Gate } from '../gates/gate.ts';
import { parseEdit } from '../answer.ts';
import type { JsonSchema } from './definition.ts';
import { StepFailure } from './stepFailure.ts';

/** An answer read by its step's schema. */
export type Output = { readonly value: unknown } | { readonly problems: readonly string[] };

const readers = new WeakMap<JsonSchema, z.ZodType>();

/**
 * Reads an answer that is JSON, or JSON in its only code block. JSON in the middle of other words is
 * not looked for: it may be quoted. Throws StepFailure for a schema that cannot be used.
 */
export function readStepOutput(text: string, schema: JsonSchema): Output {
  const { code, closed, note } = parseEdit(text);
  const json = code !== undefined && closed && note === '' ? code : text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { problems: ['The answer is not JSON and nothing else.'] };
  }
  const { success, data, error } = readerOf(schema).safeParse(parsed);
  if (success) return { value: data };
  return {
    problems: error.issues.map(({ path, message }) =>
      path.length > 0 ? `${path.join('.')}: ${message}` : message,
    ),
  };
}

function readerOf(schema: JsonSchema): z.ZodType {
  const known = readers.get(schema);
  if (known) return known;
  try {
    const reader = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    readers.set(schema, reader);
    return reader;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StepFailure(
      `Its \`schema\` cannot be used: ${said}. Write it with \`output\`, or in plain JSON Schema.`,
      { cause: error },
    );
  }
}

/** In the place of the format gate: the answer has its step's form. */
export function outputGate(schema: JsonSchema): Gate {
  return {
    name: 'format',
    async check({ text }: Candidate, signal) {
      signal.throwIfAborted();
      const output = readStepOutput(text, schema);
      if ('value' in output) return { gate: 'format', kind: 'pass' };
      const evidence = output.problems.map((message) => ({ message }));
      return { gate: 'format', kind: 'fail', evidence };
    },
  };
}
