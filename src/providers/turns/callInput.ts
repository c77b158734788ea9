import { objectOf, parseJson } from '../http/json.ts';

/**
 * The input of a tool call as JSON text, from an object or a text. A server that writes the text of an object
 * as a text once more (vllm-project/vllm#54964, 2026-09) means the object. Whether a text is valid JSON is for
 * the caller to see.
 */
export function callInput(input: unknown): string {
  if (typeof input !== 'string') return JSON.stringify(objectOf(input) ?? {});
  if (input.trim() === '') return '{}';
  const value = parseJson(input);
  if (value === null) return '{}';
  return typeof value === 'string' && objectOf(parseJson(value)) ? value : input;
}
