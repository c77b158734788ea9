import type OpenAI from 'openai';

import { objectOf, textOf } from '../json.ts';
import { itemsOf } from '../openai/messages.ts';
import type { ModelCall, OutputSchema } from '../provider.ts';

/** What of a schema the Decisions API can answer: statements, each true or not. */
export interface Questions {
  readonly statements: readonly { readonly name: string; readonly text: string }[];
  /** Properties that are answered with an empty array, because the API writes no text. */
  readonly lists: readonly string[];
}

/** Undefined for a schema that wants more than booleans and arrays, or no boolean at all. */
export function questionsOf({ schema }: OutputSchema): Questions | undefined {
  const properties = Object.entries(objectOf(schema['properties']) ?? {}).map(([name, value]) => {
    const property = objectOf(value);
    return { name, type: property?.['type'], text: textOf(property?.['description']) ?? name };
  });
  const statements = properties.filter(({ type }) => type === 'boolean');
  const lists = properties.filter(({ type }) => type === 'array');
  if (statements.length === 0) return undefined;
  if (statements.length + lists.length < properties.length) return undefined;
  return {
    statements: statements.map(({ name, text }) => ({ name, text })),
    lists: lists.map(({ name }) => name),
  };
}

/** A call in the words of the Decisions API. */
export function decisionBody(
  call: ModelCall,
  { statements }: Questions,
): OpenAI.DecisionCreateParams {
  return {
    model: call.model,
    input: [
      ...(call.system ? [{ role: 'system' as const, content: call.system }] : []),
      ...call.messages.flatMap(itemsOf),
    ],
    questions: statements.map(({ name, text }) => ({
      type: 'predicate',
      name,
      instructions: text,
    })),
  };
}
