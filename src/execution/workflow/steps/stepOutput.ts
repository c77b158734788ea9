import { isRecord, own } from '../../../routing/input/objects.ts';
import { spokenText } from '../../answer/parseAnswer.ts';
import { readJson } from '../../answer/readJson.ts';
import type { Candidate, Gate } from '../../gates/gate.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { answerProblems } from '../values/answerSchema.ts';

/** An answer read by its step's schema. */
export type Output = { readonly value: unknown } | { readonly problems: readonly string[] };

/**
 * Reads the JSON object of an answer, also where words stand around it. Numbers and truth values in quotes
 * are taken for what the schema wants.
 */
export function readStepOutput(text: string, schema: JsonSchema): Output {
  const read = readJson(spokenText(text), isRecord);
  if (read === undefined) return { problems: ['The answer holds no JSON object.'] };
  const value = unquoted(read, schema);
  const problems = answerProblems(schema, value);
  return problems.length > 0 ? { problems } : { value };
}

/** The value with texts such as "2" as numbers where the schema wants numbers. */
function unquoted(value: unknown, schema: unknown): unknown {
  if (!isRecord(schema)) return value;
  const { type, properties, items } = schema;
  if (typeof value === 'string') {
    const isNumber = /^-?\d+(?:\.\d+)?$/.test(value);
    if (isNumber && (type === 'number' || type === 'integer')) return Number(value);
    return type === 'boolean' && /^(?:true|false)$/.test(value) ? value === 'true' : value;
  }
  if (Array.isArray(value)) return value.map((each) => unquoted(each, items));
  if (!isRecord(value) || !isRecord(properties)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, unquoted(each, own(properties, key))]),
  );
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
