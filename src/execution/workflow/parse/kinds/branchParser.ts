import * as z from 'zod';
import { defined } from '../../../../routing/input/objects.ts';
import type { BranchStep } from '../../definition.ts';
import { orNull, unknownValue } from '../../values/valueSchema.ts';
import { namesInCondition } from '../../values/condition.ts';
import type { JsonSchema } from '../../jsonSchema.ts';
import { checkWhen } from '../checkTexts.ts';
import { common, condition } from '../fields.ts';
import { report } from '../reading.ts';
import type { Parts } from '../shapes.ts';
import { lastValue } from './lastValue.ts';
import type { InnerReader, StepHead, StepParser, Surroundings } from './stepParser.ts';

type Shape = ReturnType<typeof shape>;

/** A step that runs the first of its arms whose condition holds. */
export const branchParser: StepParser<BranchStep, Shape> = {
  key: 'branch',
  shape,
  read,
  check(place, inner) {
    const { step, path, scope } = place;
    for (const [index, arm] of step.arms.entries()) {
      checkWhen(arm.when, [...path, 'branch', index, 'when'], place);
      inner.inOrder(arm.steps, scope);
    }
  },
  value({ arms }, valueOf) {
    const values = arms.map(({ steps }) => lastValue(steps, valueOf));
    const value = areSame(values) ? values[0]! : unknownValue;
    return arms.at(-1)?.when === undefined ? value : orNull(value);
  },
  names: ({ arms }, namesUsed) =>
    arms.flatMap(({ when, steps }) => [
      ...(when === undefined ? [] : namesInCondition(when)),
      ...steps.flatMap(namesUsed),
    ]),
};

function shape({ steps }: Parts) {
  return z.strictObject({
    branch: z
      .array(
        z.strictObject({ when: condition().optional(), steps }, 'An arm has `when` and `steps`.'),
        'Write a list of arms, each with `when` and `steps`.',
      )
      .min(1, 'Write at least one arm with `when` and `steps`.')
      .describe('Runs the first arm whose `when` is true. The last arm needs no `when`.'),
    ...common,
  });
}

function read(
  { branch }: z.output<Shape>,
  { path, base }: StepHead,
  { reading }: Surroundings,
  inner: InnerReader,
): BranchStep {
  const arms = branch.map(({ when, steps }, index) => {
    const place = [...path, 'branch', index];
    const isLast = index === branch.length - 1;
    if (when === undefined && !isLast) {
      report(reading, place, 'Only the last arm may do without `when`: those below are never run.');
    }
    return { ...defined({ when }), steps: inner.read(steps, [...place, 'steps']) };
  });
  return { ...base, kind: 'branch', arms };
}

function areSame(values: readonly JsonSchema[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === 1;
}
