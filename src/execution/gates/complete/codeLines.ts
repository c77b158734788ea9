import { lexisOf, type Lexis } from './lexis.ts';

/** One line of code, split into parts without a grammar, so that broken code can be read too. */
export interface CodeLine {
  /** The line without comments and with its strings blanked out. */
  readonly code: string;
  /** The comment's text without its marks. Documentation and strings do not count as comments. */
  readonly comment: string | undefined;
  /** The contents of its strings. */
  readonly strings: readonly string[];
  /** The line starts inside a string or a comment of an earlier line. */
  readonly startsInside: boolean;
}

/** Longer lines are data or minified code and count as code unread. Chosen by judgement. */
const longestLine = 2_000;

/** A string or comment that has started and not ended. */
interface Open {
  readonly kind: 'string' | 'hereText' | 'comment' | 'doc';
  /** The text that ends it; for a `hereText`, a line that holds nothing else. */
  readonly close: string;
}

/** The last texts: the checks of one answer ask about the same ones. */
const recent: { text: string; language: string; lines: readonly CodeLine[] }[] = [];
const mostRecent = 6;

/** Reads a text line by line. */
export function codeLines(text: string, language: string): readonly CodeLine[] {
  const known = recent.find((each) => each.language === language && each.text === text);
  if (known) return known.lines;
  const lines = readLines(text, language);
  recent.unshift({ text, language, lines });
  recent.length = Math.min(recent.length, mostRecent);
  return lines;
}

function readLines(text: string, language: string): CodeLine[] {
  const lexis = lexisOf(language);
  let open: Open | undefined;
  return text.split(/\r?\n/).map((line) => {
    const startsInside = open !== undefined;
    if (line.length > longestLine)
      return { code: line, comment: undefined, strings: [], startsInside };
    const read = readLine(line, lexis, open);
    open = read.open;
    return {
      code: read.code.trimEnd(),
      comment: read.comment,
      strings: read.strings,
      startsInside,
    };
  });
}

/** How far a line is read, and what was found in it. */
interface Reading {
  readonly line: string;
  at: number;
  code: string;
  comment: string | undefined;
  readonly strings: string[];
  open: Open | undefined;
}

function readLine(line: string, lexis: Lexis, startOpen: Open | undefined): Reading {
  const reading: Reading = {
    line,
    at: 0,
    code: '',
    comment: undefined,
    strings: [],
    open: startOpen,
  };
  while (reading.at < line.length) {
    if (reading.open) readInside(reading, reading.open);
    else readCode(reading, lexis);
  }
  const isAfterCode = !reading.open && reading.code.length > 0;
  const hereText = isAfterCode ? lexis.hereText?.exec(line) : undefined;
  if (hereText) reading.open = { kind: 'hereText', close: hereText[1]! };
  return { ...reading, comment: reading.comment?.trim() };
}

/** Reads on inside a string or a comment, to its end or to the end of the line. */
function readInside(reading: Reading, open: Open): void {
  const { line, at } = reading;
  const end = endOf(open, line, at);
  const inside = line.slice(at, end ?? line.length);
  if (open.kind === 'comment') addComment(reading, inside);
  if (open.kind === 'string' || open.kind === 'hereText') reading.strings.push(inside);
  if (open.kind !== 'comment') reading.code += ' '.repeat(inside.length);
  if (end === undefined) {
    reading.at = line.length;
    return;
  }
  if (open.kind === 'string') reading.code += open.close;
  reading.at = end + open.close.length;
  reading.open = undefined;
}

/** Reads on in code: a run of plain characters, the start of a string or comment, or one sign. */
function readCode(reading: Reading, lexis: Lexis): void {
  const { line, at } = reading;
  const plain = plainRun(line, at);
  const start = at === 0 ? line.trimStart().toLowerCase() : '';
  if (lexis.lineStarts?.some((mark) => start.startsWith(mark))) {
    addComment(reading, line.trimStart().replace(/^\W*(?:rem\b)?/i, ''));
    reading.code = /^\s*/.exec(line)![0];
    reading.at = line.length;
    return;
  }
  if (plain > at) {
    take(reading, plain - at, line.slice(at, plain));
    return;
  }
  const rest = line.slice(at);
  const lineMark = lexis.lineComments.find((mark) => startsComment(line, at, mark));
  if (lineMark) {
    const isDoc = lexis.docComments.some((mark) => rest.startsWith(mark));
    if (!isDoc) addComment(reading, rest.slice(lineMark.length));
    reading.at = line.length;
    return;
  }
  const block = lexis.blockComments.find(([mark]) => rest.startsWith(mark));
  const long = lexis.longStrings.find((quote) => rest.startsWith(quote));
  const short = lexis.strings.exec(rest)?.[0];
  if (block) {
    const isDoc = /^\/\*[*!](?!\/)/.test(rest);
    reading.open = { kind: isDoc ? 'doc' : 'comment', close: block[1] };
    take(reading, block[0].length, '');
  } else if (long) {
    reading.open = { kind: 'string', close: long };
    take(reading, long.length, long);
  } else if (short) {
    reading.strings.push(short.slice(1).replace(/["'`]$/, ''));
    take(reading, short.length, short[0] + ' '.repeat(short.length - 1));
  } else {
    take(reading, signLength(rest, reading.code, lexis), rest[0]!);
  }
}

/** One character, or a whole regular expression, which counts as one `/`. */
function signLength(rest: string, before: string, { regexLiterals }: Lexis): number {
  const isRegex =
    regexLiterals && rest[0] === '/' && /(^|[(,=:[!&|?{};]|\breturn)\s*$/.test(before);
  if (!isRegex) return 1;
  return /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//.exec(rest)?.[0].length ?? 1;
}

function take(reading: Reading, length: number, code: string): void {
  reading.at += length;
  reading.code += code;
}

function addComment(reading: Reading, text: string): void {
  reading.comment = `${reading.comment ?? ''} ${text}`;
}

/** Where the letters, digits and spaces from here on end. */
function plainRun(line: string, from: number): number {
  const run = /[\w\s]*/y;
  run.lastIndex = from;
  return from + run.exec(line)![0].length;
}

function endOf({ close, kind }: Open, line: string, from: number): number | undefined {
  if (kind === 'hereText')
    return line.trim().replace(/;$/, '') === close ? line.indexOf(close) : undefined;
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line.startsWith(close, at)) return at;
  }
  return undefined;
}

// `$#` and `${#list}` in a shell, `#{…}` and `#[…]` elsewhere and `\\%` in TeX do not start comments.
function startsComment(line: string, at: number, mark: string): boolean {
  if (!line.startsWith(mark, at)) return false;
  if (mark === '%') return line[at - 1] !== '\\';
  return mark !== '#' || at === 0 || /\s/.test(line[at - 1]!);
}
