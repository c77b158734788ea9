import type { MutatedEdit } from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { pick, pickSome } from './random.ts';
import { indentOf, localNames, replaced } from './text.ts';

type Random = () => number;

const swaps: readonly (readonly [RegExp, string])[] = [
  [/ < /, ' <= '],
  [/ > /, ' >= '],
  [/ <= /, ' < '],
  [/ >= /, ' > '],
  [/ === /, ' !== '],
  [/ == /, ' != '],
  [/ && /, ' || '],
  [/ \+ /, ' - '],
  [/ \+= /, ' -= '],
  [/ - /, ' + '],
  [/ -eq 0/, ' -eq 1'],
  [/ > 0/, ' > 1'],
  [/\b1\b/, '2'],
  [/\btrue\b/, 'false'],
  [/\bcontinue\b/, 'break'],
  [/\bmin\b/, 'max'],
  [/\bnot in\b/, 'in'],
  [/return 0\b/, 'return 1'],
];

/** The function with one operator, number or word changed, so that it still compiles. */
export function breakBehaviour(code: CodeFunction, random: Random): string[] | undefined {
  return behaviourBreaks(code, random, 1)[0];
}

/** Up to `count` different ones. */
function behaviourBreaks({ lines }: CodeFunction, random: Random, most: number): string[][] {
  const found = lines.flatMap((line, at) =>
    at === 0 || /^\s*(?:\/\/|#)/.test(line)
      ? []
      : swaps.filter(([from]) => from.test(line)).map(([from, to]) => ({ at, from, to })),
  );
  return pickSome(random, found, most).map(({ at, from, to }) =>
    replaced(lines, at, lines[at]!.replace(from, to)),
  );
}

/** Edits that parse and do the wrong thing, or do not compile. */
export function brokenBehaviour(code: CodeFunction, random: Random): MutatedEdit[] {
  const changed = behaviourBreaks(code, random, 2);
  const lost = withoutStatement(code, random, 2);
  return [
    ...changed.map((code) => ({ kind: 'changed operator or value', code })),
    ...lost.map((code) => ({ kind: 'lost statement', code })),
  ];
}

export function typeErrors(code: CodeFunction, random: Random): MutatedEdit[] {
  return [unknownName(code, random), unknownMember(code, random), wrongReturnType(code)].filter(
    (edit) => edit !== undefined,
  );
}

/** Misspells the last use of a variable. */
function unknownName({ lines, language }: CodeFunction, random: Random): MutatedEdit | undefined {
  const kind = language.id === 'shellscript' ? 'unknown command' : 'unknown name';
  const names = localNames(lines).filter((name) => uses(lines, name).length > 1);
  if (names.length === 0) return undefined;
  const name = pick(random, names);
  const at = uses(lines, name).at(-1)!;
  const lastOne = new RegExp(`\\b${name}\\b(?!.*\\b${name}\\b)`);
  return { kind, code: replaced(lines, at, lines[at]!.replace(lastOne, `${name}s2`)) };
}

function unknownMember({ lines }: CodeFunction, random: Random): MutatedEdit | undefined {
  const members = lines.flatMap((line, at) =>
    [...line.matchAll(/(?<=[\w)\]]\.)[a-zA-Z]{4,}(?=\()/g)].map((match) => ({ at, match })),
  );
  if (members.length === 0) return undefined;
  const { at, match } = pick(random, members);
  const end = match.index + match[0].length;
  const code = replaced(lines, at, `${lines[at]!.slice(0, end)}Of${lines[at]!.slice(end)}`);
  return { kind: 'unknown member', code };
}

function wrongReturnType({ lines, language }: CodeFunction): MutatedEdit | undefined {
  const [from, to] = language.returnType ?? [];
  if (!from || to === undefined || !from.test(lines[0]!)) return undefined;
  return { kind: 'wrong return type', code: replaced(lines, 0, lines[0]!.replace(from, to)) };
}

function uses(lines: readonly string[], name: string): number[] {
  return [...lines.keys()].filter((at) => new RegExp(`\\b${name}\\b`).test(lines[at]!));
}

function withoutStatement(
  { lines, language }: CodeFunction,
  random: Random,
  most: number,
): string[][] {
  const alone = /^\s*[\w.*$"{}[\]]+(?:\(.*\)| [-+]?= .*|\+\+| "?\$.*);?$/;
  const simple = [...lines.keys()].filter((at) => {
    const isOnly = indentOf(lines[at - 1] ?? '') !== indentOf(lines[at]!) && language.offside;
    const ends =
      language.offside ||
      language.id === 'go' ||
      language.id === 'shellscript' ||
      lines[at]!.endsWith(';');
    return at > 0 && ends && !isOnly && alone.test(lines[at]!);
  });
  return pickSome(random, simple, most).map((at) => lines.toSpliced(at, 1));
}
