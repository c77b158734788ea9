import type { MutatedEdit } from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { pick } from './random.ts';
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
export function breakBehaviour({ lines }: CodeFunction, random: Random): string[] | undefined {
  const found = lines.flatMap((line, at) =>
    at === 0 || /^\s*(?:\/\/|#)/.test(line)
      ? []
      : swaps.filter(([from]) => from.test(line)).map(([from, to]) => ({ at, from, to })),
  );
  if (found.length === 0) return undefined;
  const { at, from, to } = pick(random, found);
  return replaced(lines, at, lines[at]!.replace(from, to));
}

/** Edits that parse and do the wrong thing, or do not compile. */
export function brokenBehaviour(code: CodeFunction, random: Random): MutatedEdit[] {
  const changed = breakBehaviour(code, random);
  const lost = withoutStatement(code, random);
  return [
    ...(changed ? [{ kind: 'changed operator or value', code: changed }] : []),
    ...(lost ? [{ kind: 'lost statement', code: lost }] : []),
  ];
}

export function typeErrors({ lines, language }: CodeFunction, random: Random): MutatedEdit[] {
  const kind = language.id === 'shellscript' ? 'unknown command' : 'unknown name';
  const names = localNames(lines).filter((name) => uses(lines, name).length > 1);
  const unknown = names.length > 0 ? pick(random, names) : undefined;
  const lastUse = unknown === undefined ? undefined : uses(lines, unknown).at(-1)!;
  const members = lines.flatMap((line, at) =>
    [...line.matchAll(/(?<=[\w)\]]\.)[a-zA-Z]{4,}(?=\()/g)].map((match) => ({ at, match })),
  );
  const member = members.length > 0 ? pick(random, members) : undefined;
  return [
    ...(unknown !== undefined && lastUse !== undefined
      ? [
          {
            kind,
            code: replaced(
              lines,
              lastUse,
              lines[lastUse]!.replace(
                new RegExp(`\\b${unknown}\\b(?!.*\\b${unknown}\\b)`),
                `${unknown}s2`,
              ),
            ),
          },
        ]
      : []),
    ...(member
      ? [
          {
            kind: 'unknown member',
            code: replaced(
              lines,
              member.at,
              `${lines[member.at]!.slice(0, member.match.index)}${member.match[0]}Of${lines[member.at]!.slice(member.match.index + member.match[0].length)}`,
            ),
          },
        ]
      : []),
  ];
}

function uses(lines: readonly string[], name: string): number[] {
  return [...lines.keys()].filter((at) => new RegExp(`\\b${name}\\b`).test(lines[at]!));
}

function withoutStatement({ lines, language }: CodeFunction, random: Random): string[] | undefined {
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
  return simple.length > 0 ? lines.toSpliced(pick(random, simple), 1) : undefined;
}
