import type { Task } from '../../routing/task.ts';

/** What a language server reports; `line` and `column` are 0-based. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The server's code for it, which does not depend on the display language. */
  readonly code: number | string | undefined;
  /** Set for a hint, which is never an error of the developer's. */
  readonly isHint?: true;
}

/**
 * The errors of a candidate that the original did not have. Outside the target an error is the same if
 * only its line has moved; inside the target it is the same if its message was there before.
 */
export function newProblems(
  before: readonly Problem[],
  after: readonly Problem[],
  { target, fileText }: Pick<Task, 'target' | 'fileText'>,
  candidateText: string,
): Problem[] {
  const moved = candidateText.split('\n').length - fileText.split('\n').length;
  const first = target.startLine - 1;
  const last = target.endLine - 1;
  const known = before.map(({ line, message }) => ({
    message,
    place: placeOf(line, first, last, moved),
  }));
  return after.filter(({ line, message }) => {
    const place = placeOf(line, first, last + moved, 0);
    const match = known.findIndex((each) => each.message === message && each.place === place);
    if (match < 0) return true;
    known.splice(match, 1);
    return false;
  });
}

function placeOf(line: number, first: number, last: number, moved: number): number | 'target' {
  if (line < first) return line;
  return line > last ? line + moved : 'target';
}
