import { isRecord, own } from '../../../routing/input/objects.ts';
import { spokenText } from '../../answer/parseAnswer.ts';
import { readJson } from '../../answer/readJson.ts';
import type { Candidate, Gate } from '../../gates/gate.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { answerProblems } from '../values/answerSchema.ts';

/** An answer read by its step's schema. */
export type Output = { readonly value: unknown } | { readonly problems: readonly string[] };

/**
 * Reads the JSON object of an answer, also where words or an object stand around it. What means the same as the
 * schema wants is taken for that: numbers and truth values in quotes, choices in other cases, fields beside those asked.
 */
export function readStepOutput(text: string, schema: JsonSchema): Output {
  const read = readJson(spokenText(text), isRecord);
  if (!isRecord(read)) return { problems: ['The answer holds no JSON object.'] };
  const value = fitted(unwrapped(read, schema), schema);
  const problems = answerProblems(schema, value);
  return problems.length > 0 ? { problems } : { value };
}

/** The object inside one such as `{"result": {…}}`, where the schema has no such field. */
function unwrapped(
  value: Readonly<Record<string, unknown>>,
  { properties }: JsonSchema,
): Readonly<Record<string, unknown>> {
  const [name, ...others] = Object.keys(value);
  const inner = name === undefined ? undefined : value[name];
  const isAround = others.length === 0 && isRecord(properties) && !own(properties, name ?? '');
  return isAround && isRecord(inner) ? inner : value;
}

function fitted(value: unknown, schema: unknown): unknown {
  if (!isRecord(schema)) return value;
  const { properties, items, additionalProperties } = schema;
  if (Array.isArray(value)) return value.map((each) => fitted(each, items));
  if (!isRecord(value)) return fittedScalar(value, schema);
  if (!isRecord(properties)) return value;
  const fields = Object.entries(value).filter(
    ([name]) => additionalProperties !== false || Object.hasOwn(properties, name),
  );
  return Object.fromEntries(
    fields.map(([name, each]) => [name, fitted(each, own(properties, name))]),
  );
}

function fittedScalar(value: unknown, { type, enum: choices }: JsonSchema): unknown {
  if (typeof value === 'number' && type === 'string' && choices === undefined) return String(value);
  if (typeof value !== 'string') return value;
  if (Array.isArray(choices)) return choiceOf(value, choices);
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(value);
  if (isNumber && (type === 'number' || type === 'integer')) return Number(value);
  return type === 'boolean' && /^(?:true|false)$/.test(value) ? value === 'true' : value;
}

/** The choice that is meant; the text itself where none is, or several differ in case alone. */
function choiceOf(written: string, choices: readonly unknown[]): unknown {
  if (choices.includes(written)) return written;
  const plain = written.trim().toLowerCase();
  const alike = choices.filter((each) => typeof each === 'string' && each.toLowerCase() === plain);
  return alike.length === 1 ? alike[0] : written;
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
