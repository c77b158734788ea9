import * as z from 'zod';
import { isRecord } from '../../../routing/input/objects.ts';
import type { JsonSchema } from '../jsonSchema.ts';

/** In characters. Chosen by judgement. */
const longestSchema = 20_000;

/** Why a written schema cannot be used to check answers; undefined when it can. */
export function schemaProblem(schema: JsonSchema): string | undefined {
  if (schema.type !== 'object' || !isRecord(schema.properties)) {
    return 'The schema is of an object: write `type: object` and `properties`.';
  }
  if (JSON.stringify(schema).length > longestSchema) {
    return `A schema has at most ${longestSchema} characters. Ask for less.`;
  }
  const refused = refusedKey(schema);
  if (refused) return `Schemas of answers have no \`${refused}\`. Write out what you need.`;
  try {
    z.fromJSONSchema(schema);
    return undefined;
  } catch (error) {
    return `This is not a JSON Schema that answers can be held to: ${(error as Error).message}.`;
  }
}

/** What is wrong with an answer, each problem with its place; empty when it fits the schema. */
export function answerProblems(schema: JsonSchema, answer: unknown): string[] {
  // Without `jitless`, zod compiles code from the schema, which a workflow file must never cause.
  const { error } = z.fromJSONSchema(schema).safeParse(answer, { jitless: true });
  return (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
}

// A reference may lead out of the file, and a regular expression may never end.
const refusedKeys = ['$ref', '$dynamicRef', 'pattern', 'patternProperties'];

function refusedKey(schema: unknown, areFieldNames = false): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  for (const [key, value] of Object.entries(schema)) {
    if (!areFieldNames && refusedKeys.includes(key)) return key;
    const inside = refusedKey(value, key === 'properties' && !areFieldNames);
    if (inside) return inside;
  }
  return undefined;
}
