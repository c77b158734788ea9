/**
 * Says a text in the reader's language. `text` is the whole text in English, with `{0}`, `{1}` … for the values:
 * `say('{0} passes {1} of such tasks.', name, share)`. The editor gives its own; everywhere else, and in what is
 * stored, texts are English.
 */
export type Say = (text: string, ...values: readonly (string | number)[]) => string;

/** English, which is what texts are written in. */
export const inEnglish: Say = (text, ...values) =>
  text.replaceAll(/\{(\d+)\}/g, (whole, at) => String(values[Number(at)] ?? whole));

/** A text of a table, which `say` gets later. The check of translations finds it by this. */
export function toSay(text: string): string {
  return text;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(
  words: readonly string[],
  last: 'and' | 'or' = 'and',
  say: Say = inEnglish,
): string {
  if (words.length < 2) return words.join('');
  const before = words.slice(0, -1).join(', ');
  const end = words.at(-1) ?? '';
  return last === 'and' ? say('{0} and {1}', before, end) : say('{0} or {1}', before, end);
}

/**
 * Texts put together two by two: `joined(['a', 'b', 'c'], toSay('{0}, then {1}'), say)` is `a, then b, then c`.
 * Empty for none.
 */
export function joined(texts: readonly string[], text: string, say: Say): string {
  const [first = '', ...others] = texts;
  return others.reduce((before, next) => say(text, before, next), first);
}
