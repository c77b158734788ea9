import { automatonOf, type Places } from './automaton.ts';
import { parseGlob } from './parseGlob.ts';

/*
 * Globs that users and repositories write are matched here, on the thread of the editor. A pattern comes
 * in (parseGlob.ts), a function of paths goes out (automaton.ts). Its time grows with the path alone, and
 * a pattern that would take long is refused with a sentence for people.
 */

/** A pattern of paths with forward slashes. Names that begin with a dot match as well. */
export interface Glob {
  matches(path: string): boolean;
  /** Whether it may match something inside a folder. */
  reaches(folder: string): boolean;
}

/** Longer than any path that a system allows, in characters; such a text matches nothing. */
const longestPath = 4_096;

/** Compiles a glob; `problem` is a sentence for people, for a pattern that is too complicated. */
export function compileGlob(glob: string): Glob | { readonly problem: string } {
  const parsed = parseGlob(glob);
  if ('problem' in parsed) return parsed;
  const { pieces, isNegated } = parsed;
  const { start, step } = automatonOf(pieces);
  const after = (path: string): Places => {
    let places = start;
    for (let at = 0; at < path.length; at += 1) places = step(places, path.charCodeAt(at));
    return places;
  };
  const isPath = (path: string) => path !== '' && path.length <= longestPath;
  return {
    matches: (path) => isPath(path) && after(path).isEnd !== isNegated,
    reaches: (folder) => isPath(folder) && (isNegated || leadsOn(after(`${folder}/`))),
  };
}

function leadsOn({ bits, readings }: Places): boolean {
  return readings.size > 0 || bits.some((word) => word !== 0);
}

/** What is wrong with a glob, as a sentence for people; undefined when it can be used. */
export function globProblem(glob: string): string | undefined {
  const parsed = parseGlob(glob);
  return 'problem' in parsed ? parsed.problem : undefined;
}
