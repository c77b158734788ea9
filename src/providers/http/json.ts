// A server may send anything, whatever an SDK's types say. These functions read it safely.

export type Json = Record<string, unknown>;

export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}

export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a non-empty string, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value as a number of tokens, an integer from zero up, else undefined. */
export function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** The higher of two counts, which is the later one while usage grows; see `hasFallen`. */
export function higher(before: number | undefined, value: unknown): number | undefined {
  const now = countOf(value);
  if (before === undefined || now === undefined) return now ?? before;
  return Math.max(before, now);
}

/**
 * Whether a later report takes tokens back. Usage only grows, so the reports then contradict each other.
 * A later zero says nothing: many servers fill what they do not count with zeros.
 */
export function hasFallen(before: number | undefined, value: unknown): boolean {
  const now = countOf(value);
  return before !== undefined && now !== undefined && now > 0 && now < before;
}

/** The value at a path of keys and array places; undefined where the path ends early. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof step === 'number' ? arrayOf(at)[step] : objectOf(at)?.[step]),
    value,
  );
}

/**
 * The same value without halves of surrogate pairs, each replaced by U+FFFD. A text that was cut in the middle of
 * an emoji holds one, and servers refuse the whole body for it: "The request body is not valid JSON: no low
 * surrogate in string" (anthropics/claude-code#60394, 2026-05).
 */
export function wellFormed<Value>(value: Value): Value {
  return formed(value) as Value;
}

function formed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(formed);
  const object = objectOf(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => [key.toWellFormed(), formed(inner)]),
  );
}

/** Parses JSON; undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
