import type { Attachment } from '../attachment.ts';
import { attachmentsOf, merged } from './attachments.ts';
import { type Block, blocksOf } from './blocks.ts';
import { noticeOf } from './notices.ts';
import { addedLines, clientTalk, headings } from './wrappers.ts';

/*
 * This folder finds the developer's words in what a client sends for them. A text comes in; the words, the
 * attached files and the rest go out. How each client wraps is data (`wrappers.ts`); `blocks.ts` finds its
 * tags and `attachments.ts` the files. What is sent to a model never depends on it.
 */

/** What a client sent as the developer's request, taken apart. */
export interface RequestText {
  /** What the developer typed; empty when the text holds nothing but what the client added. */
  readonly words: string;
  /** Paths are as the client wrote them. */
  readonly attachments: readonly Attachment[];
  /** What the client added, by the name of its tag. */
  readonly context: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Takes a request apart. A text in which no client's wrapping is recognised is the developer's words as it
 * stands. Linear in the length of the text.
 */
export function readRequest(text: string): RequestText {
  if (headings.begins.test(text)) return readHeadings(text);
  if (noticeOf(text) !== undefined) return readNotice(text);
  return clientTalk.test(text) ? readTalk(text) : readTagged(text);
}

function readTagged(text: string): RequestText {
  const found = text.includes('<') ? blocksOf(text) : [];
  if (!isWrapped(text, found)) return readFences(text);
  const blocks = atEdges(text, found);
  const outside = textOutside(text, blocks);
  const isSure = blocks.some(({ strength }) => strength === 'sure');
  const hasOwnWords = !isBlank(outside);
  const counted = blocks.filter(
    ({ holds, strength }) => holds === 'words' && !(strength === 'weak' && hasOwnWords && !isSure),
  );
  const words = counted.length > 0 ? counted.map(wordsOfBlock).join('\n\n') : outside;
  return {
    words: withoutAdditions(words),
    attachments: merged(
      blocks.filter(({ holds }) => holds === 'attachments').flatMap(attachmentsOf),
    ),
    context: blocks
      .filter(({ holds }) => holds !== 'words')
      .map(({ name, body }) => ({ name, text: body })),
  };
}

/** The developer's words in a text, or all of it when it holds nothing but what a client added. */
export function wordsOf(text: string): string {
  return readRequest(text).words || text;
}

/** Whether a client wrapped the text, and it is not the developer who writes about such tags. */
function isWrapped(text: string, blocks: readonly Block[]): boolean {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) return false;
  if (blocks.some(({ strength }) => strength === 'sure')) return true;
  const begins = isBlank(text.slice(0, first.start));
  const ends = isBlank(text.slice(last.end));
  const isLikely = (begins && first.strength === 'likely') || (ends && last.strength === 'likely');
  const hasWords =
    !isBlank(textOutside(text, blocks)) || blocks.some(({ holds }) => holds === 'words');
  return hasWords && (isLikely || begins);
}

/** The blocks that count: in the middle of words, a tag that people use too is one of the words. */
function atEdges(text: string, blocks: readonly Block[]): Block[] {
  const ends = [0, ...blocks.map(({ end }) => end)];
  const words = ends.map((end, index) => !isBlank(text.slice(end, blocks[index]?.start)));
  const [first, last] = [words.indexOf(true), words.lastIndexOf(true)];
  return blocks.filter(
    ({ strength }, index) => strength === 'sure' || first < 0 || index < first || index >= last,
  );
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function textOutside(text: string, blocks: readonly Block[]): string {
  const ends = [0, ...blocks.map(({ end }) => end)];
  const starts = [...blocks.map(({ start }) => start), text.length];
  return ends.map((end, index) => text.slice(end, starts[index])).join('\n');
}

/** A prompt file stands in a tag among the words, and is what the developer asks for. */
function wordsOfBlock({ body }: Block): string {
  if (!/^<attachment id="prompt:/m.test(body)) return body.trim();
  return body.replaceAll(/^<\/?attachment\b[^<>]{0,2000}>$/gm, '').trim();
}

function withoutAdditions(words: string): string {
  const plain = addedLines.reduce((left, added) => left.replace(added, ''), words);
  return plain.trim();
}

/** A result of a tool that is sent as the developer's text may bring a remark of the developer with it. */
function readTalk(text: string): RequestText {
  const { context } = readTagged(text);
  const finished = /^\s*\[(?:attempt_completion|plan_mode_respond)\b/.test(text);
  const opening = (finished ? remarkOnWork : remarkOnCall).exec(text);
  if (!opening) return { words: '', attachments: [], context };
  const rest = text.slice(opening.index + opening[0].length);
  const end = rest.search(finished ? /<\/(?:feedback|user_message)>/ : /<\/feedback>/);
  return { words: end < 0 ? '' : rest.slice(0, end).trim(), attachments: [], context };
}

// Only what opens a remark: with its end in the same expression, each opening would look through the whole rest.
const remarkOnCall = /\b[Tt]he user (?:has )?provided the following feedback\b[^<]{0,80}<feedback>/;
const remarkOnWork = /<(?:feedback|user_message)>/;

/** What a client says by itself may bring words of the developer with it, in tags. */
function readNotice(text: string): RequestText {
  const own = blocksOf(text).filter(
    ({ holds, strength }) => holds === 'words' && strength === 'sure',
  );
  return {
    words: own.map(wordsOfBlock).join('\n\n'),
    attachments: [],
    context: [{ name: 'notice', text }],
  };
}

/** Codex in an editor puts the words under a heading, after files under headings of their own. */
function readHeadings(text: string): RequestText {
  const heading = headings.words.exec(text);
  if (!heading) return { words: text, attachments: [], context: [] };
  const before = text.slice(0, heading.index);
  const mentioned = /^# Files mentioned by the user:$(?<list>[^]*?)(?=^# |(?![^]))/m.exec(before);
  const files = [
    ...(mentioned?.groups?.['list'] ?? '').matchAll(/^## [^\n:]{1,500}:[ \t]*\n?(\S[^\n]*)$/gm),
  ];
  return {
    words: text.slice(heading.index + heading[0].length).trim(),
    attachments: files.map(([, path]) => ({ path: path! })),
    context: [{ name: 'headings', text: before }],
  };
}

/** Continue puts attached files before the words, as code blocks that name their file. */
function readFences(text: string): RequestText {
  const fence = /\s*(`{3,})[\w.+#-]+ ([^\s`]{1,1000}\.\w{1,20})(?: \((\d+)-(\d+)\))?[ \t]*\n/y;
  let end = 0;
  for (let match = fence.exec(text); match; match = fence.exec(text)) {
    const closed = text.indexOf(`\n${match[1]}`, fence.lastIndex - 1);
    if (closed < 0) break;
    end = closed + 1 + match[1]!.length;
    fence.lastIndex = end;
  }
  const words = text.slice(end).trim();
  if (end === 0 || words === '') return { words: text, attachments: [], context: [] };
  const files = text.slice(0, end);
  return {
    words,
    attachments: attachmentsOf({ name: 'files', attributes: '', body: files }),
    context: [{ name: 'files', text: files }],
  };
}
