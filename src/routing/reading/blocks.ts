import { attachedByUser, meaningOf, sureTags, type TagMeaning } from './wrappers.ts';

/** A pair of tags at the top level of a text, with what is between them. */
export interface Block extends TagMeaning {
  readonly name: string;
  /** As written in the opening tag. */
  readonly attributes: string;
  /** Between the tags. */
  readonly body: string;
  /** Where the block begins and ends in the text. */
  readonly start: number;
  readonly end: number;
}

const longestAttributes = 2_000;
/** No client writes as many; what follows them is left as it stands. Chosen by judgement. */
const mostBlocks = 1_000;
const name = String.raw`[A-Za-z][\w-]{0,63}(?: instructions)?`;
const attributes = String.raw`(?:\s[^<>]{0,${longestAttributes}})?`;
const sure = sureTags.join('|');
/** A tag at the start of a line, a tag of a client anywhere, any tag, or the start of a code block. */
const opening = new RegExp(`<(${name})(${attributes})>|(?:^[ \\t]*|(?<=>))(\`{3,}|~{3,})`, 'gm');
const sureLine = new RegExp(`^[ \\t]*<(?:${sure})${attributes}>`, 'gm');

/**
 * Finds the blocks of a text in which a client may have put words, context or attachments, in their
 * order. What is inside a block or in a code block is not looked at, so the time is linear.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const closings = closingTags(text);
  const search = new RegExp(opening);
  while (blocks.length < mostBlocks) {
    const match = search.exec(text);
    if (!match) break;
    const fence = match[3];
    if (fence !== undefined) {
      const end = text.indexOf(`\n${fence}`, search.lastIndex);
      // A code block that is never closed may be a slip, and hides nothing.
      if (end >= 0) search.lastIndex = end + 1 + fence.length;
      continue;
    }
    const block = blockAt(text, match, { closings, after: blocks.at(-1)?.end ?? 0 });
    if (!block) continue;
    blocks.push(block);
    search.lastIndex = block.end;
  }
  return blocks;
}

function blockAt(
  text: string,
  { 0: tag, 1: tagName = '', 2: attributes = '', index }: RegExpExecArray,
  { closings, after }: { readonly closings: ClosingTags; readonly after: number },
): Block | undefined {
  const meaning = meaningOf(tagName);
  if (!meaning) return undefined;
  const begin = index + tag.length;
  const startsLine = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, index - 80, after), index));
  if (!startsLine && meaning.strength !== 'sure') return undefined;
  const made = (bodyEnd: number, end: number): Block => {
    const body = text.slice(begin, bodyEnd);
    const isAttached = tagName === 'context' && attachedByUser.test(body);
    const strength = isAttached ? 'sure' : meaning.strength;
    return { ...meaning, strength, name: tagName, attributes, body, start: index, end };
  };
  if (attributes.endsWith('/')) return made(begin, begin);
  const closing = closings[closingKind(meaning, startsLine)](tagName, begin);
  if (closing !== undefined) {
    const block = made(closing, closing + tagName.length + '</>'.length);
    return startsLine || !isSpokenOf(text, block) ? block : undefined;
  }
  const isAlone = /^\s*?(?:\n|$)/.test(text.slice(begin, begin + 80));
  if (meaning.strength !== 'sure' || !startsLine || !isAlone) return undefined;
  const end = nextSureTag(text, begin);
  return made(end, end);
}

function closingKind({ isLast }: TagMeaning, startsLine: boolean): keyof ClosingTags {
  if (isLast) return 'last';
  return startsLine ? 'matching' : 'next';
}

/** In the middle of a line: "is <task-notification>x</task-notification> right?" */
function isSpokenOf(text: string, { name: tagName, body, end }: Block): boolean {
  const endsLine = /^\s*(?:\n|<|$)/.test(text.slice(end, end + 80));
  return !endsLine || body.includes(`<${tagName}>`);
}

/** A tag that was cut off ends where the client's next tag begins. */
function nextSureTag(text: string, from: number): number {
  const next = new RegExp(sureLine);
  next.lastIndex = from;
  return next.exec(text)?.index ?? text.length;
}

/** Finds closing tags of a text; the time of all questions together is linear in its length. */
export interface ClosingTags {
  /** Where the tag closes that was opened before `from`; tags of the same name may be inside. */
  matching(name: string, from: number): number | undefined;
  next(name: string, from: number): number | undefined;
  /** Where the last one is. */
  last(name: string, from: number): number | undefined;
}

export function closingTags(text: string): ClosingTags {
  const lasts = new Map<string, number>();
  const nexts = new Map<string, number>();
  const unbalanced = new Set<string>();
  const last = (tagName: string, from: number): number | undefined => {
    const at = lasts.get(tagName) ?? text.lastIndexOf(`</${tagName}>`);
    lasts.set(tagName, at);
    return at >= from ? at : undefined;
  };
  const next = (tagName: string, from: number): number | undefined => {
    if (last(tagName, from) === undefined) return undefined;
    // Questions come in the order of the text, so the next closing tag stays so until it is passed.
    const before = nexts.get(tagName) ?? -1;
    const at = before >= from ? before : text.indexOf(`</${tagName}>`, from);
    nexts.set(tagName, at);
    return at;
  };
  return {
    last,
    next,
    matching(tagName, from) {
      if (last(tagName, from) === undefined) return undefined;
      const balanced = unbalanced.has(tagName) ? undefined : balancedClosing(text, tagName, from);
      if (balanced === undefined) unbalanced.add(tagName);
      return balanced ?? next(tagName, from);
    },
  };
}

function balancedClosing(text: string, tagName: string, from: number): number | undefined {
  const opening = new RegExp(`\\n<${tagName}[\\s>]`, 'g');
  const close = `</${tagName}>`;
  let begin = from;
  for (let depth = 1; ;) {
    const closed = text.indexOf(close, begin);
    if (closed < 0) return undefined;
    depth += text.slice(begin, closed).match(opening)?.length ?? 0;
    depth -= 1;
    if (depth === 0) return closed;
    begin = closed + close.length;
  }
}
