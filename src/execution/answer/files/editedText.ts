import { hasConflict, otherForm } from '../otherForms.ts';
import { indentedAt, type Place, placesOf, startsOf, unplaced } from './placesOf.ts';
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
  lines.splice(place.start, wanted.length, ...indentedAt(place, given));
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
  if (form !== undefined) return { problem: `the answer ${form.says}` };
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

function placeOf(
  lines: readonly string[],
  wanted: readonly string[],
  hint: number | undefined,
): Place | { readonly problem: string } {
  const places = placesOf(lines, wanted);
  const only = places.length === 1 ? places[0] : places.find(({ start }) => start + 1 === hint);
  return only ?? { problem: unplaced(places, 'it') };
}

function holds(text: string, code: string): boolean {
  const wanted = code.replace(/\n+$/, '').split('\n');
  return startsOf(text.split('\n'), wanted, (a, b) => a.trimEnd() === b.trimEnd()).length > 0;
}

function ended(text: string): string {
  return text.trim() === '' ? '' : `${text.trimEnd()}\n`;
}
