import { parseEdit } from '../../answer/parseAnswer.ts';
import type { Candidate, Gate } from '../../gates/gate.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { answerProblems } from '../values/answerSchema.ts';

/** An answer read by its step's schema. */
export type Output = { readonly value: unknown } | { readonly problems: readonly string[] };

/**
 * Reads an answer that is JSON, or JSON in its only code block. JSON among other words does not count,
 * because the answer may only quote it.
 */
export function readStepOutput(text: string, schema: JsonSchema): Output {
  const { code, closed, note } = parseEdit(text);
  const json = code !== undefined && closed && note === '' ? code : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { problems: ['The answer is not JSON alone.'] };
  }
  const problems = answerProblems(schema, value);
  return problems.length > 0 ? { problems } : { value };
}

/** Replaces the usual format gate: the answer must fit the schema of its step. */
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
