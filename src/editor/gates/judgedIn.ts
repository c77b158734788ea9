import type { Canary } from './canaries.ts';
import type { Problem } from './newProblems.ts';

/** The errors that a language server reports for a file, without the canary's own. */
export interface JudgedFile {
  readonly problems: readonly Problem[];
  /** False when the file hides the canary, as after an open brace: there may be more errors. */
  readonly whole: boolean;
}

/** Line numbers, 0-based. */
export interface Lines {
  /** The last line of the file itself. */
  readonly last: number;
  readonly canary: number;
}

/**
 * Undefined while what is reported is not yet of the whole text, or still of an earlier one. `leftover` are the errors
 * that were there before the text was opened.
 */
export function judgedIn(
  reported: readonly Problem[],
  canary: Canary,
  lines: Lines,
  leftover: readonly Problem[] = [],
): JudgedFile | undefined {
  const errors = reported.filter(({ isHint }) => !isHint);
  if (errors.some((each) => each.line > lines.last && canary.isEarlier(each))) return undefined;
  const whole = reported.some((each) => canary.isIn(each, lines.canary));
  const others = errors.filter((each) => !canary.isIn(each, lines.canary));
  if (!whole && errors.some((each) => leftover.some((old) => isSame(old, each)))) return undefined;
  const atEnd = others.some(({ line }) => line > lines.last);
  if (!whole && !atEnd && !(canary.atOnce && errors.length > 0)) return undefined;
  // Errors behind the end of the file belong to its last line.
  const problems = others.map((each) => ({ ...each, line: Math.min(each.line, lines.last) }));
  return { problems, whole };
}

function isSame(one: Problem, other: Problem): boolean {
  return one.line === other.line && one.column === other.column && one.message === other.message;
}
