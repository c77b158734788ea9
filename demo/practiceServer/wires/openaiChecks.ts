import type { PracticeTool } from '../call.ts';
import { badRequest } from '../problem.ts';
import { signatureFor } from '../signature.ts';

/*
 * What OpenAI's Responses API refuses in its input, in its own words where they are known (November 2026).
 */

type Item = Readonly<Record<string, unknown>>;

const mostIdCharacters = 64;

/** @throws RequestProblem for items that the API refuses. */
export function checkInput(items: readonly Item[], model: string): void {
  const called = new Set<unknown>();
  const answered = new Set(
    items.map((item) => item['type'] === 'function_call_output' && item['call_id']),
  );
  items.forEach((item, at) => {
    const { type, call_id: id } = item;
    if (typeof id === 'string' && id.length > mostIdCharacters) {
      throw badRequest(
        `Invalid 'input[${at}].call_id': string too long. Expected a string with maximum length ${mostIdCharacters}, but got a string with length ${id.length} instead.`,
      );
    }
    if (type === 'reasoning') checkReasoning(item, items[at + 1], model);
    if (type === 'function_call') {
      if (called.has(id)) throw badRequest(`Duplicate function call id ${String(id)}`);
      called.add(id);
      if (!answered.has(id))
        throw badRequest(`No tool output found for function call ${String(id)}.`);
    }
    if (type === 'function_call_output' && !called.has(id)) {
      throw badRequest(`No tool call found for function call output with call_id ${String(id)}.`);
    }
  });
}

function checkReasoning(item: Item, next: Item | undefined, model: string): void {
  const id = String(item['id']);
  if (item['encrypted_content'] !== signatureFor(model)) {
    throw badRequest(`The encrypted content for item ${id} could not be verified.`);
  }
  if ('status' in item) throw badRequest(`Unknown parameter: 'input.status'.`);
  const follows =
    next?.['role'] === 'assistant' ||
    next?.['type'] === 'function_call' ||
    next?.['type'] === 'reasoning';
  if (!follows) {
    throw badRequest(
      `Item '${id}' of type 'reasoning' was provided without its required following item.`,
    );
  }
}

/** @throws RequestProblem for a schema that the API refuses. */
export function checkSchema({ name, schema }: PracticeTool): void {
  const { type, properties } = (schema ?? {}) as Item;
  if (type !== 'object') {
    throw badRequest(
      `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${String(type)}"'.`,
    );
  }
  if (typeof properties !== 'object') {
    throw badRequest(
      `Invalid schema for function '${name}': In context=(), object schema missing properties.`,
    );
  }
}
