import type * as z from 'zod';
import type { InputProblem, ProblemPath } from './problem.ts';

/** A schema's complaints as problems at their places; an unknown key is placed at the key itself. */
export function problemsOf(error: z.ZodError, base: ProblemPath = []): InputProblem[] {
  return error.issues.flatMap((issue): InputProblem[] => {
    const path = [...base, ...issue.path.filter((key) => typeof key !== 'symbol')];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `"${key}" is not known here. Remove it or check its spelling.`,
      }));
    }
    return [{ path, message: issue.message }];
  });
}
