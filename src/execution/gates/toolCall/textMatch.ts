/** Where lines stand in a file. */
export interface LineMatch {
  /** The first line, from 0. */
  readonly start: number;
  /** They stand there as they were written, white space included. */
  readonly isExact: boolean;
}

/** The places, from 0, at which a text begins in another one; those that overlap count once. */
export function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places.push(at);
  }
  return places;
}

/** The first place of lines at or behind a line: as they are written, else but for white space around each. */
export function findLines(
  lines: readonly string[],
  wanted: readonly string[],
  from = 0,
): LineMatch | undefined {
  const exact = startOf(lines, wanted, from, (line) => line);
  if (exact !== undefined) return { start: exact, isExact: true };
  const near = startOf(lines, wanted, from, (line) => line.trim());
  return near === undefined ? undefined : { start: near, isExact: false };
}

function startOf(
  lines: readonly string[],
  wanted: readonly string[],
  from: number,
  form: (line: string) => string,
): number | undefined {
  const [all, sought] = [lines.map(form), wanted.map(form)];
  const last = all.length - sought.length;
  for (let start = from; start <= last; start += 1) {
    if (sought.every((line, at) => line === all[start + at])) return start;
  }
  return undefined;
}

/** The line of a text at a place, from 1. */
export function lineNumberAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

/** Characters of a line that are shown. */
const mostShown = 120;

/** What is known of a text that is not there: where it begins, and the first line that differs. */
export function describeMiss(text: string, wanted: string): { message: string; line?: number } {
  const lines = text.split('\n');
  const sought = wanted.split('\n').map((line) => line.trim());
  const first = sought.findIndex((line) => line !== '');
  const start = lines.findIndex((line) => line.trim() === sought[first]) - first;
  const differs = sought.findIndex((line, at) => lines[start + at]?.trim() !== line);
  if (first < 0 || start < 0 || differs < 0) {
    return { message: 'the text to replace is not in the file' };
  }
  const there = lines[start + differs];
  const said = there === undefined ? 'the file ends before it' : `it is \`${shown(there)}\` there`;
  return {
    message: `the text to replace is not in the file: its line ${differs + 1}, \`${shown(sought[differs]!)}\`, differs; ${said}`,
    line: start + differs + 1,
  };
}

function shown(line: string): string {
  const bare = line.trim();
  return bare.length > mostShown ? `${bare.slice(0, mostShown)}…` : bare;
}
