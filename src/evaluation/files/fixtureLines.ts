import { LineCounter } from 'yaml';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import { between, placed } from '../../execution/workflow/parse/placeFinding.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readSoundYaml, type YamlSize } from '../../routing/input/yaml.ts';
import type { FixtureSubject } from '../fixture.ts';
import { evaluationLimits } from './limits.ts';
import { type ReadFixture, readFixture } from './readFixture.ts';

/** Fixtures with the places of their ids, for problems that several of them make together. */
export interface PlacedFixture extends ReadFixture {
  place(problem: InputProblem): WorkflowProblem;
}

/** Reads a JSON Lines file: a fixture in each line; empty lines are passed over. */
export function readFixtureLines(
  text: string,
  file: string,
  subject: FixtureSubject,
): { readonly fixtures: readonly PlacedFixture[]; readonly problems: readonly WorkflowProblem[] } {
  if (text.length > evaluationLimits.characters) {
    const message = `The file has more than ${evaluationLimits.characters} characters. Split it up.`;
    return { fixtures: [], problems: [lineProblem(1, 1, message, file)] };
  }
  const fixtures: PlacedFixture[] = [];
  const problems: WorkflowProblem[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (written.trim() === '') continue;
    const source = { line: index + 1, text: written, file };
    const value = valueOf(source);
    if ('problem' in value) {
      problems.push(value.problem);
    } else {
      const { read, problems: found } = readFixture(value.value, subject);
      problems.push(...found.map((problem) => placedIn(source, problem)));
      if (read) fixtures.push({ ...read, place: (problem) => placedIn(source, problem) });
    }
    if (problems.length >= evaluationLimits.problems) break;
  }
  return { fixtures, problems: withoutRepeats(problems) };
}

/** What is wrong in many lines in the same way is one problem, at the first of them. */
function withoutRepeats(problems: readonly WorkflowProblem[]): readonly WorkflowProblem[] {
  return [...Map.groupBy(problems, ({ message }) => message).values()].flatMap((alike) => {
    const [first] = alike;
    if (!first || alike.length < fewestRepeats) return alike;
    return [{ ...first, message: `${first.message} It is the same in other lines.` }];
  });
}

const fewestRepeats = 4;

interface SourceLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly file: string;
}

function valueOf({
  line,
  text,
  file,
}: SourceLine): { readonly value: unknown } | { readonly problem: WorkflowProblem } {
  const { lineLength } = evaluationLimits;
  if (text.length > lineLength) {
    const message = `This line has more than ${lineLength} characters. Shorten the fixture.`;
    return { problem: lineProblem(line, 1, message, file) };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = /^\{.*\},\s*$/.test(text)
      ? 'A comma stands behind this fixture. Remove it: each line is a fixture by itself.'
      : 'This line is not a JSON object. Write one whole fixture in each line.';
    return { problem: lineProblem(line, text.length, message, file) };
  }
}

function lineProblem(line: number, length: number, message: string, file: string): WorkflowProblem {
  return { message, line, column: 1, endLine: line, endColumn: 1 + Math.max(1, length), file };
}

const anySize: YamlSize = { characters: Infinity, tokens: Infinity };

/** JSON is YAML as well, which knows where each value stands; it is read again for a problem only. */
function placedIn({ line, text, file }: SourceLine, problem: InputProblem): WorkflowProblem {
  const counter = new LineCounter();
  const sound = readSoundYaml(text, counter, anySize);
  const found =
    'problems' in sound
      ? between(counter, problem.message, { start: 0, end: 1 })
      : placed(problem, { document: sound.document, counter, text });
  return { ...found, line, endLine: line, file };
}
