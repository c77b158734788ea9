import type { CodeLine } from './codeLines.ts';

/** A named declaration: a function, a method, a class, a type. */
export interface Declaration {
  readonly name: string;
  /** Index of the line it starts on. */
  readonly line: number;
  /** Columns of indentation. */
  readonly indent: number;
  /** Its signature on one line, with single spaces. */
  readonly head: string;
}

const modifiers =
  '(?:(?:export|default|declare|abstract|async|public|private|protected|internal|static|final|sealed|partial|readonly|virtual|override|pub(?:\\([^)]*\\))?|unsafe|const|extern|inline|open|data|suspend)\\s+)*';
const keyword = new RegExp(
  `^\\s*${modifiers}(?:function\\s*\\*?|class|interface|enum(?:\\s+class)?|namespace|module|def|func|fn|fun|struct|trait|record|type|mod|union|sub|macro_rules!)\\s+` +
    `(?:\\([^)]*\\)\\s*)?(?:self\\.)?&?(?:[A-Z][A-Z\\d_]{2,}\\s+(?=\\w)(?!final\\b|extends\\b|implements\\b|where\\b))?([\\w$]+)`,
);
const implementation = /^\s*(?:unsafe\s+)?impl\b(.*?)\{?\s*$/;
const variable =
  /^(?:export\s+)?(?:pub(?:\([^)]*\))?\s+)?(?:const|let|var|static)\s+(?:mut\s+)?([\w$]+)/;
const method = new RegExp(
  `^\\s*(?:@[\\w.]+(?:\\([^)]*\\))?\\s+)*${modifiers}(?:(?:get|set)\\s+)?(?:[\\w$<>[\\],.?&*:\\s]+?[\\s*&])?[*#~]?([\\w$]+)\\s*(?:<[^(]*>)?\\s*\\($`,
);
const reservedWords = new Set(
  'if for foreach while switch catch return function new await throw else elif do using lock fixed with match when unless until and or not in typeof yield case assert super this print echo async default export func fn fun sub lambda'.split(
    ' ',
  ),
);
const control = /^\s*(?:\}\s*)?(?:if|for|foreach|while|switch|match|when|else|elif|case|catch)\b/;
const notBeforeName = /\b(?:new|return|throw|await|yield|else|case|in|of|typeof)\s|=(?!>)/;
/** Longer signatures are cut. Chosen by judgement. */
const mostHeadLines = 12;
/** Longer lines are data or minified code; searching them is slow and finds nothing. By judgement. */
const longestLine = 500;

/** What was found already: several checks ask about the same lines. */
const known = new WeakMap<readonly CodeLine[], readonly Declaration[]>();

/** Finds declarations line by line, without a grammar. Variables count only without indentation. */
export function declarationsIn(lines: readonly CodeLine[]): readonly Declaration[] {
  const found = known.get(lines) ?? findDeclarations(lines);
  known.set(lines, found);
  return found;
}

function findDeclarations(lines: readonly CodeLine[]): Declaration[] {
  return lines.flatMap(({ code }, line) => {
    if (code.length > longestLine) return [];
    const name = keyword.exec(code)?.[1] ?? variable.exec(code)?.[1];
    const found = name ?? implementationName(code) ?? methodName(lines, line);
    if (found === undefined) return [];
    const indent = columnsBefore(code);
    return [{ name: found, line, indent, head: headOf(lines, line) }];
  });
}

export function columnsBefore(line: string): number {
  return /^\s*/.exec(line)![0].replaceAll('\t', '    ').length;
}

/** The name of `impl fmt::Display for Amount {` is `impl Display for Amount`. */
function implementationName(code: string): string | undefined {
  const head = implementation.exec(code)?.[1];
  return head === undefined ? undefined : `impl ${head.replaceAll(/\w+::/g, '').trim()}`;
}

/** The name of `total(items: Item[]): number {`; the brace may stand on the line below. */
function methodName(lines: readonly CodeLine[], line: number): string | undefined {
  const code = lines[line]!.code;
  const paren = code.indexOf('(');
  if (paren < 0) return undefined;
  const before = code.slice(0, paren + 1);
  if (notBeforeName.test(before) || control.test(before)) return undefined;
  const name = method.exec(before)?.[1];
  if (name === undefined || reservedWords.has(name)) return undefined;
  const head = headFrom(lines, line);
  const after = head.slice(closingParen(head) + 1).trim();
  if (/^[.,)\]?]/.test(after)) return undefined;
  // `Some(value) => …` is an arm of a match; `int Total(int a) => …` is a method.
  const isArrow = /^[^;{=]*=>/.test(after);
  if (isArrow ? /^\s*[\w$]+\($/.test(before) : !/^[^;{=]*\{/.test(after)) return undefined;
  return name;
}

function headOf(lines: readonly CodeLine[], line: number): string {
  return headFrom(lines, line)
    .replace(/\s+/g, ' ')
    .replace(/[\s{:]+$/, '')
    .trim();
}

/** The text from a line to the brace after its parentheses, at most `mostHeadLines` lines. */
function headFrom(lines: readonly CodeLine[], line: number): string {
  let head = '';
  for (let at = line; at < Math.min(lines.length, line + mostHeadLines); at += 1) {
    const code = lines[at]!.code;
    const open = depthOf(head) > 0 || head === '';
    if (!open && !/^\s*(?:\{|=>|where\b|throws\b|:)/.test(code)) break;
    head += `${code}\n`;
    if (depthOf(head) <= 0 && /[{;:]\s*$|=>/.test(head)) break;
  }
  return head;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
  }
  return depth;
}

function closingParen(text: string): number {
  let depth = 0;
  for (let at = text.indexOf('('); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
