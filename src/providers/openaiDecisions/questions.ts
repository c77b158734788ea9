import type OpenAI from 'openai';

import { arrayOf, objectOf, textOf, wellFormed } from '../http/json.ts';
import { itemsOf } from '../openai/messages.ts';
import type { ModelCall, OutputSchema } from '../provider.ts';

/** A statement that is true or false, or a choice between words. */
export interface Question {
  readonly name: string;
  readonly text: string;
  readonly choices?: readonly string[];
}

/** The parts of a schema, as questions for the Decisions API. */
export interface Questions {
  readonly asked: readonly Question[];
  /** Properties whose answer is an empty array, because the API writes no text. */
  readonly lists: readonly string[];
}

/** Undefined for a schema of arrays only, or with more than booleans, words to choose from and arrays. */
export function questionsOf({ schema }: OutputSchema): Questions | undefined {
  const properties = Object.entries(objectOf(schema['properties']) ?? {}).map(([name, value]) => {
    const property = objectOf(value);
    const question = { name, text: textOf(property?.['description']) ?? name };
    return { type: property?.['type'], question, choices: wordsIn(property?.['enum']) };
  });
  const asked = properties.flatMap(({ type, question, choices }): Question[] => {
    if (type === 'boolean') return [question];
    return type === 'string' && choices.length > 1 ? [{ ...question, choices }] : [];
  });
  const lists = properties.filter(({ type }) => type === 'array');
  if (asked.length === 0 || asked.length + lists.length < properties.length) return undefined;
  return { asked, lists: lists.map(({ question }) => question.name) };
}

function wordsIn(written: unknown): string[] {
  return arrayOf(written).filter((each) => typeof each === 'string');
}

/** The request body of the Decisions API. */
export function decisionBody(call: ModelCall, { asked }: Questions): OpenAI.DecisionCreateParams {
  return wellFormed({
    model: call.model,
    input: [
      ...(call.system ? [{ role: 'system' as const, content: call.system }] : []),
      ...itemsOf(call.messages),
    ],
    questions: asked.map(({ name, text, choices }) =>
      choices
        ? { type: 'choice', name, instructions: text, choices: choices.map((value) => ({ value })) }
        : { type: 'predicate', name, instructions: text },
    ),
  });
}
