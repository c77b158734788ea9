import { LineCounter } from 'yaml';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import { between, placed } from '../../execution/workflow/parse/placeFinding.ts';
import { isInside, plainPath } from '../../execution/workflow/parse/readTemplate.ts';
import { didYouMean } from '../../routing/input/didYouMean.ts';
import { defined } from '../../routing/input/objects.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import { readSoundYaml } from '../../routing/input/yaml.ts';
import type { FixtureSubject } from '../fixture.ts';
import type { Thresholds } from '../thresholds.ts';
import { checkFixtures } from './checkFixtures.ts';
import type { ScorerSettings } from '../scorers/settings.ts';
import type { Evaluation } from './evaluation.ts';
import { type PlacedFixture, readFixtureLines } from './fixtureLines.ts';
import { evaluationLimits } from './limits.ts';
import { nameProblems, type NamesInUse, readCandidates } from './readCandidates.ts';
import { readFixture } from './readFixture.ts';
import { evaluationShape, type WrittenEvaluation } from './shapes.ts';
import { evaluationHints } from './otherTools.ts';
import { toScorer } from './toScorer.ts';

/*
 * This folder reads the files of `.tierwise/evaluations`. A text comes in; an `Evaluation` goes out, or
 * problems with their lines. `shapes.ts` says what may be written, `check…` and `read…` files check what
 * the parts mean together, `import/` reads other tools' files. Nothing here calls a model.
 */

/** The names of a workflow's steps that ask a model, or what is wrong with its file. */
export type KnownSteps = readonly string[] | WorkflowProblem;

