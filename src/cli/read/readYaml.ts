import { LineCounter } from 'yaml';
import type { InputProblem, ProblemPath } from '../../routing/input/problems.ts';
import { rangeAt, readSoundYaml, type YamlSize } from '../../routing/input/yaml.ts';
import { withoutComments } from './withoutComments.ts';
import { problemsIn, readInput, refuseProblems } from './readInput.ts';

/** A YAML or JSON file after parsing. */
export interface ReadYaml {
  readonly value: unknown;
  /** The line of the value at a path, 1-based; when there is none, of the closest value that contains it. */
  lineAt(path: ProblemPath): number;
  /** Throws `InputError` with each problem at its line. */
  refuse(problems: readonly InputProblem[]): void;
}

/** Nobody types while a command reads its files, so it may take its time. */
const anySize: YamlSize = {
  characters: Number.POSITIVE_INFINITY,
  tokens: Number.POSITIVE_INFINITY,
};

/** Reads a YAML or JSON file. Throws `InputError` with lines when it is neither. */
export async function readYaml(path: string): Promise<ReadYaml> {
  return parseYaml(path, await readInput(path));
}

/**
 * Reads a JSON file in which comments and trailing commas may stand, as in VS Code's settings. Throws
 * `InputError` with lines when it is none.
 */
export async function readJsonWithComments(path: string): Promise<ReadYaml> {
  const text = withoutComments(await readInput(path));
  // A tab may indent JSON, but not YAML.
  return parseYaml(
    path,
    text.replaceAll(/^[ \t]+/gm, (blanks) => ' '.repeat(blanks.length)),
  );
}

function parseYaml(path: string, text: string): ReadYaml {
  const lines = new LineCounter();
  const lineOf = (start: number) => lines.linePos(start).line;
  const read = readSoundYaml(text, lines, anySize);
  if ('problems' in read) {
    const placed = read.problems.map(({ start, message }) => ({ line: lineOf(start), message }));
    throw problemsIn(path, placed);
  }
  const lineAt = (place: ProblemPath) => {
    const range = rangeAt(read.document, place);
    return range ? lineOf(range.start) : 1;
  };
  return {
    value: read.value,
    lineAt,
    refuse(problems) {
      const placed = problems.map((problem) => ({
        line: lineAt(problem.path),
        message: messageOf(problem),
      }));
      refuseProblems(path, placed);
    },
  };
}

function messageOf({ path, message }: InputProblem): string {
  return path.length > 0 ? `${path.join(' › ')}: ${message}` : message;
}
