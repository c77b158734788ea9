import { lexisOf, type Lexis } from './lexis.ts';

/** One line of code, taken apart without a grammar, so that broken code can be looked at too. */
export interface CodeLine {
  /** Without comments, and with blank strings. */
  readonly code: string;
  /** What its comment says, without the marks. Documentation and strings are no comments. */
  readonly comment: string | undefined;
  /** What stands inside its strings. */
  readonly strings: readonly string[];
  /** It begins inside a string or a comment of an earlier line. */
  readonly startsInside: boolean;
}

/** Longer lines are data or minified code: they are taken as code, unread. */
const longestLine = 2_000;

/** What the start of a line is still inside of. */
interface Open {
  readonly kind: 'string' | 'hereText' | 'comment' | 'doc';
  /** Where it ends: at this text, or at a line that holds nothing else. */
  readonly close: string;
}

export function codeLines(text: string, language: string): CodeLine[] {
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

function readLine(line: string, lexis: Lexis, startOpen: Open | undefined) {
  let open = startOpen;
  let code = '';
  let comment: string | undefined;
  const strings: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (open) {
      const end = endOf(open, line, at);
      const inside = line.slice(at, end ?? line.length);
      if (open.kind === 'comment') comment = `${comment ?? ''} ${inside}`;
      if (open.kind === 'string' || open.kind === 'hereText') strings.push(inside);
      if (open.kind !== 'comment') code += ' '.repeat(inside.length);
      if (end === undefined) break;
      if (open.kind === 'string') code += open.close;
      at = end + open.close.length;
      open = undefined;
      continue;
    }
    const plain = plainRun(line, at);
    if (plain > at) {
      code += line.slice(at, plain);
      at = plain;
      continue;
    }
    const rest = line.slice(at);
    const lineMark = lexis.lineComments.find((mark) => startsComment(line, at, mark));
    if (lineMark) {
      const isDoc = lexis.docComments.some((mark) => rest.startsWith(mark));
      if (!isDoc) comment = `${comment ?? ''} ${rest.slice(lineMark.length)}`;
      break;
    }
    const block = lexis.blockComments.find(([mark]) => rest.startsWith(mark));
    const long = lexis.longStrings.find((quote) => rest.startsWith(quote));
    const short = lexis.strings.exec(rest)?.[0];
    if (block) {
      const isDoc = /^\/\*[*!](?!\/)/.test(rest);
      open = { kind: isDoc ? 'doc' : 'comment', close: block[1] };
      at += block[0].length;
    } else if (long) {
      open = { kind: 'string', close: long };
      code += long;
      at += long.length;
    } else if (short) {
      code += short[0] + ' '.repeat(short.length - 1);
      strings.push(short.slice(1).replace(/["'`]$/, ''));
      at += short.length;
    } else {
      if (lexis.regexLiterals && rest[0] === '/' && /(^|[(,=:[!&|?{};]|\breturn)\s*$/.test(code)) {
        at += /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//.exec(rest)?.[0].length ?? 1;
        code += '/';
        continue;
      }
      code += rest[0];
      at += 1;
    }
  }
  const hereText = open ? undefined : lexis.hereText?.exec(code.length > 0 ? line : '');
  if (hereText) open = { kind: 'hereText', close: hereText[1]! };
  return { code, comment: comment?.trim(), strings, open };
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

// `$#` and `${#list}` in a shell, `#{…}` and `#[…]` elsewhere, are no comments.
function startsComment(line: string, at: number, mark: string): boolean {
  if (!line.startsWith(mark, at)) return false;
  return mark !== '#' || at === 0 || /\s/.test(line[at - 1]!);
}
