/** A value, and the place after it. */
export interface Found {
  readonly value: unknown;
  readonly end: number;
}

/** Deeper nesting is no call that a model meant. Chosen by judgement. */
const mostNested = 64;

/**
 * Reads the JSON value that begins at `from` (blanks may come before it), also as models write it: with single
 * quotes, names without quotes, a comma after the last item, line breaks and single backslashes in texts, line breaks
 * between values as their escapes, Python's True, False and None, and Gemma's marks for quotes. Undefined when no
 * whole value is there: what is cut off is never completed.
 */
export function looseValue(text: string, from: number, depth = 0): Found | undefined {
  const at = afterBlanks(text, from);
  if (depth > mostNested) return undefined;
  if (text[at] === '{') return looseFields(text, at + 1, '}', depth);
  if (text[at] === '[') return items(text, at + 1, depth);
  return quoted(text, at) ?? word(text, at);
}

/**
 * Reads names with values up to `close`, as an object: those of JSON, `name=value` of a call in Python, and `name:
 * value` of a call by Gemma.
 */
export function looseFields(
  text: string,
  from: number,
  close: '}' | ')',
  depth = 0,
): Found | undefined {
  const fields: [string, unknown][] = [];
  let at = afterBlanks(text, from);
  while (text[at] !== close) {
    const name = quoted(text, at) ?? bareName(text, at);
    const sign = name && afterBlanks(text, name.end);
    if (sign === undefined || (text[sign] !== ':' && text[sign] !== '=')) return undefined;
    const found = looseValue(text, sign + 1, depth + 1);
    const next = found && afterItem(text, found.end, close);
    if (next === undefined) return undefined;
    fields.push([String(name!.value), found!.value]);
    at = next;
  }
  return { value: Object.fromEntries(fields), end: at + 1 };
}

function items(text: string, from: number, depth: number): Found | undefined {
  const all: unknown[] = [];
  let at = afterBlanks(text, from);
  while (text[at] !== ']') {
    const found = looseValue(text, at, depth + 1);
    const next = found && afterItem(text, found.end, ']');
    if (next === undefined) return undefined;
    all.push(found!.value);
    at = next;
  }
  return { value: all, end: at + 1 };
}

/** Where the next item begins, or where `close` stands; undefined when neither follows. */
function afterItem(text: string, end: number, close: string): number | undefined {
  const at = afterBlanks(text, end);
  if (text[at] === ',') return afterBlanks(text, at + 1);
  return text[at] === close ? at : undefined;
}

// Gemma's two ways to mark a text, and the texts of Python that go over lines, stand as they are.
const plainQuotes = ['"""', "'''", '<|"|>', '<escape>'] as const;

function quoted(text: string, at: number): Found | undefined {
  const plain = plainQuotes.find((quote) => text.startsWith(quote, at));
  if (plain) {
    const end = text.indexOf(plain, at + plain.length);
    const value = text.slice(at + plain.length, end);
    return end < 0 ? undefined : { value, end: end + plain.length };
  }
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return undefined;
  return { value: unescaped(text.slice(at + 1, end)), end: end + 1 };
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** A backslash before anything else is meant, as in a path of Windows. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (all, code?: string, letter = '') =>
    code === undefined ? (escapes[letter] ?? all) : String.fromCharCode(parseInt(code, 16)),
  );
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);

function word(text: string, at: number): Found | undefined {
  const pattern = /[\w.+-]+/y;
  pattern.lastIndex = at;
  const [found = ''] = pattern.exec(text) ?? [];
  const end = at + found.length;
  if (words.has(found)) return { value: words.get(found), end };
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(found)
    ? { value: Number(found), end }
    : undefined;
}

function bareName(text: string, at: number): Found | undefined {
  const pattern = /[A-Za-z_$][\w$-]*/y;
  pattern.lastIndex = at;
  const name = pattern.exec(text)?.[0];
  return name === undefined ? undefined : { value: name, end: at + name.length };
}

// Breaks as their escapes: https://github.com/OpenHands/software-agent-sdk/issues/2488, 2026-03-18.
function afterBlanks(text: string, from: number): number {
  const pattern = /(?:\s|\\[nrt])*/y;
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
