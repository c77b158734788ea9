import type * as z from 'zod';
import { defined } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { GateName } from '../../../routing/verdict.ts';
import type { EditTarget, ModelStep } from '../definition.ts';
import { type Reading, report } from './reading.ts';
import { isKnownModel, readModel } from './readModel.ts';
import { readOutput } from './readOutput.ts';
import { readTemplate } from './readTemplate.ts';
import type { ReadShapes, StepHead, Surroundings } from './stepReading.ts';
import { checkWritten } from './writtenArgument.ts';

type Fields = z.output<ReadShapes['prompt']>;

// Gates that look at a file with the answer in it.
const gatesOfEdits: readonly GateName[] = ['syntax', 'diagnostics', 'command'];

/** Reads a step that asks a model. */
export function readModelStep(
  fields: Fields,
  { path, base }: StepHead,
  { reading, model, critical }: Surroundings,
): ModelStep {
  checkGates(fields, path, reading);
  const { gates, judge, rubric, maxAttempts, maxUsd, maxSeconds, minConfidence, edit } = fields;
  if (judge !== undefined) isKnownModel(judge, [...path, 'judge'], reading);
  const own =
    fields.model === undefined ? undefined : readModel(fields.model, [...path, 'model'], reading);
  for (const [key, argument] of Object.entries(edit ?? {})) {
    const type = key === 'path' ? 'string' : 'integer';
    if (argument !== undefined) checkWritten(argument, type, [...path, 'edit', key], reading);
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
  const needing: [key: string, isWritten: boolean, gate: GateName][] = [
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
