import * as z from 'zod';
import { defined } from '../../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../../routing/input/problems.ts';
import { taskTypes } from '../../../../routing/task.ts';
import { gateNames, type RuleGateName } from '../../../../routing/verdict.ts';
import type { EditTarget, ModelStep } from '../../definition.ts';
import { type Reading, report } from '../reading.ts';
import { isKnownTier, readModel } from '../readModel.ts';
import { readOutput } from '../readOutput.ts';
import { readTemplate } from '../readTemplate.ts';
import { namesInTemplate } from '../checkTemplate.ts';
import { checkArgument, checkFrom, checkText } from '../checkTexts.ts';
import { answer, argumentOf, common, count, critical, prompt, usd, words } from '../fields.ts';
import { type NamePlace, unknownName } from '../unknownName.ts';
import type { Parts } from '../shapes.ts';
import type { ToolInput } from '../../tools.ts';
import { objectValue, textValue } from '../../values/valueSchema.ts';
import type { StepHead, StepParser, Surroundings } from './stepParser.ts';
import { argumentNames, checkWritten } from '../writtenArgument.ts';

type Shape = ReturnType<typeof shape>;
type Fields = z.output<Shape>;

/** A step that asks a model. */
export const modelParser: StepParser<ModelStep, Shape> = {
  key: 'prompt',
  shape,
  read,
  check,
  value: ({ edit, output }) => (edit ? editValue : (output ?? textValue)),
  names: ({ prompt: { text }, model, edit = {} }) => [
    ...namesInTemplate(text),
    ...(model.kind === 'from' ? [model.from[0]] : []),
    ...argumentNames(edit),
  ],
};

function shape({ model, output }: Parts) {
  return z.strictObject({
    prompt: prompt('what to ask the model'),
    ...common,
    taskType: z
      .enum(taskTypes, `Write one of ${taskTypes.join(', ')}.`)
      .describe(
        'The type of task, which decides what `auto` and the usual gates do. Defaults to other.',
      )
      .optional(),
    model: model.optional(),
    ...answer({ output }),
    edit: editShape().optional(),
    gates: z
      .array(z.enum(gateNames, `Write some of ${gateNames.join(', ')}.`), 'Write a list of gates.')
      .describe('The gates that an answer must pass. A cascade without gates uses the usual ones.')
      .optional(),
    judge: words('Name a tier.')
      .describe('The tier that judges answers. Defaults to the default tier.')
      .optional(),
    rubric: words('Write what the judge should look at.')
      .describe('Extra criteria for the judge, in your own words.')
      .optional(),
    minConfidence: z
      .number('Write a number from 0 to 1.')
      .min(0, 'Write a number from 0 to 1.')
      .max(1, 'Write a number from 0 to 1.')
      .describe('The lowest probability of being right that passes the confidence gate.')
      .optional(),
    maxAttempts: count('Write a whole number of attempts.', 10)
      .describe('The most calls, retries included.')
      .optional(),
    maxUsd: usd().optional(),
    critical: critical().optional(),
  });
}

function editShape() {
  return z
    .strictObject(
      {
        path: argumentOf('The file, relative to the workspace folder.'),
        startLine: argumentOf(
          'The first line to replace. Without lines, the whole file is replaced.',
        ).optional(),
        endLine: argumentOf('The last line to replace.').optional(),
      },
      'An edit has `path`, and perhaps `startLine` and `endLine`.',
    )
    .describe(
      'The answer replaces these lines, so that gates can judge it. It is proposed by `editFile`.',
    );
}

const line = { type: 'integer' };
const editValue = objectValue({ path: textValue, startLine: line, endLine: line, text: textValue });
const editTypes: Readonly<Record<keyof EditTarget, ToolInput['type']>> = {
  path: 'string',
  startLine: 'integer',
  endLine: 'integer',
};

// Gates that judge a file with the answer in it.
const gatesOfEdits: readonly RuleGateName[] = ['syntax', 'diagnostics', 'command'];

function read(
  fields: Fields,
  { path, base }: StepHead,
  { reading, model, critical }: Surroundings,
): ModelStep {
  checkGates(fields, path, reading);
  const { gates, judge, rubric, maxAttempts, maxUsd, maxSeconds, minConfidence, edit } = fields;
  if (judge !== undefined) isKnownTier(judge, [...path, 'judge'], reading);
  const own =
    fields.model === undefined ? undefined : readModel(fields.model, [...path, 'model'], reading);
  for (const { key, type, argument } of editArguments(edit)) {
    checkWritten(argument, type, [...path, 'edit', key], reading);
  }
  const output = readOutput(fields, path, reading);
  if (edit && output) {
    const message = 'A step gives an `edit` or an `output`. Keep one.';
    report(reading, [...path, 'edit'], message, true);
  }
  return {
    ...base,
    kind: 'model',
    model: own ?? model,
    taskType: fields.taskType ?? 'other',
    prompt: readTemplate(fields.prompt, [...path, 'prompt'], reading),
    checks: defined({ gates, judge, rubric, maxAttempts, maxUsd, maxSeconds }),
    critical: fields.critical ?? critical,
    ...defined({ output, minConfidence }),
    ...(edit && { edit: defined(edit) as EditTarget }),
  };
}

function checkGates(
  { gates, judge, rubric, minConfidence, edit }: Fields,
  path: ProblemPath,
  reading: Reading,
): void {
  for (const [index, gate] of (gates ?? []).entries()) {
    if (edit || !gatesOfEdits.includes(gate)) continue;
    const message = `"${gate}" judges edits. Give the step an \`edit\`, or remove the gate.`;
    report(reading, [...path, 'gates', index], message);
  }
  const needing: [key: string, isWritten: boolean, gate: RuleGateName][] = [
    ['judge', judge !== undefined, 'judge'],
    ['rubric', rubric !== undefined, 'judge'],
    ['minConfidence', minConfidence !== undefined, 'confidence'],
  ];
  for (const [key, isWritten, gate] of needing) {
    if (!isWritten || gates?.includes(gate)) continue;
    const message = `\`${key}\` has no use without the ${gate} gate. Add ${gate} to \`gates\`.`;
    report(reading, [...path, key], message, true);
  }
}

function check(place: NamePlace<ModelStep>): void {
  const { step, path } = place;
  checkText(step.prompt, [...path, 'prompt'], place);
  checkModel(place);
  for (const { key, type, argument } of editArguments(step.edit)) {
    checkArgument(argument, { type, required: true }, [...path, 'edit', key], place);
  }
}

function checkModel(place: NamePlace<ModelStep>): void {
  const { step, path, scope, checking } = place;
  if (step.model.kind !== 'from') return;
  const [name] = step.model.from;
  const { reading } = checking;
  if (scope.has(name)) return checkFrom(step.model, [...path, 'model'], { scope, reading });
  report(reading, [...path, 'model', 'from'], unknownName(name, place));
}

function editArguments(edit: Fields['edit'] | EditTarget) {
  return (['path', 'startLine', 'endLine'] as const).flatMap((key) => {
    const argument = edit?.[key];
    return argument === undefined ? [] : [{ key, type: editTypes[key], argument }];
  });
}
