import type { CodeLine } from './codeLines.ts';
import type { Asked } from './asked.ts';
import {
  type CommentPlace,
  isElision,
  namesElision,
  speaksOfCode,
  startsWithDots,
} from './elisionWords.ts';
import { areAlike, type Hunk, lineDiff } from './lineDiff.ts';

/** A place where the model left code out; `line` is an index in the answer. */
export interface Elision {
  readonly line: number;
  readonly text: string;
}

interface Lines {
  readonly raw: readonly string[];
  readonly read: readonly CodeLine[];
}

/**
 * Finds where an answer leaves code out: where code of the original is gone and a comment, a stub or dots
 * stand in its place. Dots in the place of code count even where nothing was. What the original left out
 * already does not count.
 */
export function elisionsIn(
  answer: Lines,
  original: Lines,
  language: string,
  asked: Pick<Asked, 'wishes' | 'placeholder'>,
): Elision[] {
  const prose = proseLanguages.has(language);
  const before = new Set(stated(original, language, prose).map(({ text }) => plain(text)));
  const found = [...stated(answer, language, prose), ...standIns(answer, original, asked, prose)];
  const added = found.filter(({ text }) => !before.has(plain(text)));
  return [...new Map(added.map((each) => [each.line, each])).values()].toSorted(
    (one, other) => one.line - other.line,
  );
}

/** Languages whose lines are text, in which dots are punctuation. */
const proseLanguages: ReadonlySet<string> = new Set(
  'markdown mdx plaintext restructuredtext asciidoc latex tex'.split(' '),
);

/** Dots in place of code, alone or in a comment. */
function stated({ raw, read }: Lines, language: string, prose: boolean): Elision[] {
  return read.flatMap(({ comment }, line) => {
    const elided =
      (comment !== undefined &&
        startsWithDots(comment) &&
        isElision(comment, placeOf(read, line))) ||
      (!prose && dotsForCode(read, line, language));
    return elided ? [{ line, text: raw[line]!.trim() }] : [];
  });
}

function placeOf(lines: readonly CodeLine[], line: number): CommentPlace {
  if (!noCode.test(lines[line]!.code)) return 'besideCode';
  const isComment = (each: CodeLine | undefined) =>
    each?.comment !== undefined && each.code.trim() === '';
  return isComment(lines[line - 1]) || isComment(lines[line + 1]) ? 'inParagraph' : 'alone';
}

const noCode = /^[\s{}()[\];,]*(?:pass)?\s*$/;

const dotsAlone = /^\s*(?:\.\.\.|…)\s*[;,]?\s*$/;
const dotsInBraces = /\{\s*(?:\.\.\.|…)\s*;?\s*\}/;

function dotsForCode(lines: readonly CodeLine[], line: number, language: string): boolean {
  const { code } = lines[line]!;
  if (language === 'yaml') return false;
  if (language === 'python') return code.trim() === '...' && !isWholeBody(lines, line);
  return dotsAlone.test(code) || dotsInBraces.test(code);
}

/** In Python `...` can be a whole body, as in stubs, protocols and overloads, but not beside code. */
function isWholeBody(lines: readonly CodeLine[], line: number): boolean {
  const before = neighbour(lines, line, -1);
  const after = neighbour(lines, line, 1);
  const indent = indentOf(lines[line]!.code);
  if (after && indentOf(after.code) >= indent) return false;
  if (!before) return true;
  return (
    indentOf(before.code) < indent &&
    before.code.endsWith(':') &&
    !/^\s*(?:if|for|while|el)/.test(before.code)
  );
}

