import type { Task } from '../routing/task.ts';

/** An error that a language server reports; `line` is 0-based. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/**
 * The errors that a candidate has and the original did not. Outside the target an error is the same
 * when its line only moved; inside, when its message was there before.
 */
export function newProblems(
  before: readonly Problem[],
  after: readonly Problem[],
  { target, fileText }: Pick<Task, 'target' | 'fileText'>,
  candidateText: string,
): Problem[] {
  const moved = candidateText.split('\n').length - fileText.split('\n').length;
  const known = before.map(({ line, message }) => {
    const place = line + 1 > target.endLine ? line + moved : line;
    return { place, inside: line + 1 >= target.startLine && line + 1 <= target.endLine, message };
  });
  return after.filter(({ line, message }) => {
    const match = known.findIndex(
      (each) => each.message === message && (each.inside || each.place === line),
    );
    if (match < 0) return true;
    known.splice(match, 1);
    return false;
  });
}
