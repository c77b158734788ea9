import type { CodeLine } from './codeLines.ts';
import { elisionWords, isElision, type CommentPlace } from './elisionWords.ts';
import { lineDiff } from './lineDiff.ts';

/** A place where the model left code out, by index of the answer's line. */
export interface Elision {
  readonly line: number;
  readonly text: string;
}

interface Lines {
  readonly raw: readonly string[];
  readonly read: readonly CodeLine[];
}

/** Where an answer abbreviates. What the original had already does not count. */
export function elisionsIn(answer: Lines, original: Lines, language: string): Elision[] {
  const known = new Set([...said(original, language)].map(({ text }) => plain(text)));
  const found = [...said(answer, language), ...standIns(answer, original)];
  const fresh = found.filter(({ text }) => !known.has(plain(text)));
  return [...new Map(fresh.map((each) => [each.line, each])).values()];
}

/** Comments that say so, and dots in place of code. */
function said({ raw, read }: Lines, language: string): Elision[] {
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

/** In Python `...` is a body of its own: in stubs, protocols, overloads. Beside code it is none. */
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

// Documentation strings are blank but for their quotes.
function neighbour(lines: readonly CodeLine[], line: number, step: number): CodeLine | undefined {
  for (let at = line + step; lines[at]; at += step) {
    if (lines[at]!.code.trim() !== '' && !/^\s*["']+\s*["']*$/.test(lines[at]!.code))
      return lines[at];
  }
  return undefined;
}

const indentOf = (code: string): number => /^\s*/.exec(code)![0].length;

/** Several lines of code that gave way to nothing but a comment or a stub. */
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
    const came = come.map((index) => after[index]!.line);
    const standIn = came.find((line) => isStandIn(answer, line));
    const comment = came.find((line) => isCommentAlone(answer.read, line));
    const telling = standIn ?? comment;
    if (telling === undefined) return [];
    // Lines that were only touched, by a new name for one, are neither gone nor new.
    const cameCode = came
      .filter((line) => !isStandIn(answer, line))
      .map((line) => answer.read[line]!.code)
      .filter((code) => /\w/.test(code));
    const lost = goneCode.length - cameCode.length;
    if (lost < (standIn === undefined ? fewestLines : 2) || cameCode.length > mostTouched)
      return [];
    const isTouched = (code: string) => goneCode.some((other) => areAlike(code, other));
    if (!cameCode.every(isTouched)) return [];
    return [{ line: telling, text: answer.raw[telling]!.trim() }];
  });
}

/** More new lines than these are an edit of its own. */
const mostTouched = 40;
/** So many lines for a comment are an elision, whatever it says. */
const fewestLines = 3;

const stub =
  /^\s*(?:pass|\.\.\.|…|todo!\(.*|unimplemented!\(.*|.*(?:\bnot (?:yet )?implemented|NotImplemented|UnsupportedOperation).*)$/i;

function isStandIn({ raw, read }: Lines, line: number): boolean {
  if (stub.test(raw[line]!)) return true;
  return isCommentAlone(read, line) && elisionWords.test(read[line]!.comment!);
}

function isCommentAlone(lines: readonly CodeLine[], line: number): boolean {
  return lines[line]!.comment !== undefined && placeOf(lines, line) === 'alone';
}

/** Whether most of the words and signs of two lines are the same. */
function areAlike(one: string, other: string): boolean {
  const own = one.match(token) ?? [];
  const theirs = new Set(other.match(token));
  const shared = own.filter((each) => theirs.has(each)).length;
  return own.length >= 4 && shared * 2 >= (own.length + theirs.size) * 0.75;
}

const token = /[\w$]+|[^\s\w]/g;

function significant(raw: readonly string[]): { line: number; text: string }[] {
  return raw.map((each, line) => ({ line, text: each.trim() })).filter(({ text }) => text !== '');
}

const plain = (text: string): string => text.toLowerCase().replace(/\W+/g, ' ').trim();
