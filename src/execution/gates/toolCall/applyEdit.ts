import type { CallEdit } from '../../../routing/turns/editCall.ts';
import { changesInDiff } from '../../answer/files/diffChanges.ts';
import { searchReplaceIn } from '../../answer/files/searchReplace.ts';
import type { NamedChange } from '../../answer/files/writtenChange.ts';
import { describeMiss, findLines, lineNumberAt, placesOf } from './textMatch.ts';

/** What becomes of a file's text: the text, why the edit does not apply, or why nobody can tell. */
export type Outcome =
  /** Not `isExact` when it applies but for white space, so that the text may not be the tool's. */
  | { readonly kind: 'applies'; readonly text: string; readonly isExact: boolean }
  | { readonly kind: 'fails'; readonly message: string; readonly line?: number }
  | { readonly kind: 'unclear'; readonly why: string };

/** An edit of one file; patches are taken apart before. */
export type PlacedEdit = Exclude<CallEdit, { kind: 'patch' | 'unclear' }> | PatchEdit;

/** The hunks of one file in a patch. */
export interface PatchEdit {
  readonly kind: 'hunks';
  readonly path: string;
  readonly changes: readonly NamedChange['change'][];
}

const unclear = (why: string): Outcome => ({ kind: 'unclear', why });
const whole = (text: string): Outcome => ({ kind: 'applies', text, isExact: true });
const noFile: Outcome = { kind: 'fails', message: 'there is no such file' };

/** Applies an edit to a file's text, as far as one can tell; undefined is a file that is not there. */
export function applyEdit(edit: PlacedEdit, before: string | undefined): Outcome {
  switch (edit.kind) {
    case 'whole':
      return whole(edit.text);
    case 'replace':
      return replaced(edit, before);
    case 'blocks': {
      const changes = searchReplaceIn(withoutHints(edit.text), edit.path);
      const broken = changes.find(({ change }) => change.kind === 'refused')?.change;
      if (broken?.kind === 'refused') return { kind: 'fails', message: broken.why };
      return inLines(
        changes.map(({ change }) => change),
        before,
        hasEnds,
      );
    }
    case 'hunks':
      return inLines(edit.changes, before);
  }
}

/** The files of a patch with their hunks; none when it is no patch that can be read. */
export function filesOfPatch(text: string, path: string | undefined): PatchEdit[] {
  const byPath = Map.groupBy(changesInDiff(text, path), (change) => change.path);
  return [...byPath].map(([name, changes]) => ({
    kind: 'hunks',
    path: name,
    changes: changes.map(({ change }) => change),
  }));
}

function replaced(
  { oldText, newText, times }: Extract<CallEdit, { kind: 'replace' }>,
  written: string | undefined,
): Outcome {
  if (written === undefined) return oldText === '' ? whole(newText) : noFile;
  if (oldText === '') {
    return written.trim() === ''
      ? whole(newText)
      : { kind: 'fails', message: 'the text to replace is empty, and the file is not' };
  }
  const [text, wanted, given] = [written, oldText, newText].map(withPlainEnds) as [
    string,
    string,
    string,
  ];
  if (wanted === given)
    return { kind: 'fails', message: 'the new text is the same as the old one' };
  const places = placesOf(text, wanted);
  const [first] = places;
  if (first === undefined) return missed(text, wanted);
  if (times !== 'any' && places.length !== times) {
    const lines = places.slice(0, 5).map((at) => lineNumberAt(text, at));
    const rule = times === 1 ? 'give more lines around it' : `and not ${times} times`;
    const message = `the text to replace is there ${howOften(places.length)} (from lines ${lines.join(', ')}): ${rule}`;
    return { kind: 'fails', message, line: lines[0]! };
  }
  return whole(text.split(wanted).join(given));
}

function missed(text: string, wanted: string): Outcome {
  if (findLines(text.split('\n'), wanted.split('\n'))) {
    return unclear('the text to replace is there but for white space, which the tool may forgive');
  }
  return { kind: 'fails', ...describeMiss(text, wanted) };
}

function howOften(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}

/** Changes of lines, each behind the one before it, as Cline, Codex and `patch` look for them. */
function inLines(
  changes: readonly NamedChange['change'][],
  written: string | undefined,
  isNear: (lines: readonly string[], wanted: readonly string[]) => boolean = () => false,
): Outcome {
  const lines = written === undefined ? undefined : withPlainEnds(written).split('\n');
  let [from, isExact] = [0, true];
  for (const change of changes) {
    // A tool may delete and rename files, where an answer in words may not.
    if (change.kind === 'refused') return unclear('the file is deleted or renamed');
    if (change.kind === 'whole') return whole(change.text);
    if (!lines) return change.search === '' ? whole(change.replace) : noFile;
    const wanted = change.search.split('\n');
    // Lines that are only added go where their context says, which not every patch writes.
    if (change.search.trim() === '') return unclear('it is not said which lines it replaces');
    const found = findLines(lines, wanted, from) ?? findLines(lines, wanted);
    if (!found && isNear(lines, wanted)) {
      return unclear('only the first and the last of the lines to replace are there');
    }
    if (!found) return { kind: 'fails', ...describeMiss(lines.join('\n'), change.search) };
    isExact &&= found.isExact;
    const given = change.replace === '' ? [] : change.replace.split('\n');
    lines.splice(found.start, wanted.length, ...given);
    from = found.start + given.length;
  }
  if (changes.length === 0 || !lines) return unclear('the change cannot be read');
  return { kind: 'applies', text: lines.join('\n'), isExact };
}

/** Cline takes a block of three lines or more by its first and its last line. */
function hasEnds(lines: readonly string[], wanted: readonly string[]): boolean {
  const last = wanted.length - 1;
  const [first, end] = [wanted[0]!.trim(), wanted[last]!.trim()];
  return (
    last >= 2 && lines.some((line, at) => line.trim() === first && lines[at + last]?.trim() === end)
  );
}

/** Roo Code says above the lines of a block where they begin. */
function withoutHints(text: string): string {
  return text.replaceAll(/^(?::(?:start|end)_line:.*\n)+(?:-{5,9}[ \t]*\n)?/gm, '');
}

function withPlainEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
