import { globProblem } from '../../routing/globs/glob.ts';
import type { InputProblem } from '../../routing/input/problems.ts';

/**
 * Reads a setting that is a list of globs. One text counts as a list of it, so that nothing is less private than it
 * was meant; what is no text is left out.
 */
export function readGlobList(written: unknown): {
  readonly globs: readonly string[];
  readonly problems: readonly InputProblem[];
} {
  if (written === undefined || written === null) return { globs: [], problems: [] };
  const isText = typeof written === 'string';
  if (!isText && !Array.isArray(written)) {
    return { globs: [], problems: [{ path: [], message: 'Write a list of globs.' }] };
  }
  const entries: readonly unknown[] = [written].flat();
  const problems = entries.flatMap((each, index): InputProblem[] => {
    const message =
      typeof each === 'string' ? globProblem(each) : 'Write a glob in quotes, such as "**/*.pem".';
    return message === undefined ? [] : [{ path: isText ? [] : [index], message }];
  });
  if (isText) problems.push({ path: [], message: `Write a list of globs: ["${written}"].` });
  return {
    globs: entries.filter((each): each is string => typeof each === 'string' && each !== ''),
    problems,
  };
}
