import type { NamedChange } from './writtenChange.ts';
import { nameAbove } from './fileNames.ts';

// Cline has taught models to write dashes and plus signs as well.
const opening = /^(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL)\b/;
const between = /^={5,9}\s*$/;
const closing = /^(?:>{5,9}|\+{5,9}) ?(?:REPLACE|UPDATED)\b/;

export function hasSearchMarks(code: string): boolean {
  return code.split('\n').some((line) => opening.test(line));
}

/** The parts of a block with SEARCH and REPLACE. A line above a part may name another file than `name`. */
export function searchReplaceIn(code: string, name: string | undefined): readonly NamedChange[] {
  const lines = code.replaceAll('\r', '').split('\n');
  const found: NamedChange[] = [];
  let path = name;
  for (let at = 0; at < lines.length; at += 1) {
    if (!opening.test(lines[at]!)) continue;
    path = nameAbove(lines, at) ?? path;
    const middle = indexFrom(lines, at + 1, between);
    const end = middle === undefined ? undefined : indexFrom(lines, middle + 1, closing);
    if (path === undefined) return [];
    if (middle === undefined || end === undefined) {
      const why = 'a SEARCH part of it has no end';
      return [...found, { path, change: { kind: 'refused', why } }];
    }
    const search = lines.slice(at + 1, middle).join('\n');
    const replace = lines.slice(middle + 1, end).join('\n');
    found.push({ path, change: { kind: 'part', search, replace } });
    at = end;
  }
  return found;
}

function indexFrom(lines: readonly string[], from: number, mark: RegExp): number | undefined {
  const found = lines.findIndex((line, at) => at >= from && mark.test(line));
  return found < 0 ? undefined : found;
}