// Documentation strings are skipped: they are blank except for their quotes.
function neighbour(lines: readonly CodeLine[], line: number, step: number): CodeLine | undefined {
  for (let at = line + step; lines[at]; at += step) {
    if (lines[at]!.code.trim() !== '' && !/^\s*["']+\s*["']*$/.test(lines[at]!.code))
      return lines[at];
  }
  return undefined;
}

const indentOf = (code: string): number => /^\s*/.exec(code)![0].length;

/** Places where a comment, a stub or a line of dots replaces code. */
function standIns(
  answer: Lines,
  original: Lines,
  asked: Pick<Asked, 'wishes' | 'placeholder'>,
  prose: boolean,
): Elision[] {
  const before = significant(original.raw);
  const after = significant(answer.raw);
  const hunks = lineDiff(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  const isLeft = new Set(after.map(({ text }) => text));
  return hunks.flatMap(({ gone, come }: Hunk) => {
    const goneCode = gone
      .filter((index) => !isLeft.has(before[index]!.text))
      .map((index) => original.read[before[index]!.line]!.code)
      .filter((code) => wordSign.test(code));
    const newLines = come.map((index) => after[index]!.line);
    const line = standInOf(newLines, { answer, goneCode, asked, prose });
    return line === undefined ? [] : [{ line, text: answer.raw[line]!.trim() }];
  });
}

interface Place {
  readonly answer: Lines;
  /** The lines of code that are gone at this place, and do not stand elsewhere in the answer. */
  readonly goneCode: readonly string[];
  readonly asked: Pick<Asked, 'wishes' | 'placeholder'>;
  readonly prose: boolean;
}

/** The line that stands in for the code that is gone at one place; undefined when none does. */
function standInOf(
  newLines: readonly number[],
  { answer, goneCode, asked, prose }: Place,
): number | undefined {
  const isStandIn = (line: number) => standsIn(answer, line, prose);
  const standIn = newLines.find(isStandIn);
  const comment = newLines.find(
    (line) => isCommentAlone(answer.read, line) && !quotes(answer.read[line]!.comment!, goneCode),
  );
  const line = standIn ?? comment;
  if (line === undefined) return undefined;
  const said = answer.read[line]!.comment ?? answer.raw[line]!;
  if (asked.placeholder && !(namesElision(said) && startsWithDots(said))) return undefined;
  // Lines with a small change, such as a new name, are neither gone nor new.
  const newCode = newLines
    .filter((index) => !isStandIn(index))
    .map((index) => answer.read[index]!.code)
    .filter((code) => wordSign.test(code));
  const lost = goneCode.length - newCode.length;
  const isPlain = startsWithDots(said) || speaksOfCode(said) || isElision(said, 'alone');
  if (standIn !== undefined && lost >= 1 && isPlain && !isAboutData(said)) return line;
  const mayShrink = (['remove', 'regroup', 'tidy'] as const).some((wish) => asked.wishes.has(wish));
  const leastForComment = mayShrink ? leastWhereItMayShrink : leastLost;
  if (standIn === undefined && asked.wishes.has('remove')) return undefined;
  if (lost < (standIn === undefined ? leastForComment : leastLost)) return undefined;
  const isTouched = (code: string) => goneCode.some((other) => areAlike(code, other));
  return newCode.length <= mostNewLines && newCode.every(isTouched) ? line : undefined;
}

/** Comments about data sound like comments about code: they count only where lines are gone. */
function isAboutData(comment: string): boolean {
  return !startsWithDots(comment) && !speaksOfCode(comment) && dataWords.test(comment);
}

const dataWords =
  /(?:rows?|items?|entry|entries|records?|values?|users?|orders?|elements?|keys?|fields?|columns?|options?|nodes?)/i;

const wordSign = /[\p{L}\p{N}_]/u;

// All three chosen by judgement.
/** A hunk with more new lines is an edit, not an elision. */
const mostNewLines = 40;
/** A comment or a stub that replaces this many lines is an elision, whatever it says. */
const leastLost = 2;
/** The same where code may become less. */
const leastWhereItMayShrink = 3;

const stub =
  /^\s*(?:pass|\.\.\.|…|todo!\(.*|unimplemented!\(.*|.*(?:\bnot (?:yet )?implemented|NotImplemented|UnsupportedOperation).*)$/i;

function standsIn({ raw, read }: Lines, line: number, prose: boolean): boolean {
  if (stub.test(raw[line]!) || dotsInProse(raw[line]!, prose)) return true;
  if (!isCommentAlone(read, line) && !isCommentInBody(read[line]!)) return false;
  const comment = read[line]!.comment!;
  return namesElision(comment) || isElision(comment, 'alone');
}

/** `close() { /* same *\/ }`: a comment is all that a body on one line holds. */
function isCommentInBody({ code, comment }: CodeLine): boolean {
  return comment !== undefined && /\{\s*\}[\s;,)]*$/.test(code);
}

/** `...defaults,` or `...omit(props, [`: what is spread, and no words. */
const isSpread = /^[\s([{]*\.{3}(?:[\w$.?!]*[([{'"`]|[\w$.?!]+\s*(?:[,;)\]}]*$|\?\?|\|\||&&|as\b))/;

/** `... (the rest of the document)`, `(rest unchanged)` or `[…]` in place of paragraphs or of markup. */
function dotsInProse(text: string, prose: boolean): boolean {
  if (/^[\s>*_([-]*(?:\.{3,}|…)/.test(text)) return prose || !isSpread.test(text);
  return prose && /^\s*[*_]*[([].*[)\]][*_]*\s*$/.test(text) && namesElision(text);
}

/** Whether a comment holds the code that is gone: it was commented out. */
function quotes(comment: string, goneCode: readonly string[]): boolean {
  return goneCode.some((code) => areAlike(comment, code));
}

function isCommentAlone(lines: readonly CodeLine[], line: number): boolean {
  return lines[line]!.comment !== undefined && placeOf(lines, line) === 'alone';
}

function significant(raw: readonly string[]): { line: number; text: string }[] {
  return raw.map((each, line) => ({ line, text: each.trim() })).filter(({ text }) => text !== '');
}

const plain = (text: string): string => text.toLowerCase().replace(/\W+/g, ' ').trim();
