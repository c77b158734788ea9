/** Where lines stand in a text. */
export interface Place {
  /** The first line, from 0. */
  readonly start: number;
  /** What the answer left out before each line. */
  readonly indent: string;
}

/**
 * All places where lines stand in a text; spaces at the ends of lines do not count. Where they stand nowhere, the
 * places where all of them are indented further by the same.
 */
export function placesOf(lines: readonly string[], wanted: readonly string[]): readonly Place[] {
  const alike = (one: string, other: string) => one.trimEnd() === other.trimEnd();
  const exact = startsOf(lines, wanted, alike);
  if (exact.length > 0) return exact.map((start) => ({ start, indent: '' }));
  return startsOf(lines, wanted, (one, other) => one.trim() === other.trim()).flatMap((start) => {
    const indent = shiftAt(lines, wanted, start);
    return indent === undefined ? [] : [{ start, indent }];
  });
}

/** Why lines have no place of their own, as the end of a sentence; `where` is such as `it`. */
export function unplaced({ length }: readonly Place[], where: string): string {
  return length === 0
    ? `the lines to replace are not in ${where}`
    : `the lines to replace occur ${length} times in ${where}`;
}

/** Lines as they have to stand at a place. */
export function indentedAt({ indent }: Place, given: readonly string[]): readonly string[] {
  return given.map((line) => (line.trim() === '' ? line : indent + line));
}

/** What stands before each line of the text and was left out in the answer; undefined when that differs. */
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

/** The lines from which on a text holds the wanted ones, from 0. */
export function startsOf(
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
