import { blocksIn } from './fences.ts';

/**
 * The JSON of an answer: the whole of it, else the last block that holds some, else the longest that
 * stands among other words outside of blocks. Only what is wanted counts, because answers quote code and
 * examples. What models often get wrong is mended. Undefined when there is none.
 */
export function readJson(text: string, isWanted: (value: unknown) => boolean): unknown {
  const whole = parseJson(text);
  if (whole !== undefined) return inside(whole, isWanted);
  const blocks = blocksIn(text);
  for (const { code } of blocks.toReversed()) {
    const value = parseJson(code);
    if (value !== undefined && isWanted(value)) return value;
    const within = value === undefined ? undefined : inside(value, isWanted);
    if (within !== undefined) return within;
  }
  const lines = text.split('\n');
  for (const { start, end } of blocks) lines.fill('', start, end);
  return amongWords(lines.join('\n'), isWanted);
}

/** A wanted value, also where it is the only list or object in an object around it. */
function inside(value: unknown, isWanted: (value: unknown) => boolean): unknown {
  if (isWanted(value)) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const parts = Object.values(value).filter((each) => typeof each === 'object' && each !== null);
  return parts.length === 1 && isWanted(parts[0]) ? parts[0] : undefined;
}

function amongWords(text: string, isWanted: (value: unknown) => boolean): unknown {
  const spans = jsonSpans(text);
  const found = spans.flatMap(({ start, end }) => {
    const value = parseJson(text.slice(start, end));
    if (value === undefined || !isWanted(value)) return [];
    const isEmpty = Object.keys(value as object).length === 0;
    return isEmpty && !standsAlone(text, start, end) ? [] : [{ value, length: end - start }];
  });
  return found.toSorted((one, other) => other.length - one.length)[0]?.value;
}

/** Brackets and texts that are looked at, because each bracket may have no end. Chosen by judgement. */
const mostSigns = 200_000;

/** Where brackets open and close, each within text outside of those that hold JSON. */
export function jsonSpans(text: string): { readonly start: number; readonly end: number }[] {
  const spans: { start: number; end: number }[] = [];
  const opening = /[[{]/g;
  let left = mostSigns;
  for (let found = opening.exec(text); found && left > 0; found = opening.exec(text)) {
    const { end, signs } = closingBracket(text, found.index, left);
    left -= signs;
    if (end === undefined) continue;
    spans.push({ start: found.index, end });
    if (parseJson(text.slice(found.index, end)) !== undefined) opening.lastIndex = end;
  }
  return spans;
}

/** The place after the bracket that closes the one at `start`, and how many signs were looked at. */
function closingBracket(
  text: string,
  start: number,
  most: number,
): { readonly end?: number; readonly signs: number } {
  let sign = /"(?:\\[^]|[^"\\])*("?)|[[\]{}]/g;
  sign.lastIndex = start;
  let depth = 0;
  let signs = 0;
  for (let found = sign.exec(text); found && signs < most; found = sign.exec(text)) {
    signs += 1;
    // A quote without a second one is no text, and so are all quotes after it.
    if (found[1] === '') {
      sign = /[[\]{}]/g;
      sign.lastIndex = found.index + 1;
    }
    if (found[0] === '[' || found[0] === '{') depth += 1;
    if (found[0] === ']' || found[0] === '}') depth -= 1;
    if (depth === 0) return { end: sign.lastIndex, signs };
  }
  return { signs };
}

function standsAlone(text: string, start: number, end: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
}

/** The value of a text that is JSON, with what models often get wrong; undefined when it is none. */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '').trim();
  for (const each of [json, mended(json)]) {
    try {
      return JSON.parse(each);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** JSON as models write it, with comments, commas before a closing bracket and line ends in texts. */
function mended(json: string): string {
  // A text or a comment without an end takes the rest, so that no place is looked at twice.
  const part = /"(?:\\[^]|[^"\\])*"?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g;
  const comma = /"(?:\\[^]|[^"\\])*"?|,(?=\s*[\]}])/g;
  return json
    .replace(part, (found) => (found.startsWith('"') ? onOneLine(found) : ' '))
    .replace(comma, (found) => (found === ',' ? '' : found));
}

function onOneLine(text: string): string {
  return text
    .replaceAll('\r', '')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
}
