import { thinkingTags } from '../../providers/openaiCompatible/thinkingTags.ts';
import { fencesIn } from './fences.ts';

/**
 * An answer without the thoughts in tags at its start, which a server without a parser for them leaves in
 * the text. Thoughts that never end are all there is, so nothing is left. Later in an answer such a tag is
 * part of what the model writes about.
 */
export function withoutThoughts(text: string): string {
  let rest = text.replace(/^\uFEFF/, '');
  for (;;) {
    const begun = rest.trimStart();
    const tag = thinkingTags.find(({ open }) => startsWith(begun, open));
    if (!tag) break;
    const end = endOfThoughts(begun.slice(tag.open.length), tag.close);
    if (end === undefined) return '';
    rest = begun.slice(tag.open.length + end);
  }
  return withoutUnopened(rest);
}

function startsWith(text: string, mark: string): boolean {
  return text.slice(0, mark.length).toLowerCase() === mark.toLowerCase();
}

/** Where the text after the closing tag begins. A tag in quotes is one that the model thinks about. */
function endOfThoughts(thoughts: string, close: string): number | undefined {
  const lower = thoughts.toLowerCase();
  const mark = close.toLowerCase();
  let last: number | undefined;
  for (let at = lower.indexOf(mark); at >= 0; at = lower.indexOf(mark, at + mark.length)) {
    last ??= at + mark.length;
    if (!/['"`]/.test(thoughts[at - 1] ?? '')) return at + mark.length;
  }
  return last;
}

/**
 * Templates of some models write the opening tag into the prompt, so that only the closing one comes. It
 * counts on a line of its own outside of code, or after words that hold neither code nor data.
 */
function withoutUnopened(text: string): string {
  const lower = text.toLowerCase();
  for (const { close } of thinkingTags) {
    const at = lower.indexOf(close.toLowerCase());
    if (at < 0) continue;
    const before = text.slice(0, at);
    const after = text.slice(at + close.length);
    const isAlone = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(after);
    const isOutside = fencesIn(before.split('\n')).length % 2 === 0;
    if ((isAlone && isOutside) || !/[`[{<]/.test(before)) return after;
  }
  return text;
}
