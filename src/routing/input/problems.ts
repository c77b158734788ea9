/** Where in a user's file or setting a problem is: keys and indexes from the root. */
export type ProblemPath = readonly (string | number)[];

/** A problem with what a user wrote. The message says what to write instead. */
export interface InputProblem {
  readonly path: ProblemPath;
  readonly message: string;
}

/** Leaves out problems that follow from another: of a whole whose part has one, and later ones at the same place. */
export function withoutConsequences(problems: readonly InputProblem[]): InputProblem[] {
  return problems.filter(
    ({ path }, index) =>
      !problems.some(
        (other, place) =>
          begins(path, other.path) && (other.path.length > path.length || place < index),
      ),
  );
}

function begins(whole: ProblemPath, part: ProblemPath): boolean {
  return part.length >= whole.length && whole.every((key, index) => part[index] === key);
}
