import type * as z from 'zod';

/** Where in a user's file or setting a problem is: keys and indexes from the root. */
export type ProblemPath = readonly (string | number)[];

/** A problem with what a user wrote. The message says what to write instead. */
export interface InputProblem {
  readonly path: ProblemPath;
  readonly message: string;
}

/** Converts a schema's issues to problems with their paths; the path of an unknown key ends with the key. */
export function problemsOf(
  { issues }: Pick<z.ZodError, 'issues'>,
  base: ProblemPath = [],
): InputProblem[] {
  return issues.flatMap((issue): InputProblem[] => {
    const path = [...base, ...issue.path.filter((key) => typeof key !== 'symbol')];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `"${key}" is not known here. Remove it or check its spelling.`,
      }));
    }
    if (issue.code === 'invalid_union') {
      const closest = closestBranch(issue.errors);
      if (closest) return problemsOf({ issues: closest }, path);
    }
    return [{ path, message: issue.message }];
  });
}

// Among several forms, the intended one fails only inside the value, and in the fewest places.
function closestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  return branches
    .filter((issues) =>
      issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
    )
    .toSorted((one, other) => issueCount(one) - issueCount(other))[0];
}

function issueCount(issues: readonly z.core.$ZodIssue[]): number {
  const places = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : String(issue.path[0]),
  );
  return new Set(places).size;
}
