import { thinkingTags } from '../../providers/turns/thinkingTags.ts';
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
    const end = endOfThoughts(begun.slice(tag.open.length), tag);
    if (end === undefined) return '';
    rest = begun.slice(tag.open.length + end);
  }
  return withoutUnopened(rest);
}

function startsWith(text: string, mark: string): boolean {
  return text.slice(0, mark.length).toLowerCase() === mark.toLowerCase();
}

/**
 * Where the text after the closing tag begins. A tag in quotes is one that the model thinks about; thoughts
 * inside of thoughts end before the ones around them.
 */
function endOfThoughts(thoughts: string, { open, close }: Tag): number | undefined {
  const tags = new RegExp(`(?<!['"\`])(?:${escaped(open)}|${escaped(close)})`, 'gi');
  let depth = 1;
  let last: number | undefined;
  for (let found = tags.exec(thoughts); found; found = tags.exec(thoughts)) {
    if (found[0].toLowerCase() === open.toLowerCase()) {
      depth += 1;
      continue;
    }
    depth -= 1;
    last = tags.lastIndex;
    if (depth === 0) return last;
  }
  return last;
}

type Tag = Pick<(typeof thinkingTags)[number], 'open' | 'close'>;

const escaped = (tag: string): string => tag.replace(/[[\]/\\|]/g, '\\$&');

/**
 * Templates of some models write the opening tag into the prompt, so that only the closing one comes. It
 * counts on a line of its own outside of code, or after words that hold neither code nor data.
 */
function withoutUnopened(text: string): string {
  const lower = text.toLowerCase();
  for (const { close } of thinkingTags) {
    // What ends the thoughts of gpt-oss ends the answers of other models.
    if (!close.includes('/')) continue;
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
