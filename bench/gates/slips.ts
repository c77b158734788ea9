import type { MutatedEdit } from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { pick } from './random.ts';
import { indentOf, replaced } from './text.ts';

/** Slips that break the syntax of a text. */
export function breakSyntax(code: CodeFunction, random: () => number): MutatedEdit[] {
  return [
    without(code, random, /[)\]}]/, 'lost closing bracket'),
    without(code, random, /[([{]/, 'lost opening bracket'),
    without(code, random, /["'`]/, 'lost quote'),
    misspelled(code, random),
    doubled(code, random),
    ...(code.language.offside ? wrongIndentation(code, random) : []),
  ].filter((edit) => edit !== undefined);
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function places(lines: readonly string[], pattern: RegExp): Place[] {
  const inText = lines.findIndex((line) => line.includes("<<'TEXT'"));
  return lines.flatMap((text, line) => {
    if (/^\s*(?:\/\/|#)/.test(text) || (inText >= 0 && line >= inText)) return [];
    const bare = text.replace(
      /"[^"]*"|'[^']*'|`[^`]*`/g,
      (it) => it[0] + '\0'.repeat(it.length - 2) + it[0],
    );
    return [...bare.matchAll(new RegExp(pattern, 'g'))].map(({ index }) => ({
      line,
      column: index,
    }));
  });
}

function without(
  { lines, language }: CodeFunction,
  random: () => number,
  pattern: RegExp,
  kind: string,
): MutatedEdit | undefined {
  const found = places(lines, pattern).filter(
    // `*)` and `-n)` in a shell `case`, and the quote of a Rust lifetime, have no counterpart.
    ({ line, column }) =>
      !(
        language.id === 'shellscript' &&
        lines[line]!.trimEnd().endsWith(')') &&
        !lines[line]!.includes('(')
      ) && !(language.id === 'rust' && /'\w+\b(?!')/.test(lines[line]!.slice(column))),
  );
  if (found.length === 0) return undefined;
  const { line, column } = pick(random, found);
  const text = lines[line]!;
  return { kind, code: replaced(lines, line, text.slice(0, column) + text.slice(column + 1)) };
}

function misspelled(
  { lines, language }: CodeFunction,
  random: () => number,
): MutatedEdit | undefined {
  const word = new RegExp(`(?<=^\\s*|; |\\s)(?:${language.keywords.join('|')})(?=\\s|$|;)`, 'g');
  const found = places(lines, word);
  if (found.length === 0) return undefined;
  const { line, column } = pick(random, found);
  const text = lines[line]!;
  const swapped = text[column + 1]! + text[column]!;
  const code = replaced(lines, line, text.slice(0, column) + swapped + text.slice(column + 2));
  return { kind: 'misspelled keyword', code };
}

function doubled({ lines }: CodeFunction, random: () => number): MutatedEdit | undefined {
  const found = places(lines, /[)\]]/).filter(({ line }) => lines[line]!.includes('('));
  if (found.length === 0) return undefined;
  const { line, column } = pick(random, found);
  const text = lines[line]!;
  const code = replaced(lines, line, text.slice(0, column) + text[column] + text.slice(column));
  return { kind: 'doubled bracket', code };
}

function wrongIndentation({ lines }: CodeFunction, random: () => number): MutatedEdit[] {
  const base = indentOf(lines[0]!).length;
  const deep = [...lines.keys()].filter((at) => indentOf(lines[at]!).length > base + 4);
  const headed = [...lines.keys()].filter((at) => at > 0 && lines[at - 1]!.trimEnd().endsWith(':'));
  // A one-line block may have any indentation.
  const halved = deep.filter(
    (line) =>
      [line - 1, line + 1].some((near) => indentOf(lines[near] ?? '') === indentOf(lines[line]!)) &&
      !/^\s*(?:elif|else|except)/.test(lines[line]!),
  );
  const at = pick(random, halved.length > 0 ? halved : headed);
  const below = pick(random, headed);
  const body = lines[below]!;
  return [
    {
      kind: 'wrong indentation',
      code: replaced(lines, at, halved.length > 0 ? lines[at]!.slice(2) : lines[at]!.slice(4)),
    },
    { kind: 'wrong indentation', code: replaced(lines, below, body.slice(4)) },
  ];
}
