import { textRulesOf, type LongText, type TextRules } from './textRules.ts';

/** What a line begins inside of: a text of several lines, whose spaces count, or a comment. */
export type Inside = 'text' | 'comment' | undefined;

/** Longer lines are data or minified code and are not looked into. Chosen by judgement. */
const longestLine = 2_000;

/**
 * For each line what it begins inside of, so that nobody changes the spaces of a text. Undefined where
 * that cannot be known: in a language without rules, when the code has signs of such texts.
 */
export function linesInTexts(code: string, language: string): readonly Inside[] | undefined {
  const lines = code.split(/\r?\n/);
  const rules = textRulesOf(language);
  if (!rules) return signs.test(code) ? undefined : lines.map(() => undefined);
  let open: Open | undefined;
  return lines.map((line) => {
    const inside = open?.inside;
    if (line.length <= longestLine) open = readLine(line, rules, open);
    return inside;
  });
}

/** The line on which a text begins that ends with a word of its own and does not; from 0. */
export function unendedText(code: string, language: string): number | undefined {
  const rules = textRulesOf(language);
  if (!rules) return undefined;
  let open: Open | undefined;
  let start = 0;
  code.split(/\r?\n/).forEach((line, at) => {
    const now = readLine(line, rules, open);
    if (now !== open) start = at;
    open = now;
  });
  return open?.ownLine ? start : undefined;
}

/** Signs of texts of several lines in languages that the rules do not name. */
const signs = /"""|'''|`|<<[-~]?\s*["'\w]|\[=*\[|\{\||@["']|''$|\$\$/m;

/** A text or comment that has begun and not ended. */
interface Open {
  readonly inside: 'text' | 'comment';
  /** Where it ends on a line, from `lastIndex` on; a text that ends with a word ends on its own line. */
  readonly end: RegExp;
  readonly ownLine: boolean;
}

function readLine(line: string, rules: TextRules, open: Open | undefined): Open | undefined {
  let at = 0;
  let now = open;
  let here: Open | undefined;
  while (at < line.length || now?.ownLine) {
    if (now) {
      now.end.lastIndex = now.ownLine ? 0 : at;
      const ended = now.end.exec(line);
      if (!ended) return now;
      at = now.end.lastIndex;
      now = undefined;
      continue;
    }
    const rest = line.slice(at);
    if (rules.lineComments.some((mark) => startsComment(line, at, mark))) break;
    const text = rules.texts.map((each) => begun(each, line, at)).find((each) => each);
    if (text?.open.ownLine) {
      here ??= text.open;
      at += text.length;
    } else if (text) {
      now = text.open;
      at += text.length;
    } else {
      const string = rules.strings.exec(rest)?.[0].length ?? 0;
      at = nextStop(line, at + (string || regexLength(line, at, rules) || 1));
    }
  }
  return now ?? here;
}

/** Where a text, a comment or a string may begin in some language. */
const stops = /[A-Za-z0-9]{0,3}#*["'`]|#|\/|--|<[<!#]|\$[\w$@"]|@|\[=*\[|\{[-|]|\(\*|;/g;

/** The next place where something may begin; the end of the line for none. */
function nextStop(line: string, from: number): number {
  stops.lastIndex = from;
  return stops.exec(line)?.index ?? line.length;
}

function begun(
  { inside, open, close }: LongText,
  line: string,
  at: number,
): { readonly open: Open; readonly length: number } | undefined {
  open.lastIndex = at;
  const found = open.exec(line);
  if (!found) return undefined;
  const end = typeof close === 'function' ? close(found) : close;
  const ownLine = end.source.startsWith('^');
  return { open: { inside, end, ownLine }, length: found[0].length };
}

// `$#` in a shell and `#{…}` elsewhere start no comments.
function startsComment(line: string, at: number, mark: string): boolean {
  if (!line.startsWith(mark, at)) return false;
  return mark !== '#' || at === 0 || /\s/.test(line[at - 1]!);
}

/** The length of a regular expression that starts here; 0 for none. */
function regexLength(line: string, at: number, { regexLiterals }: TextRules): number {
  if (!regexLiterals || line[at] !== '/') return 0;
  if (!/(?:^|[(,=:[!&|?{};>]|\breturn)\s*$/.test(line.slice(0, at))) return 0;
  return /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//.exec(line.slice(at))?.[0].length ?? 0;
}
