import type { ParseError } from './parseError.ts';

/** The lines that an edit replaces: 0-based, `end` and `newEnd` exclusive. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly newEnd: number;
}

/** What an edit adds: errors, and errors that may be the grammar's own. */
export interface AddedErrors {
  readonly sure: readonly ParseError[];
  readonly doubtful: readonly ParseError[];
}

/**
 * The errors that an edit adds, by place and kind. An error outside the edit is old when there was one at
 * its place. Inside the edit places change, so an error is old when the same broken code was there.
 *
 * A new error is doubtful when the file has one of its kind that the edit did not touch: then the grammar
 * cannot read something that is common in this file. Code that was to be mended must be mended, so an
 * error that gave way to another in the edit is doubtful only when `mayBeGrammar` is set.
 */
export function addedErrors(
  before: readonly ParseError[],
  after: readonly ParseError[],
  { start, end, newEnd }: Replacement,
  mayBeGrammar: boolean,
): AddedErrors {
  const placesBefore = new Set(before.map((error) => placeOutside(error, start, end)));
  const isOutside = (error: ParseError) => placeOutside(error, start, end) !== undefined;
  const outside = before.filter(isOutside);
  const inside = before.filter((error) => !isOutside(error));
  const same = inside.map(({ kind, text }) => `${kind} ${text}`);
  const added = after.filter((error) => {
    const place = placeOutside(error, start, newEnd);
    if (place !== undefined) return !placesBefore.has(place);
    const known = same.indexOf(`${error.kind} ${error.text}`);
    if (known < 0) return true;
    same.splice(known, 1);
    return false;
  });
  const common = new Set(outside.map(({ kind }) => kind));
  if (mayBeGrammar) for (const { kind } of inside) common.add(kind);
  // An error around the whole edit says nothing of the edit itself.
  const isAround = (error: ParseError, last: number) => error.row < start && error.endRow >= last;
  const wasAround = inside.some((error) => isAround(error, end));
  const isDoubtful = (error: ParseError) =>
    common.has(error.kind) || (wasAround && isAround(error, newEnd));
  return {
    sure: added.filter((error) => !isDoubtful(error)),
    doubtful: added.filter(isDoubtful),
  };
}

function placeOutside(error: ParseError, start: number, end: number): string | undefined {
  const { row, endRow, column } = error;
  if (endRow < start) return `${row} ${column}`;
  return row >= end ? `+${row - end} ${column}` : undefined;
}
