import { globProblem } from '../../routing/globs/glob.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { inEnglish, type Say, toSay } from '../../routing/say.ts';

/**
 * Reads a setting that is a list of globs. One text counts as a list of it, so that nothing is less private than it
 * was meant; what is no text is left out.
 */
export function readGlobList(
  written: unknown,
  say: Say = inEnglish,
): {
  readonly globs: readonly string[];
  readonly problems: readonly InputProblem[];
} {
  if (written === undefined || written === null) return { globs: [], problems: [] };
  const isText = typeof written === 'string';
  if (!isText && !Array.isArray(written)) {
    return { globs: [], problems: [{ path: [], message: say('Write a list of globs.') }] };
  }
  const entries: readonly unknown[] = [written].flat();
  const problems = entries.flatMap((each, index): InputProblem[] => {
    const message =
      typeof each === 'string'
        ? globProblem(each)
        : toSay('Write a glob in quotes, such as "**/*.pem".');
    return message === undefined ? [] : [{ path: isText ? [] : [index], message: say(message) }];
  });
  if (isText) problems.push({ path: [], message: say('Write a list of globs: ["{0}"].', written) });
  return {
    globs: entries.filter((each): each is string => typeof each === 'string' && each !== ''),
    problems,
  };
}
