import { objectOf, parseJson } from '../http/json.ts';
import { looseValue } from './looseValue.ts';

/**
 * The input of a tool call as JSON text, from an object or a text. A server that writes the text of an object
 * as a text once more (vllm-project/vllm#54964, 2026-09) means the object, and so does a model whose text is
 * JSON but for what `looseValue` reads. Whether any other text is valid JSON is for the caller to see.
 */
export function callInput(input: unknown): string {
  if (typeof input !== 'string') return JSON.stringify(objectOf(input) ?? {});
  if (input.trim() === '') return '{}';
  const value = parseJson(input);
  if (value === null || value === '') return '{}';
  if (value === undefined) return meantObject(input) ?? input;
  return typeof value === 'string' && objectOf(parseJson(value)) ? value : input;
}

const before = /^\s*(?:```(?:json)?\s)?/;
/** Brackets, the end of a code block, and a model's own marks. */
const after = /^(?:[\s}\]`;,]|<\|?\/?\w+\|?>)*$/;

/** The only object in a text that is not quite JSON; undefined where there is none, or words stand beside it. */
function meantObject(text: string): string | undefined {
  const start = before.exec(text)![0].length;
  const found = looseValue(text, start);
  const object = objectOf(found?.value);
  if (!found || !object) return undefined;
  const rest = text.slice(found.end);
  // Gateways repeat a call, too.
  const isRepeated = rest.trim() === text.slice(start, found.end).trim();
  return isRepeated || after.test(rest) ? JSON.stringify(object) : undefined;
}
