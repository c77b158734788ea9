import type { CodeLine } from './codeLines.ts';
import { elisionWords, isElision, type CommentPlace } from './elisionWords.ts';
import { lineDiff } from './lineDiff.ts';

/** A place where the model left code out; `line` is an index in the answer. */
export interface Elision {
  readonly line: number;
  readonly text: string;
}

interface Lines {
  readonly raw: readonly string[];
  readonly read: readonly CodeLine[];
}

/** Finds where an answer leaves code out. An elision that the original already had does not count. */
export function elisionsIn(answer: Lines, original: Lines, language: string): Elision[] {
  const before = new Set([...stated(original, language)].map(({ text }) => plain(text)));
  const found = [...stated(answer, language), ...standIns(answer, original)];
  const added = found.filter(({ text }) => !before.has(plain(text)));
  return [...new Map(added.map((each) => [each.line, each])).values()];
}

/** Comments that say that code is left out, and dots in place of code. */
function stated({ raw, read }: Lines, language: string): Elision[] {
  return read.flatMap(({ comment }, line) => {
    const elided =
      (comment !== undefined && isElision(comment, placeOf(read, line))) ||
      dotsForCode(read, line, language);
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

/** Places where a comment or a stub alone replaces several lines of code. */
function standIns(answer: Lines, original: Lines): Elision[] {
  const before = significant(original.raw);
  const after = significant(answer.raw);
  const hunks = lineDiff(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  return hunks.flatMap(({ gone, come }) => {
    const goneCode = gone
      .map((index) => original.read[before[index]!.line]!.code)
      .filter((code) => /\w/.test(code));
    const newLines = come.map((index) => after[index]!.line);
    const standIn = newLines.find((line) => isStandIn(answer, line));
    const comment = newLines.find((line) => isCommentAlone(answer.read, line));
    const line = standIn ?? comment;
    if (line === undefined) return [];
    // Lines with a small change, such as a new name, are neither gone nor new.
    const newCode = newLines
      .filter((index) => !isStandIn(answer, index))
      .map((index) => answer.read[index]!.code)
      .filter((code) => /\w/.test(code));
    const lost = goneCode.length - newCode.length;
    const leastLost = standIn === undefined ? leastForComment : leastForStandIn;
    if (lost < leastLost || newCode.length > mostNewLines) return [];
    const isTouched = (code: string) => goneCode.some((other) => areAlike(code, other));
    if (!newCode.every(isTouched)) return [];
    return [{ line, text: answer.raw[line]!.trim() }];
  });
}

// All three chosen by judgement.
/** A hunk with more new lines is an edit, not an elision. */
const mostNewLines = 40;
/** A comment that replaces this many lines is an elision, whatever it says. */
const leastForComment = 3;
/** A stub or a comment with elision words is one from this many lines on. */
const leastForStandIn = 2;

const stub =
  /^\s*(?:pass|\.\.\.|…|todo!\(.*|unimplemented!\(.*|.*(?:\bnot (?:yet )?implemented|NotImplemented|UnsupportedOperation).*)$/i;

function isStandIn({ raw, read }: Lines, line: number): boolean {
  if (stub.test(raw[line]!)) return true;
  return isCommentAlone(read, line) && elisionWords.test(read[line]!.comment!);
}

function isCommentAlone(lines: readonly CodeLine[], line: number): boolean {
  return lines[line]!.comment !== undefined && placeOf(lines, line) === 'alone';
}

/** Whether two lines share most of their words and signs. The limits are by judgement. */
function areAlike(one: string, other: string): boolean {
  const tokens = one.match(token) ?? [];
  const others = new Set(other.match(token));
  const shared = tokens.filter((each) => others.has(each)).length;
  return tokens.length >= 4 && shared * 2 >= (tokens.length + others.size) * 0.75;
}

const token = /[\w$]+|[^\s\w]/g;

function significant(raw: readonly string[]): { line: number; text: string }[] {
  return raw.map((each, line) => ({ line, text: each.trim() })).filter(({ text }) => text !== '');
}

const plain = (text: string): string => text.toLowerCase().replace(/\W+/g, ' ').trim();
