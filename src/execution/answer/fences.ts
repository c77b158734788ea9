import { linesInTexts } from './texts.ts';

/** A line that opens or closes a fenced block. */
interface Fence {
  readonly line: number;
  /** Columns before it. */
  readonly indent: number;
  /** Its run of backticks or tildes. */
  readonly mark: string;
  /** What stands behind it, such as `ts`; empty for one that may close a block. */
  readonly info: string;
}

/** A fenced block of an answer. */
export interface FencedBlock {
  readonly info: string;
  readonly code: string;
  /** Whether its closing fence is there. */
  readonly closed: boolean;
  /** Columns before the opening fence. */
  readonly indent: number;
  /** The line of the opening fence, from 0. */
  readonly start: number;
  /** The line after the closing fence. */
  readonly end: number;
}

/** What an answer is about, where it is known: it tells which of two readings is meant. */
export interface AnswerSubject {
  /** VS Code's language id. */
  readonly language: string;
  /** The text that the answer is to replace. */
  readonly original: string;
}

// The info of a backtick fence holds no backtick: "```total``` now adds" is a line of prose.
const fencePattern = /^([ \t]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:(`{3,})([^`]*)|(~{3,})(.*))$/;

/** The lines of fences, whatever they open or close. A block in a list may start beside its bullet. */
export function fencesIn(lines: readonly string[]): readonly Fence[] {
  return lines.flatMap((text, line) => {
    const found = fencePattern.exec(text.trimEnd());
    if (!found) return [];
    const [, space = '', bullet = '', ticks, behindTicks, tildes, behindTildes] = found;
    const info = (behindTicks ?? behindTildes ?? '').trim();
    if (bullet !== '' && info === '') return [];
    const indent = `${space}${bullet}`.replaceAll('\t', '    ').length;
    return [{ line, indent, mark: (ticks ?? tildes)!, info }];
  });
}

/** The fenced blocks of an answer from first to last. Blocks inside a block are part of its code. */
export function blocksIn(text: string, subject?: AnswerSubject): readonly FencedBlock[] {
  const lines = text.split('\n');
  const fences = fencesIn(lines);
  const blocks: FencedBlock[] = [];
  const reading: Reading = { lines, subject, left: mostReadAgain };
  let from = 0;
  for (const [index, opening] of fences.entries()) {
    if (blocks.length === mostBlocks) break;
    const start = opening.line;
    // A fence on the last line has no block yet.
    if (start < from || start === lines.length - 1) continue;
    const later = fences.slice(index + 1, index + 1 + mostLater);
    const close = closeOf(opening, later, reading);
    const end = close ?? lines.length;
    const code = lines
      .slice(start + 1, end)
      .join('\n')
      .replace(/\r$/, '');
    const { info, indent } = opening;
    from = close === undefined ? end : end + 1;
    blocks.push({ info, code, closed: close !== undefined, indent, start, end: from });
  }
  return blocks;
}

// A model in a loop may write fences for ever, and an answer is read again whenever it is drawn. Chosen by
// judgement: an answer to a large task has some ten blocks.
const mostBlocks = 200;
/** The fences after an opening one that are looked at. */
const mostLater = 200;
/** Characters that are looked through for texts with fences in them, for all blocks together. */
const mostReadAgain = 2_000_000;

interface Reading {
  readonly lines: readonly string[];
  readonly subject: AnswerSubject | undefined;
  /** Characters that may still be looked through. */
  left: number;
}

/** The line of the fence that closes a block; undefined when it is not there. */
function closeOf(opening: Fence, later: readonly Fence[], reading: Reading): number | undefined {
  const { lines, subject } = reading;
  const alike = later.filter(
    ({ mark }) => mark[0] === opening.mark[0] && mark.length >= opening.mark.length,
  );
  // A fence that is indented further than the opening one belongs to the code, such as a docstring.
  const level = alike.filter(({ indent }) => indent <= opening.indent);
  const inCode = level.length > 1 ? outsideTexts(level, opening, reading) : level;
  for (const fences of [inCode, level, alike]) {
    const close = pairedClose(fences);
    if (close === undefined) continue;
    const further = lastClose(fences, close);
    if (further === undefined || !isDocument(opening, subject)) return close;
    return keepsMore(lines, { opening: opening.line, close, further }, subject) ? further : close;
  }
  return undefined;
}

/** The fences that do not stand in a text or comment of the code, such as a prompt. */
function outsideTexts(
  fences: readonly Fence[],
  opening: Fence,
  reading: Reading,
): readonly Fence[] {
  const { lines, subject } = reading;
  const from = opening.line + 1;
  if (reading.left <= 0) return fences;
  const rest = lines.slice(from).join('\n');
  reading.left -= rest.length;
  const inTexts = linesInTexts(rest, subject?.language ?? '');
  return fences.filter(({ line }) => inTexts?.[line - from] === undefined);
}

/** A fence with an info string opens a block inside, the next bare one closes it. */
function pairedClose(fences: readonly Fence[]): number | undefined {
  const open: string[] = [];
  for (const { line, mark, info } of fences) {
    if (info !== '') {
      if (isInfo(info)) open.push(mark);
    } else if (open.length === 0) return line;
    else if (mark.length >= open.at(-1)!.length) open.pop();
  }
  return undefined;
}

/** The last bare fence, where all fences before it can be taken as blocks inside. */
function lastClose(fences: readonly Fence[], close: number): number | undefined {
  const last = fences.findLast(({ info }) => info === '');
  if (!last || last.line <= close) return undefined;
  let isOpen = false;
  for (const { line, info } of fences) {
    if (line >= last.line) break;
    if (isOpen && info !== '') return undefined;
    isOpen = !isOpen;
  }
  return isOpen ? undefined : last.line;
}

/** Whether an info string names a language, with attributes or without, and is no sentence. */
function isInfo(info: string): boolean {
  const [first = '', ...others] = info.split(/\s+/);
  return /^[\w.+#{}:/@=-]+,?$/.test(first) && others.every((word) => /[=:./{}[\]"'\d]/.test(word));
}

/** Languages of documents, by VS Code's ids and by the words behind fences. */
export const documentLanguages: ReadonlySet<string> = new Set(
  'markdown md mdx rmd quarto qmd plaintext text txt restructuredtext rst asciidoc adoc'.split(' '),
);

/** Whether bare fences are usual in what the block holds. */
function isDocument({ info }: Fence, subject: AnswerSubject | undefined): boolean {
  const named = info.toLowerCase().split(/[\s:{]/)[0]!;
  return documentLanguages.has(subject?.language ?? named) && (named !== '' || !!subject);
}

/**
 * Whether a document goes on to the further fence: where it keeps more of what it is to replace so, or
 * where the nearer fence opens a block. The text of a block follows at once, prose after a blank line.
 */
function keepsMore(
  lines: readonly string[],
  { opening, close, further }: { opening: number; close: number; further: number },
  subject: AnswerSubject | undefined,
): boolean {
  if (lines[close + 1]!.trim() !== '') return true;
  const near = new Set(lines.slice(opening + 1, close).map((line) => line.trim()));
  const original = (subject?.original ?? '').split('\n').map((line) => line.trim());
  const missing = original.filter((line) => line !== '' && !near.has(line));
  return lines.slice(close + 1, further).some((line) => missing.includes(line.trim()));
}
