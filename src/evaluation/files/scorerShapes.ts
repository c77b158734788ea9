import * as z from 'zod';
import { schemaProblem } from '../../execution/workflow/values/answerSchema.ts';
import type { JsonSchema } from '../../execution/workflow/jsonSchema.ts';
import { patternProblem } from '../scorers/patterns.ts';
import { scoringGates } from '../scorers/settings.ts';
import { evaluationLimits } from './limits.ts';

/*
 * The shape of scorers, as people write them. The parser and the JSON Schema for completion use the same.
 */

const yesOrNo = () => z.boolean('Write true or false.');
const text = (hint: string) => z.string(hint).min(1, hint);
export const share = (hint = 'Write a share from 0 to 1, such as 0.9 for 90 %.') =>
  z.number(hint).min(0, hint).max(1, hint);
const positive = (hint: string) => z.number(hint).min(0, hint);
const texts = () => z.array(text('Write a text.'), 'Write a list of texts.').min(1);
const kind = <Name extends string>(name: Name, what: string) => z.literal(name).describe(what);

const alike = {
  ignoreCase: yesOrNo().describe('Whether upper and lower case are the same.').optional(),
  space: z
    .enum(['exact', 'ends', 'collapse', 'none'], 'Write exact, ends, collapse or none.')
    .describe(
      'White space: exact counts all of it, ends none at the ends, collapse any run as one blank, none not at all. Defaults to ends.',
    )
    .optional(),
  keepUnicode: yesOrNo()
    .describe('Whether to compare characters as they are written, without composing them.')
    .optional(),
};

const exact = z.strictObject({
  kind: kind('exact', 'The whole answer, or its only code block, is the expected text.'),
  expected: z.string('Write a text.').describe('Defaults to the fixture’s `expected`.').optional(),
  ...alike,
});
const contains = z.strictObject({
  kind: kind('contains', 'The answer contains texts, or does not. Defaults to `expected`.'),
  all: texts().describe('The answer contains all of these.').optional(),
  any: texts().describe('The answer contains at least one of these.').optional(),
  none: texts().describe('The answer contains none of these.').optional(),
  ...alike,
});
const pattern = z
  .strictObject({
    kind: kind('pattern', 'A regular expression occurs in the answer.'),
    pattern: text('Write a regular expression.').describe(
      'In JavaScript’s syntax, without looking around and references to groups.',
    ),
    flags: z
      .string('Write flags, such as i.')
      .describe('Some of i, m, s and u. Defaults to none.')
      .optional(),
    absent: yesOrNo().describe('Whether the pattern must not occur.').optional(),
  })
  .superRefine(({ pattern: written, flags }, { addIssue }) => {
    const message = patternProblem({ pattern: written, ...(flags !== undefined && { flags }) });
    if (message !== undefined) addIssue({ code: 'custom', message, path: ['pattern'] });
  });
const json = z.strictObject({
  kind: kind('json', 'The JSON of the answer is the expected value.'),
  expected: z.unknown().describe('Defaults to the fixture’s `expected`.').optional(),
  match: z
    .enum(['equal', 'subset'], 'Write equal or subset.')
    .describe('Whether more fields and items may be there. Defaults to equal.')
    .optional(),
});
const jsonSchema = z.strictObject({
  kind: kind('jsonSchema', 'The answer holds a JSON object that fits a schema.'),
  schema: z
    .record(z.string(), z.unknown(), 'Write a JSON Schema of an object.')
    .superRefine((written, { addIssue }) => {
      const message = schemaProblem(written as JsonSchema);
      if (message !== undefined) addIssue({ code: 'custom', message });
    })
    .describe('A JSON Schema of an object, without references and patterns.'),
});
const number = z.strictObject({
  kind: kind('number', 'The answer gives the expected number.'),
  expected: z.number('Write a number.').describe('Defaults to `expected`.').optional(),
  absolute: positive('Write a number, 0 or more.')
    .describe('The largest difference that passes.')
    .optional(),
  relative: positive('Write a share, such as 0.01 for 1 %.')
    .describe('The largest difference as a share of the expected number.')
    .optional(),
  unit: text('Write a unit, such as ms.').describe('The unit of the expected number.').optional(),
  decimal: z
    .enum(['.', ','], 'Write "." or ",".')
    .describe('The sign before decimals. Defaults to a point.')
    .optional(),
});
const label = z.strictObject({
  kind: kind('label', 'The answer names the class in the fixture’s `label`.'),
  labels: z
    .array(
      z.union(
        [
          text('Name a class.'),
          z.strictObject({
            name: text('Name a class.').describe('The class.'),
            also: texts().describe('Other words for it.').optional(),
          }),
        ],
        'Name a class.',
      ),
      'Write a list of classes.',
    )
    .min(2, 'Name at least two classes.')
    .max(200, 'Name at most 200 classes.')
    .describe('All classes that an answer may name.'),
});
const similar = z.strictObject({
  kind: kind('similar', 'The answer is nearly the expected text, character by character.'),
  expected: z.string('Write a text.').describe('Defaults to `expected`.').optional(),
  least: share().describe('The least similarity that passes, 0 to 1.'),
  ...alike,
});
const gate = z.strictObject({
  kind: kind('gate', 'A gate passes the answer, such as one that parses the changed file.'),
  gate: z
    .enum(scoringGates, `Write one of ${scoringGates.join(', ')}.`)
    .describe(
      'complete: nothing is left out; format: the edit applies; syntax: the file parses; diagnostics: no new problem; command: your own command passes in a throwaway copy.',
    ),
});
const judge = z.strictObject({
  kind: kind('judge', 'A model judges the answer by a rubric, beside the fixture’s `reference`.'),
  rubric: text('Write what a good answer does.')
    .max(10_000, 'Write at most 10,000 characters.')
    .describe('What a good answer does.'),
  judge: text('Name a tier.').describe('The tier that judges. Defaults to your judge.').optional(),
  least: share().describe('The least score that passes. Defaults to 0.5.').optional(),
});

const kinds = [
  exact,
  contains,
  pattern,
  json,
  jsonSchema,
  number,
  label,
  similar,
  gate,
  judge,
] as const;

const kindNames = kinds.map(({ shape }) => shape.kind.value);

const scorerShape = z.discriminatedUnion('kind', kinds, {
  error: `Write the \`kind\` of the scorer: one of ${kindNames.join(', ')}.`,
});

export const scorerList = z
  .array(scorerShape, 'Write a list of scorers, such as `- kind: exact`.')
  .min(1, 'Name at least one scorer.')
  .max(evaluationLimits.scorers, `Name at most ${evaluationLimits.scorers} scorers.`);

export type WrittenScorer = z.infer<typeof scorerShape>;
