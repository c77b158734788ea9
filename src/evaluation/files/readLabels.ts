import { LineCounter } from 'yaml';
import * as z from 'zod';
import type { WorkflowProblem } from '../../execution/workflow/definition.ts';
import { between, placed } from '../../execution/workflow/parse/placeFinding.ts';
import { didYouMean } from '../../routing/input/didYouMean.ts';
import type { InputProblem } from '../../routing/input/problems.ts';
import { readShape } from '../../routing/input/readShape.ts';
import { readSoundYaml, type YamlSize } from '../../routing/input/yaml.ts';
import type { LabelledAnswer } from '../scorers/judge/judgeAgreement.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluationLimits } from './limits.ts';

/** The name of the file with people's labels, beside that of an evaluation: `cart.labels.yaml`. */
export function labelsFile(evaluation: string): string {
  return `${evaluation}.labels.yaml`;
}

const text = (hint: string) => z.string(hint).min(1, hint);

/** The whole file: answers to fixtures with a person's word on each. */
export const labelsShape = z.strictObject(
  {
    version: z.literal(1, 'The only version is 1.').describe('Always 1.').optional(),
    answers: z
      .array(
        z.strictObject(
          {
            fixture: text('Name a fixture.').describe('The id of a fixture of the evaluation.'),
            label: z
              .enum(['good', 'bad'], 'Write good or bad.')
              .describe('Whether a person finds the answer good.'),
            answer: z.string('Write the answer.').describe('As a model wrote it.'),
            tags: z
              .array(text('Write a tag.'), 'Write a list of tags.')
              .describe('What is particular about it, such as wrong by one detail.')
              .optional(),
          },
          { error: 'An answer has a `fixture`, a `label` and an `answer`.' },
        ),
        'Write a list of answers.',
      )
      .min(1, 'Write at least one answer.')
      .max(evaluationLimits.fixtures, `Write at most ${evaluationLimits.fixtures} answers.`)
      .describe('Answers with the label that a person gave them.'),
  },
  { error: 'A file of labels has `answers`.' },
);

export type ParsedLabels =
  | { readonly answers: readonly LabelledAnswer[]; readonly problems: readonly [] }
  | { readonly answers?: undefined; readonly problems: readonly WorkflowProblem[] };

/** As many answers as an evaluation has fixtures; it is read for a run and not while somebody types. */
const largest: YamlSize = { characters: evaluationLimits.characters, tokens: 1_000_000 };

/** Reads people's labels of answers to an evaluation's fixtures. */
export function readLabels(
  written: string,
  { name, fixtures }: Pick<Evaluation, 'name' | 'fixtures'>,
): ParsedLabels {
  const counter = new LineCounter();
  const sound = readSoundYaml(written, counter, largest);
  if ('problems' in sound) {
    return { problems: sound.problems.map((each) => between(counter, each.message, each)) };
  }
  const place = (problem: InputProblem) =>
    placed(problem, { document: sound.document, counter, text: written });
  const parsed = readShape(labelsShape, sound.value);
  if (!parsed.success) {
    const problems = parsed.problems.map(place);
    return { problems: problems.slice(0, evaluationLimits.problems) };
  }
  const byId = new Map(fixtures.map((fixture) => [fixture.id, fixture]));
  const problems: WorkflowProblem[] = [];
  const answers = parsed.data.answers.flatMap(({ fixture: id, tags, ...rest }, index) => {
    const fixture = byId.get(id);
    if (fixture) return [{ fixture, ...rest, ...(tags && { tags }) }];
    const near = didYouMean(id, [...byId.keys()]);
    const message = `The evaluation "${name}" has no fixture "${id}".${near}`;
    problems.push(place({ path: ['answers', index, 'fixture'], message }));
    return [];
  });
  if (problems.length > 0) return { problems: problems.slice(0, evaluationLimits.problems) };
  return { answers, problems: [] };
}
