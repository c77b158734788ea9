import { type Edit, letters, notBlank, type ScopeProblem } from './edit.ts';

// A shorter run may be a coincidence. Both chosen by judgement.
const runLines = 6;
const runCharacters = 100;

/** Checks whether the answer starts with lines from above the target or ends with lines from below. */
export function repeatedRun({ before, target, after, answer }: Edit): ScopeProblem[] {
  const trimmed = (lines: readonly string[]) => lines.filter(notBlank).map((line) => line.trim());
  const lines = trimmed(answer);
  const above = trimmed(before);
  const below = trimmed(after);
  const inTarget = new Set(trimmed(target));
  const runs = [
    lines.slice(0, equalAtStart(lines, above)),
    lines.slice(0, overlap(above, lines)),
    lines.slice(lines.length - overlap(lines, below)),
  ];
  const long = runs.find((run) => {
    const added = run.filter((text) => !inTarget.has(text));
    return added.length >= runLines && added.join('').replace(/\W/g, '').length >= runCharacters;
  });
  if (!long) return [];
  const message = `The answer repeats ${long.length} lines that stand outside the lines it replaces.`;
  return [{ line: answer.findIndex((line) => line.trim() === long[0]), message }];
}

/** How many lines two texts share at their start. */
function equalAtStart(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((line, index) => line !== other[index]);
  return different < 0 ? one.length : different;
}

/** How many lines at the end of one text are also at the start of another. */
function overlap(ending: readonly string[], starting: readonly string[]): number {
  for (let length = Math.min(ending.length, starting.length); length > 0; length -= 1) {
    const from = ending.length - length;
    if (starting.every((line, index) => index >= length || line === ending[from + index])) {
      return length;
    }
  }
  return 0;
}

/** Letters and digits that lines must hold to be more than brackets. Chosen by judgement. */
const leastLetters = 4;
/** Lines from outside that make an answer a copy of the file. Chosen by judgement. */
const leastRepeated = 2;

/**
 * Checks whether the answer is the whole file: it starts as the file starts or ends as it ends, although
 * these lines stand outside the target, and holds more of what stands there.
 */
export function wholeFile({ before, target, after, answer }: Edit): ScopeProblem[] {
  const inTarget = new Set(target.filter(notBlank).map((line) => line.trim()));
  const outside = [...before, ...after]
    .map((line) => line.trim())
    .filter((line) => letters(line) > 0);
  const fresh = new Set(outside.filter((line) => !inTarget.has(line)));
  const lines = answer.map((line) => line.trim()).filter(Boolean);
  if (lines.length < leastRepeated) return [];
  const first = before.find(notBlank)?.trim();
  const last = after.findLast(notBlank)?.trim();
  const startsLikeFile = first !== undefined && lines[0] === first && !inTarget.has(first);
  const endsLikeFile = last !== undefined && lines.at(-1) === last && !inTarget.has(last);
  const repeated = [...new Set(lines)].filter((line) => fresh.has(line));
  if (repeated.length < leastRepeated || letters(repeated.join('')) < leastLetters * 2) return [];
  const isCopy =
    (startsLikeFile && letters(first) >= leastLetters) ||
    (endsLikeFile && letters(last) >= leastLetters && repeated.length * 2 >= fresh.size);
  if (!isCopy) return [];
  const message = `The answer repeats ${repeated.length} lines of the file that stand outside the lines it replaces.`;
  return [{ line: answer.findIndex((line) => repeated.includes(line.trim())), message }];
}
