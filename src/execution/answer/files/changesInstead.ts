import type { Task } from '../../../routing/task.ts';
import { blocksIn, documentLanguages, type FencedBlock } from '../fences.ts';
import { diffForm, isDiffFile, type OtherForm, otherForm, partsForm } from '../otherForms.ts';
import { withoutThoughts } from '../thoughts.ts';
import { changesInDiff } from './diffChanges.ts';
import { changesWithoutBlock } from './fileEdits.ts';
import { isSameFile } from './fileNames.ts';
import { indentedAt, placesOf, unplaced } from './placesOf.ts';
import { hasSearchMarks, isOnlyParts, searchReplaceIn } from './searchReplace.ts';
import type { NamedChange, WrittenChange } from './writtenChange.ts';
import { inEnglish, type Say } from '../../../routing/say.ts';

/** What became of an answer that writes changes: the selected lines with them, or why they do not fit. */
export type ChangesInstead = { readonly form: OtherForm } & Applied;

type Applied =
  | { readonly code: string }
  /** The end of a sentence about the answer. */
  | { readonly problem: string };

/**
 * Reads an answer that writes changes to the selected lines instead of their new code, as models do that were taught
 * to; undefined for every other answer. The changes are applied when there is no doubt: the old lines of each stand
 * once in the file where all that it changes is selected.
 */
export function changesInstead(task: Task, answerText: string): ChangesInstead | undefined {
  if (!signs.test(answerText)) return undefined;
  const written = writtenIn(withoutThoughts(answerText), task);
  if (!written || written.changes.every(({ change }) => changesNothing(change))) return undefined;
  const { form, changes } = written;
  const isText = documentLanguages.has(task.language) && form.askedFor.test(task.instruction);
  return isText ? undefined : { form, ...applied(changes, task) };
}

/** Beginnings of lines without which an answer writes no changes. */
const signs = /^(?:[-+@*]| {0,3}[<-]{5})/m;

/** How an answer was written whose changes were applied, as the end of a sentence; undefined for plain code. */
export function appliedForm(
  task: Task,
  answerText: string,
  say: Say = inEnglish,
): string | undefined {
  const changes = task.answerKind === 'edit' ? changesInstead(task, answerText) : undefined;
  if (!changes || 'problem' in changes) return undefined;
  return say('written as {0} and applied to the selected lines', say(changes.form.name));
}

interface Written {
  readonly form: OtherForm;
  readonly changes: readonly NamedChange[];
}

function writtenIn(spoken: string, task: Task): Written | undefined {
  const { language, path, target, fileText } = task;
  if (isDiffFile(path) || hasSearchMarks(fileText)) return undefined;
  const blocks = blocksIn(spoken, { language, original: target.text });
  const before = spoken.split('\n').slice(0, blocks[0]?.start);
  if (blocks.length === 0 || hasSearchMarks(before.join('\n'))) {
    const changes = changesWithoutBlock(spoken, path);
    return { form: hasSearchMarks(spoken) ? partsForm : diffForm, changes };
  }
  const [first, ...others] = blocks.map((block) => writtenInBlock(block, task));
  if (!first || others.some((each) => each?.form !== first.form)) return undefined;
  return { form: first.form, changes: [first, ...others].flatMap((each) => each?.changes ?? []) };
}

function writtenInBlock(block: FencedBlock, { path, target }: Task): Written | undefined {
  const { info, code, closed } = block;
  if (!closed) return undefined;
  if (hasSearchMarks(code)) {
    return isOnlyParts(code)
      ? { form: partsForm, changes: searchReplaceIn(code, path) }
      : undefined;
  }
  const isDiff = /^(?:diff|patch)\b/i.test(info) || otherForm(code, target.text, path) === diffForm;
  return isDiff ? { form: diffForm, changes: changesInDiff(code, path) } : undefined;
}

function changesNothing(change: WrittenChange): boolean {
  return change.kind === 'part' && change.search === change.replace;
}

/** Lines that come in the place of others; `start` is counted from 0 and `end` exclusive. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

function applied(changes: readonly NamedChange[], { path, fileText, target }: Task): Applied {
  const lines = fileText.split(/\r?\n/);
  const [from, to] = [target.startLine - 1, target.endLine];
  const pieces: Piece[] = [];
  for (const { path: named, change } of changes) {
    if (!isSameFile(named, path)) return { problem: `it changes ${named}` };
    if (change.kind === 'refused') return { problem: change.why };
    const given = change.kind === 'whole' ? change.text : change.replace;
    const search = change.kind === 'whole' ? '' : change.search;
    if (search.trim() === '') {
      if (fileText.trim() === '' && changes.length === 1) return { code: given };
      return { problem: 'it does not say which lines it replaces' };
    }
    const lineChange = { wanted: search.split('\n'), given: given === '' ? [] : given.split('\n') };
    const piece = pieceOf(lineChange, { lines, from, to });
    if ('problem' in piece) return piece;
    pieces.push(piece);
  }
  pieces.sort((one, other) => one.start - other.start);
  if (pieces.some(({ end }, at) => end > (pieces[at + 1]?.start ?? end))) {
    return { problem: 'two of its changes are about the same lines' };
  }
  const now = lines.slice(from, to);
  for (const { start, end, lines: come } of pieces.toReversed()) {
    now.splice(start - from, end - start, ...come);
  }
  return { code: now.join('\n') };
}

/** What a change puts where. The lines that it keeps at its ends may stand around the selected ones. */
function pieceOf(
  { wanted, given }: { readonly wanted: readonly string[]; readonly given: readonly string[] },
  { lines, from, to }: { lines: readonly string[]; from: number; to: number },
): Piece | { readonly problem: string } {
  const shorter = Math.min(wanted.length, given.length);
  let head = 0;
  while (head < shorter && wanted[head] === given[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && wanted.at(-1 - tail) === given.at(-1 - tail)) tail += 1;
  const first = Math.max(0, from - head);
  const places = placesOf(lines.slice(first, to + tail), wanted);
  const [place, another] = places;
  if (!place || another) return { problem: unplaced(places, 'the selected lines') };
  const start = first + place.start;
  return {
    start: start + head,
    end: start + wanted.length - tail,
    lines: indentedAt(place, given.slice(head, given.length - tail)),
  };
}
