import { LineCounter } from 'yaml';
import { readSoundYaml } from '../soundYaml.ts';
import type { WorkflowProblem } from './definition.ts';
import { between, placed, type Finding } from './placeFinding.ts';

/** A workflow file that is sound YAML. */
export interface WorkflowText {
  readonly value: unknown;
  place(finding: Finding): WorkflowProblem;
}

const longestText = 500_000;

/** Reads a file's YAML, without anchors, aliases and tags; what is wrong comes as problems. */
export function readWorkflowText(text: string): WorkflowText | { problems: WorkflowProblem[] } {
  const counter = new LineCounter();
  const at = (start: number, end: number, message: string) =>
    between(counter, message, { start, end });
  if (text.length > longestText) {
    counter.addNewLine(0);
    return {
      problems: [at(0, 1, `A workflow has at most ${longestText} characters. Split it up.`)],
    };
  }
  const read = readSoundYaml(text, counter);
  if ('problems' in read) {
    const [{ start, end, message }] = read.problems;
    return { problems: [at(start, end, message)] };
  }
  const { document, value } = read;
  return {
    value,
    place: (finding) => placed(finding, { document, counter, text }),
  };
}
