import { hasConflict, otherForm } from '../otherForms.ts';
import type { FileEdit, WrittenChange } from './writtenChange.ts';

/** What the model was shown of a file: all of it, or lines, 1-based and inclusive. */
export type Shown = 'whole' | { readonly startLine: number; readonly endLine: number };

/** A file as it is; `text` is undefined where there is none. */
export interface FileNow {
  readonly text: string | undefined;
  /** Undefined when the model was not shown the file. */
  readonly shown?: Shown | undefined;
}

/** The text of a file with an edit, or why there is none, as the end of a sentence about the file. */
export type Applied = { readonly text: string } | { readonly problem: string };

/**
 * Applies an edit to a file. In doubt there is no text: a whole text for a file that the model was not shown
 * may be a part of it, and lines that occur twice may be the wrong ones. Line ends stay as they were.
 */
export function editedText({ path, changes }: FileEdit, { text: before, shown }: FileNow): Applied {
  const wholes = changes.filter(({ kind }) => kind === 'whole');
  if (wholes.length > 1) return { problem: 'the answer has several whole versions of it' };
  let now = before?.replaceAll('\r\n', '\n');
  for (const change of changes) {
    const applied = appliedChange(change, { text: now, shown }, path);
    if ('problem' in applied) return applied;
    now = applied.text;
  }
  const text = now ?? '';
  return { text: before?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text };
}

function appliedChange(
  change: WrittenChange,
  { text: before, shown }: FileNow,
  path: string,
): Applied {
  if (change.kind === 'refused') return { problem: change.why };
  if (change.kind === 'whole') return wholeText(change, { text: before, shown }, path);
  const { search, replace, line } = change;
  if (before === undefined || before.trim() === '') {
    if (search.trim() === '') return { text: ended(replace) };
    return {
      problem:
        before === undefined
          ? 'there is no such file'
          : 'it is empty, and the answer replaces lines',
    };
  }
  if (search.trim() === '') return { problem: 'the answer does not say which lines it replaces' };
  const lines = before.split('\n');
  const wanted = search.split('\n');
  const place = placeOf(lines, wanted, line);
  if ('problem' in place) return place;
  const given = replace === '' ? [] : replace.split('\n');
  const fitted = given.map((each) => (each.trim() === '' ? each : place.indent + each));
  lines.splice(place.start, wanted.length, ...fitted);
  return { text: lines.join('\n') };
}

function wholeText(
  { text, heading }: Extract<WrittenChange, { kind: 'whole' }>,
  { text: before, shown }: FileNow,
  path: string,
): Applied {
  const code = text.replaceAll('\r\n', '\n');
  if (hasConflict(code, before ?? '')) {
    return { problem: 'the answer has marks such as <<<<<<< that cannot be read' };
  }
  const form = otherForm(code, before ?? '', path);
  if (form !== undefined) return { problem: `the answer ${form}` };
  if (before === undefined) return { text: ended(code) };
  // A block may only quote the file.
  if (code.trim() === '' || holds(before, code)) return { text: before };
  if (shown === 'whole') {
    const isKept = heading !== undefined && before.startsWith(`${heading.trimEnd()}\n`);
    return { text: ended(isKept ? `${heading.trimEnd()}\n${code}` : code) };
  }
  if (!shown) {
    const problem = 'the model was not shown it, so its block may not be the whole file';
    return { problem: `${problem}. Attach the file and ask again` };
  }
  const lines = before.split('\n');
  lines.splice(shown.startLine - 1, shown.endLine - shown.startLine + 1, code);
  return { text: lines.join('\n') };
}

interface Place {
  /** The first line, from 0. */
  readonly start: number;
  /** What the answer left out before each line. */
  readonly indent: string;
}

function placeOf(
  lines: readonly string[],
  wanted: readonly string[],
  hint: number | undefined,
): Place | { readonly problem: string } {
  const alike = (one: string, other: string) => one.trimEnd() === other.trimEnd();
  const starts = startsOf(lines, wanted, alike);
  if (starts.length === 1) return { start: starts[0]!, indent: '' };
  if (starts.length > 1) {
    const hinted = hint !== undefined && starts.includes(hint - 1);
    if (hinted) return { start: hint - 1, indent: '' };
    return { problem: `the lines to replace occur ${starts.length} times in it` };
  }
  const shifted = startsOf(lines, wanted, (one, other) => one.trim() === other.trim()).flatMap(
    (start) => {
      const indent = shiftAt(lines, wanted, start);
      return indent === undefined ? [] : [{ start, indent }];
    },
  );
  const [only, another] = shifted;
  if (only && !another) return only;
  return { problem: 'the lines to replace are not in it' };
}

/** What stands before each line of the file and was left out in the answer; undefined when that differs. */
function shiftAt(
  lines: readonly string[],
  wanted: readonly string[],
  start: number,
): string | undefined {
  const first = wanted.findIndex((line) => line.trim() !== '');
  const real = lines[start + first]!.trimEnd();
  const indent = real.slice(0, real.length - wanted[first]!.trimEnd().length);
  const fits = wanted.every((line, at) => {
    const expected = line.trim() === '' ? '' : indent + line.trimEnd();
    return lines[start + at]!.trimEnd() === expected;
  });
  return fits ? indent : undefined;
}

function startsOf(
  lines: readonly string[],
  wanted: readonly string[],
  alike: (one: string, other: string) => boolean,
): number[] {
  return lines.flatMap((_, start) =>
    start + wanted.length <= lines.length &&
    wanted.every((line, at) => alike(line, lines[start + at]!))
      ? [start]
      : [],
  );
}

function holds(text: string, code: string): boolean {
  const wanted = code.replace(/\n+$/, '').split('\n');
  return startsOf(text.split('\n'), wanted, (a, b) => a.trimEnd() === b.trimEnd()).length > 0;
}

function ended(text: string): string {
  return text.trim() === '' ? '' : `${text.trimEnd()}\n`;
}
