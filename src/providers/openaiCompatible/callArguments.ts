import { parseJson } from '../http/json.ts';
import { callInput } from '../turns/callInput.ts';

/**
 * The arguments that the pieces of one index add up to: one text, or several where calls run together. Never
 * empty. `isNamedOnce`: only one of the pieces said which tool is called. Whether a text is valid JSON is for the
 * caller to see.
 */
export function argumentsIn(pieces: readonly string[], isNamedOnce: boolean): readonly string[] {
  const whole = pieces.join('');
  if (whole.trim() === '' || parseJson(whole) !== undefined) return [callInput(whole)];
  const written = pieces.filter((piece) => piece !== '');
  // DeepSeek at Baidu sends all arguments so far in each chunk
  // (https://github.com/NousResearch/hermes-agent/pull/35718, 2026-05-31).
  if (written.length > 1 && written.every(isContinuedBy(written))) return [written.at(-1)!];
  const all = (apart(whole) ?? [whole]).map(callInput);
  // LiteLLM wrote an empty object before the input of Claude's calls
  // (https://github.com/BerriAI/litellm/issues/4537, 2024-07-04).
  const filled = isNamedOnce ? all.filter((text) => !/^\{\s*\}$/.test(text)) : all;
  return filled.length > 0 ? filled : all;
}

function isContinuedBy(pieces: readonly string[]): (piece: string, place: number) => boolean {
  return (piece, place) => (pieces[place + 1] ?? piece).startsWith(piece);
}

/** Objects that follow each other; undefined when the text is something else. */
function apart(text: string): readonly string[] | undefined {
  const { objects, rest } = objectsIn(text);
  const [first] = objects;
  if (first === undefined) return undefined;
  // LiteLLM may repeat a call as a JSON text (https://github.com/BerriAI/litellm/issues/20480, 2026-02-05).
  const isRepeated = objects.length === 1 && parseJson(rest) === first;
  const all = isRepeated || rest.trim() === '' ? objects : [...objects, rest.trimStart()];
  if (all.length > objects.length && !all.at(-1)!.startsWith('{')) return undefined;
  // Gateways repeat a call; a model that makes the same call twice at once gains nothing by it.
  return all.filter((object, place) => object !== all[place - 1]);
}

/** The complete objects at the beginning of a text, and what follows them. */
function objectsIn(text: string): { readonly objects: readonly string[]; readonly rest: string } {
  const objects: string[] = [];
  let from = 0;
  for (let end = endOfObject(text, from); end !== undefined; end = endOfObject(text, from)) {
    objects.push(text.slice(from, end).trim());
    from = end;
  }
  return { objects, rest: text.slice(from) };
}

/** The place after the object that begins at `from`; undefined when none is complete there. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let isInText = false;
  for (let place = from; place < text.length; place += 1) {
    const letter = text[place]!;
    if (isInText) {
      if (letter === '\\') place += 1;
      else if (letter === '"') isInText = false;
    } else if (letter === '"' && depth > 0) isInText = true;
    else if (letter === '{') depth += 1;
    else if (letter === '}' && depth === 1) return place + 1;
    else if (letter === '}') depth -= 1;
    else if (depth === 0 && letter.trim() !== '') return undefined;
  }
  return undefined;
}
