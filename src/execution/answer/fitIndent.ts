import { type Inside, linesInTexts } from './texts.ts';

/** Where code goes, as far as its indentation depends on it. */
export interface IndentPlace {
  /** VS Code's language id. */
  readonly language: string;
  /** The lines above the ones that are replaced. */
  readonly above?: readonly string[];
}

/**
 * Code as it has to stand in the place of the original. Code comes as it is, because models know where it
 * belongs, except where its first line stands at column 0 and the original's does not: then it was written
 * without the indentation around it. Lines inside texts stay as they are, and so does everything where
 * that cannot be known.
 */
export function fitIndent(code: string, original: string, place: IndentPlace): string {
  const base = firstIndent(original.split(/\r?\n/));
  if (!base) return code;
  const lines = code.split('\n');
  const inTexts = linesInTexts(code, place.language);
  const first = lines.findIndex((line) => isCode(line, place.language));
  if (!inTexts || first < 0 || /^\s/.test(lines[first]!)) return code;
  if (isMoveAlone(code, original, place)) return code;
  const own = lines.map((_, index) => isMovable(lines, index, { inTexts, place }));
  if (isFirstAloneBare(lines, own, { first, base })) {
    return lines.with(first, base + lines[first]!).join('\n');
  }
  const toTabs = base.includes('\t') ? spacesPerTab(lines, own) : undefined;
  return lines.map((line, index) => (own[index] ? base + withTabs(line, toTabs) : line)).join('\n');
}

/**
 * Code of a block whose fence is indented, as in a list. Its lines are indented like the fence, unless
 * the first one stands where the original's does already.
 */
export function besideFence(code: string, original: string, fenceIndent: number): string {
  const lines = code.split('\n');
  const [own, base] = [firstIndent(lines), firstIndent(original.split(/\r?\n/))];
  if (own === base && own !== '') return code;
  const indent = new RegExp(`^[ \\t]{0,${fenceIndent}}`);
  return lines.map((line) => line.replace(indent, '')).join('\n');
}

/** The indentation of the first line that is not blank; empty for none. */
function firstIndent(lines: readonly string[]): string {
  const first = lines.find((line) => line.trim() !== '');
  return /^[ \t]*/.exec(first ?? '')![0];
}

const withDirectives: ReadonlySet<string> = new Set(
  'c cpp csharp objective-c objective-cpp'.split(' '),
);

/** Lines for the preprocessor stand at column 0, wherever the code around them does. */
function isCode(line: string, language: string): boolean {
  return line.trim() !== '' && !(withDirectives.has(language) && line.startsWith('#'));
}

/** Whether a line moves with its code. In a comment the ones left of its beginning were set there. */
function isMovable(
  lines: readonly string[],
  index: number,
  { inTexts, place }: { readonly inTexts: readonly Inside[]; readonly place: IndentPlace },
): boolean {
  if (!isCode(lines[index]!, place.language)) return false;
  if (inTexts[index] === undefined) return true;
  let start = index;
  while (inTexts[start] !== undefined) start -= 1;
  const isDocumentation = inTexts[index] === 'comment' || isDocstring(lines[start]!, place);
  return isDocumentation && columns(lines[index]!) >= columns(lines[start]!);
}

// A string that is a statement of its own documents the code: its lines belong to the layout.
function isDocstring(line: string, { language }: IndentPlace): boolean {
  if (language === 'elixir') return /^\s*@\w*doc\s+(?:~\w)?"""/.test(line);
  return language === 'python' && /^\s*[rRuU]?(?:"""|''')/.test(line);
}

const layoutLanguages: ReadonlySet<string> = new Set(
  'python yaml dockercompose makefile haskell elm fsharp nim gdscript coffeescript jade pug sass stylus haml slim'.split(
    ' ',
  ),
);

/**
 * Whether the answer changes nothing but the indentation, and means it: in a language that reads it, or
 * where the line above stands at column 0, too, and opens no block.
 */
function isMoveAlone(
  code: string,
  original: string,
  { language, above = [] }: IndentPlace,
): boolean {
  const words = (text: string) => text.split('\n').flatMap((line) => line.trim() || []);
  const [now, before] = [words(code), words(original)];
  if (now.length !== before.length || now.some((line, at) => line !== before[at])) return false;
  if (layoutLanguages.has(language)) return true;
  const last = above.findLast((line) => line.trim() !== '');
  return last !== undefined && !/^\s/.test(last) && !opensBlock(last);
}

/**
 * Whether only the first line lost its indentation. Then no line stands left of the original's, and the
 * next one stands where it belongs after the first: deeper when that opens a block.
 */
function isFirstAloneBare(
  lines: readonly string[],
  own: readonly boolean[],
  { first, base }: { readonly first: number; readonly base: string },
): boolean {
  const others = lines.filter((_, at) => at > first && own[at]);
  const next = others[0];
  if (next === undefined || others.some((line) => columns(line) < columns(base))) return false;
  const goesDeeper = opensBlock(lines[first]!) || /^\s*[.?:&|+*/<>=]/.test(next);
  return !goesDeeper || columns(next) > columns(base);
}

/** Whether the next line is indented further. */
function opensBlock(line: string): boolean {
  return /(?:[:{([,=\\]|=>|->|&&|\|\||\b(?:do|then|begin|else|try))\s*(?:(?:\/\/|#|--).*)?$|^\s*(?:def|class|module|if|unless|while|until|for|case)\b(?!.*[;}]\s*$)/.test(
    line.trimEnd(),
  );
}

function columns(line: string): number {
  return /^[ \t]*/.exec(line)![0].replaceAll('\t', '    ').length;
}

/** How many spaces stand for a tab in lines that are to stand among tabs; undefined without spaces. */
function spacesPerTab(lines: readonly string[], own: readonly boolean[]): number | undefined {
  const widths = lines.flatMap((line, at) => {
    const spaces = /^ +(?=\S)/.exec(line)?.[0].length ?? 0;
    return own[at] && spaces > 1 ? [spaces] : [];
  });
  return widths.length > 0 ? Math.min(...widths) : undefined;
}

function withTabs(line: string, width: number | undefined): string {
  const spaces = width === undefined ? 0 : /^ */.exec(line)![0].length;
  const tabs = width === undefined ? 0 : Math.floor(spaces / width);
  return width === undefined ? line : '\t'.repeat(tabs) + line.slice(tabs * width);
}
