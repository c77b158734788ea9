import * as z from 'zod';

// The fields of shapes. Each takes the hint that people read when it does not fit.

export const yesOrNo = () => z.boolean('Write true or false.');
export const words = (hint: string) => z.string(hint).min(1, hint);
export const count = (hint: string, most: number) =>
  z.int(hint).positive(`${hint} It must be above 0.`).max(most, `At most ${most}.`);
export const usd = () =>
  z
    .number('Write an amount in USD, such as 0.50.')
    .positive('Write an amount above 0.')
    .describe('The most money to spend, in USD. A call is made only if its worst case still fits.');
export const seconds = () =>
  z
    .number('Write a number of seconds.')
    .positive('Write a number of seconds above 0.')
    .describe('The most seconds that it may take. It is cancelled after that.');
export const condition = () =>
  words('Write a condition, such as triage.complexity == "complex".').describe(
    'A condition in CEL over earlier steps and inputs, such as triage.complexity == "complex". When it is false the step is skipped and its value is null.',
  );
export const prompt = (what: string) =>
  words(`Write ${what}, or name a Markdown file beside the workflow.`).describe(
    `${what}: a Liquid template such as "Explain {{ file.text }}", or the path of a Markdown file beside the workflow.`,
  );
const nameOrNames = () =>
  z.union([z.string(), z.array(z.string()).min(1)], 'Write the name of a step, or a list.');
export const argument = z.union(
  [z.string(), z.number(), z.boolean()],
  'Write a text, a number, true or false.',
);
export const argumentOf = (what: string) => argument.describe(what);
export const critical = () =>
  yesOrNo().describe(
    'Whether the work is critical. Critical work never moves to a cheaper tier to save money, and may use the reserve.',
  );
const schema = () =>
  z
    .record(z.string(), z.unknown(), 'Write a JSON Schema of an object.')
    .describe('A JSON Schema that the answer must have; `output` is the short form.');
export const atOnce = () =>
  count('Write how many may run at once.', 20).describe(
    'How many run at the same time. Defaults to 4.',
  );

/** The fields of every kind of step. */
export const common = {
  description: words('Write a sentence.').describe('The purpose of the step.').optional(),
  when: condition().optional(),
  needs: nameOrNames()
    .describe('Steps that must finish first, besides those that its templates use.')
    .optional(),
  maxSeconds: seconds().optional(),
};

export type CommonFields = z.output<z.ZodObject<typeof common>>;

/** The fields for the form of an answer. */
export const answer = ({ output }: { readonly output: z.ZodType }) => ({
  output: output.optional(),
  schema: schema().optional(),
});
