import type { NamedChange } from './writtenChange.ts';
import { nameAbove } from './fileNames.ts';

// Cline has taught models to write dashes and plus signs as well, and Roo Code to say where the lines begin.
const opening = /^ {0,3}(?:<{5,9}|-{5,9}) {0,3}(?:SEARCH|ORIGINAL)\b/;
const between = /^ {0,3}={5,9}\s*$/;
const closing = /^ {0,3}(?:>{5,9}|\+{5,9}) {0,3}(?:REPLACE|UPDATED)\b/;
const placeLine = /^:(start|end)_line:\s*(\d+)\s*$/;
const placeEnd = /^-{5,9}\s*$/;

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
    const second = indexFrom(lines, middle + 1, between);
    if (second !== undefined && second < end) {
      const why = 'a SEARCH part of it has more than one line of =======';
      return [...found, { path, change: { kind: 'refused', why } }];
    }
    const { from, line } = withoutPlace(lines, at + 1);
    const search = lines.slice(from, middle).join('\n');
    const replace = lines.slice(middle + 1, end).join('\n');
    const hint = line === undefined ? {} : { line };
    found.push({ path, change: { kind: 'part', search, replace, ...hint } });
    at = end;
  }
  return found;
}

/** Whether a block holds parts with SEARCH and REPLACE and nothing else but names of files. */
export function isOnlyParts(code: string): boolean {
  let isInside = false;
  return code
    .replaceAll('\r', '')
    .split('\n')
    .every((line) => {
      const isPart = isInside || opening.test(line);
      isInside = isPart && !closing.test(line);
      return isPart || line.trim() === '' || nameAbove([line], 1) !== undefined;
    });
}

/** Where a SEARCH part begins, and the line of the file that it names, if it begins with one. */
function withoutPlace(lines: readonly string[], start: number): { from: number; line?: number } {
  let from = start;
  let line: number | undefined;
  for (let place; (place = placeLine.exec(lines[from] ?? '')); from += 1) {
    if (place[1] === 'start') line = Number(place[2]);
  }
  if (from === start) return { from };
  if (placeEnd.test(lines[from] ?? '')) from += 1;
  return { from, ...(line !== undefined && { line }) };
}

function indexFrom(lines: readonly string[], from: number, mark: RegExp): number | undefined {
  for (let at = from; at < lines.length; at += 1) if (mark.test(lines[at]!)) return at;
  return undefined;
}