/** What an evaluation may use from outside its file. */
export interface EvaluationSurroundings extends NamesInUse {
  /** The file's name without its ending. */
  readonly name: string;
  /** By workflow; omitted where workflows are not known. */
  readonly steps?: ReadonlyMap<string, KnownSteps>;
  /** The text of a file beside the evaluation; undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
}

export type ParsedEvaluation =
  | { readonly evaluation: Evaluation; readonly problems: readonly [] }
  | { readonly evaluation?: undefined; readonly problems: readonly WorkflowProblem[] };

/** Reads an evaluation's YAML, and checks everything that can be checked before a run. */
export async function parseEvaluation(
  text: string,
  surroundings: EvaluationSurroundings,
): Promise<ParsedEvaluation> {
  const counter = new LineCounter();
  const sound = readSoundYaml(text, counter);
  if ('problems' in sound) {
    return { problems: sound.problems.map((each) => between(counter, each.message, each)) };
  }
  const place = (problem: InputProblem) =>
    placed(problem, { document: sound.document, counter, text });
  const parsed = readShape(evaluationShape, sound.value, [], { hints: evaluationHints });
  if (!parsed.success) return failed(parsed.problems.map(place));
  const { subject, problem } = readSubject(parsed.data, surroundings);
  if (!subject) return failed([place(problem)]);
  const list = await readFixtures(parsed.data.fixtures, { subject, place, surroundings });
  const { candidates, problems } = readCandidates(parsed.data.candidates, subject, surroundings);
  const scorers = (parsed.data.scorers ?? []).map(toScorer);
  const { description, maxUsd, thresholds } = parsed.data;
  const found = [
    ...problems.map(place),
    ...judgeProblems(scorers, surroundings).map(place),
    ...list.problems,
    ...list.fixtures.flatMap((each) => judgeProblems(each.scorers, surroundings).map(each.place)),
    ...checkFixtures(list.fixtures, { scorers, thresholds: toThresholds(thresholds), place }),
  ];
  if (found.length > 0) return failed(found);
  const own = list.fixtures.filter((each) => each.scorers.length > 0);
  const evaluation: Evaluation = {
    name: surroundings.name,
    subject,
    thresholds: toThresholds(thresholds),
    candidates,
    scorers,
    fixtures: list.fixtures.map(({ fixture }) => fixture),
    ownScorers: new Map(own.map((each) => [each.fixture.id, each.scorers])),
    ...defined({ description, maxUsd }),
  };
  return { evaluation, problems: [] };
}

function failed(problems: readonly WorkflowProblem[]): ParsedEvaluation {
  const inOrder = problems.toSorted(
    (a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.line - b.line || a.column - b.column,
  );
  return { problems: inOrder.slice(0, evaluationLimits.problems) };
}

function toThresholds(written: WrittenEvaluation['thresholds']): Thresholds {
  return defined(written) as Thresholds;
}

type ReadSubject =
  | { readonly subject: FixtureSubject; readonly problem?: undefined }
  | { readonly subject?: undefined; readonly problem: InputProblem };

function readSubject(
  { taskType, workflow, step }: WrittenEvaluation,
  { steps }: EvaluationSurroundings,
): ReadSubject {
  const problem = (path: InputProblem['path'], message: string) => ({ problem: { path, message } });
  if (taskType !== undefined) {
    if (workflow === undefined && step === undefined) {
      return { subject: { kind: 'taskType', taskType } };
    }
    const message = 'An evaluation is of a task type or of a step. Take one of them out.';
    return problem([workflow === undefined ? 'step' : 'workflow'], message);
  }
  if (workflow === undefined) {
    const message = 'Say what is evaluated: write `taskType`, or `workflow` and `step`.';
    return problem(step === undefined ? [] : ['step'], message);
  }
  if (step === undefined) return problem(['workflow'], 'Name the `step` of the workflow as well.');
  const known = steps?.get(workflow);
  if (steps && !known) {
    const near = didYouMean(workflow, [...steps.keys()]);
    return problem(['workflow'], `There is no workflow "${workflow}".${near}`);
  }
  if (known && 'message' in known) {
    const place = known.file === undefined ? 'in' : `in ${known.file},`;
    return problem(
      ['workflow'],
      `The workflow "${workflow}" has an error ${place} line ${known.line}: ${known.message}`,
    );
  }
  if (known && !known.includes(step)) {
    const near = didYouMean(step, known);
    return problem(['step'], `The workflow has no step "${step}" that asks a model.${near}`);
  }
  return { subject: { kind: 'step', workflow, step } };
}

/** A judge is named like a candidate. */
function judgeProblems(scorers: readonly ScorerSettings[], names: NamesInUse): InputProblem[] {
  return scorers.flatMap((each, place) =>
    each.kind === 'judge' && each.judge !== undefined
      ? nameProblems(each.judge, ['scorers', place, 'judge'], names)
      : [],
  );
}

interface FixtureList {
  readonly fixtures: readonly PlacedFixture[];
  readonly problems: readonly WorkflowProblem[];
}

async function readFixtures(
  given: WrittenEvaluation['fixtures'],
  {
    subject,
    place,
    surroundings,
  }: {
    readonly subject: FixtureSubject;
    readonly place: (problem: InputProblem) => WorkflowProblem;
    readonly surroundings: EvaluationSurroundings;
  },
): Promise<FixtureList> {
  if (typeof given !== 'string') {
    const all = given.map((each, index) => {
      const at = (problem: InputProblem) =>
        place({ ...problem, path: ['fixtures', index, ...problem.path] });
      const { read, problems } = readFixture(each, subject);
      return { fixture: read && { ...read, place: at }, problems: problems.map(at) };
    });
    return {
      fixtures: all.flatMap(({ fixture }) => fixture ?? []),
      problems: all.flatMap(({ problems }) => problems),
    };
  }
  const refused = (message: string): FixtureList => ({
    fixtures: [],
    problems: [place({ path: ['fixtures'], message })],
  });
  const written = plainPath(given);
  if (!isInside(written)) {
    return refused(`"${written}" lies outside the folder. Name a file beside the evaluation.`);
  }
  const text = await surroundings.readFile(written);
  if (text === undefined) {
    return refused(`There is no file "${written}" beside the evaluation. Create it.`);
  }
  const lines = readFixtureLines(text, written, subject);
  if (lines.fixtures.length > 0 || lines.problems.length > 0) return lines;
  return refused(`The file "${written}" has no fixture. Write one in each line.`);
}
