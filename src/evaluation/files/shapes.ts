import * as z from 'zod';
import { withoutBounds } from '../../routing/policy/ruleShapes.ts';
import { taskTypes } from '../../routing/task.ts';
import { gateNames } from '../../routing/verdict.ts';
import { evaluationLimits } from './limits.ts';
import { scorerList, share } from './scorerShapes.ts';

const name = (hint: string) =>
  z
    .string(hint)
    .min(1, hint)
    .max(evaluationLimits.nameLength, `Write at most ${evaluationLimits.nameLength} characters.`);
const text = (hint: string) => z.string(hint);
const line = () => z.int('Write the number of a line.').min(1, 'Lines are counted from 1.');

const selection = z
  .strictObject(
    {
      startLine: line().describe('The first line, counted from 1.'),
      endLine: line().describe('The last line, inclusive.'),
    },
    { error: 'A selection has startLine and endLine.' },
  )
  .refine(({ startLine, endLine }) => startLine <= endLine, {
    path: ['endLine'],
    error: 'The last line comes before the first one. Swap them.',
  });

const file = z
  .strictObject(
    {
      path: name('Write the path of the file.').describe('Relative to the workspace folder.'),
      text: text('Write the text of the file.').describe(
        'The whole file. The fixture keeps it, whatever becomes of the file.',
      ),
      selection: selection.describe('The lines that the instruction is about.').optional(),
    },
    { error: 'A file has a `path` and a `text`.' },
  )
  .superRefine(({ text: content, selection: lines }, { addIssue }) => {
    const count = content.split('\n').length;
    if (lines === undefined || lines.endLine <= count) return;
    const message = `The file has ${count} lines. Select lines that are there.`;
    addIssue({ code: 'custom', message, path: ['selection', 'endLine'] });
  });

/** One case, in a list or in a line of JSON Lines. */
export const fixtureShape = z.strictObject(
  {
    id: name('Write an id, such as cart-1.').describe('Unique within the evaluation.'),
    instruction: text('Write what is asked.').describe('What is asked.').optional(),
    values: z
      .record(z.string(), z.unknown(), 'Write values by name.')
      .describe('The values that the workflow’s step uses, by name.')
      .optional(),
    files: z
      .array(file, 'Write a list of files.')
      .describe('Files that the case brings along; the first one with a selection is worked on.')
      .optional(),
    expected: z.unknown().describe('What the answer has to be.').optional(),
    label: name('Write a class.').describe('The class that the case belongs to.').optional(),
    reference: text('Write a good answer.').describe('A good answer, for the judge.').optional(),
    tags: z
      .array(name('Write a tag.'), 'Write a list of tags.')
      .describe('Words to find the case by.')
      .optional(),
    scorers: scorerList.describe('Scorers of this case, beside those of all.').optional(),
  },
  { error: 'A fixture has an `id`, and what is asked.' },
);

export type WrittenFixture = z.infer<typeof fixtureShape>;

/** Thresholds that say something alone; `minRecall` does so for each class. */
const singleThresholds = [
  'minAccuracy',
  'minPassRate',
  'minScore',
  'maxLatencyMs',
  'maxCostUsd',
] as const;

const thresholds = z
  .strictObject(
    {
      minAccuracy: share().describe('Share of fixtures whose class is named, 0 to 1.').optional(),
      minRecall: z
        .record(z.string(), share(), 'Write a share for each class.')
        .describe('By class: the share of its fixtures that are recognised.')
        .optional(),
      minPassRate: share().describe('Share of fixtures that pass all scorers.').optional(),
      minScore: share('Write a score from 0 to 1.').describe('Mean score, 0 to 1.').optional(),
      maxLatencyMs: z
        .number('Write milliseconds above 0.')
        .positive('Write milliseconds above 0.')
        .describe('Milliseconds to the end of the answer, at `latencyPercentile`.')
        .optional(),
      latencyPercentile: z
        .number('Write a number between 0 and 100, such as 90.')
        .gt(0, 'Write a number between 0 and 100, such as 90.')
        .lt(100, 'Write a number between 0 and 100, such as 90.')
        .describe('Per cent of answers that must come in time. Defaults to 90.')
        .optional(),
      maxCostUsd: z
        .number('Write US dollars above 0.')
        .positive('Write US dollars above 0.')
        .describe('Mean cost of a task, USD.')
        .optional(),
      tolerance: share()
        .describe('How far below a threshold a candidate may truly be and still pass.')
        .optional(),
    },
    { error: 'Write at least one threshold, such as `minPassRate: 0.9`.' },
  )
  .refine(
    ({ minRecall = {}, ...set }) =>
      singleThresholds.some((name) => set[name] !== undefined) || Object.keys(minRecall).length > 0,
    'No threshold is set. Write at least one, such as `minPassRate: 0.9`.',
  );

const cascade = z.strictObject({
  cascade: z
    .array(name('Name a tier.'), 'Write a list of tiers.')
    .min(2, 'Name at least two tiers.')
    .max(10, 'Name at most ten tiers.')
    .describe('Tiers from the cheapest. The first answer that passes the gates is taken.'),
  gates: z
    .array(z.enum(gateNames, `Write some of ${gateNames.join(', ')}.`), 'Write a list of gates.')
    .min(1, 'Name at least one gate.')
    .describe('The gates between the tiers. Defaults to those of the task type.')
    .optional(),
});

/** The whole file. What is asked and by which measure comes before who is asked. */
export const evaluationShape = z.strictObject(
  {
    version: z.literal(1, 'The only version is 1.').describe('Always 1.').optional(),
    description: text('Write a sentence.').describe('What is found out.').optional(),
    taskType: z
      .enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`)
      .describe('The task type that is evaluated; or name a workflow’s step.')
      .optional(),
    workflow: name('Name a workflow.').describe('The workflow whose step is evaluated.').optional(),
    step: name('Name a step.').describe('The step of the workflow.').optional(),
    thresholds: thresholds.describe('What a model must reach. Write it before the first run.'),
    candidates: z
      .array(z.union([name('Name a tier.'), cascade], 'Name a tier, or write a cascade.'), {
        error: 'Write a list of tiers.',
      })
      .min(1, 'Name at least one tier.')
      .max(evaluationLimits.candidates, `Name at most ${evaluationLimits.candidates}.`)
      .describe('Tiers and cascades. Defaults to each of your tiers.')
      .optional(),
    scorers: scorerList.describe('How answers are scored. Every scorer has to pass.').optional(),
    maxUsd: z
      .number('Write an amount in USD, such as 0.50.')
      .positive('Write an amount above 0.')
      .describe('The most that one run may cost, in USD.')
      .optional(),
    fixtures: z
      .union(
        [
          name('Name a file.').regex(/\.jsonl$/, 'Name a file that ends with .jsonl.'),
          z.array(z.unknown()).min(1, 'Write at least one fixture.'),
        ],
        'Write a list of fixtures, or name a .jsonl file beside this one.',
      )
      .describe('The cases, or a JSON Lines file beside this one with a case in each line.'),
  },
  { error: 'An evaluation has `thresholds`, `scorers` and `fixtures`.' },
);

export type WrittenEvaluation = z.infer<typeof evaluationShape>;

/** The JSON Schema of evaluation files, for completion and hover. The parser uses the same shapes. */
export function evaluationSchema(): unknown {
  const { fixtures } = evaluationShape.shape;
  const list = z.array(fixtureShape).min(1);
  const described = z.union([z.string().regex(/\.jsonl$/), list]);
  const whole = evaluationShape.extend({ fixtures: described.describe(fixtures.description!) });
  return z.toJSONSchema(whole, { override: withoutBounds });
}
