import { LineCounter, parseDocument } from 'yaml';
import type { InputProblem, ProblemPath } from '../routing/problem.ts';
import { readInput, refuseProblems } from './readInput.ts';

/** A YAML or JSON file after reading. */
export interface ReadYaml {
  readonly value: unknown;
  /** Throws `InputError` with each problem at its line. */
  refuse(problems: readonly InputProblem[]): void;
}

/** Reads YAML, or JSON, which is YAML as well. Throws `InputError` with lines where it is neither. */
export async function readYaml(path: string): Promise<ReadYaml> {
  const lines = new LineCounter();
  const document = parseDocument(await readInput(path), {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const errors = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message,
  }));
  refuseProblems(path, errors);
  return {
    value: document.toJS({ maxAliasCount: 50 }) as unknown,
    refuse(problems) {
      const placed = problems.map((problem) => ({
        line: lineOf(problem.path),
        message: messageOf(problem),
      }));
      refuseProblems(path, placed);
    },
  };

  // The line of the value; of what holds it where it is missing.
  function lineOf(place: ProblemPath): number {
    for (let length = place.length; length > 0; length -= 1) {
      const node = document.getIn(place.slice(0, length), true) as {
        range?: [number, number, number];
      } | null;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

function messageOf({ path, message }: InputProblem): string {
  return path.length > 0 ? `${path.join(' › ')}: ${message}` : message;
}
