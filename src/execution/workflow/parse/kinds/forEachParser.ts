import * as z from 'zod';
import type { ForEachStep } from '../../definition.ts';
import { inWords, itemsOf, listValue, schemaAt, unknownValue } from '../../values/valueSchema.ts';
import { atOnce, common, count, words } from '../fields.ts';
import { report } from '../reading.ts';
import { readName, readPath } from '../readName.ts';
import { namePattern, type Parts } from '../shapes.ts';
import { type NamePlace, unknownName } from '../unknownName.ts';
import { lastValue } from './lastValue.ts';
import type {
  InnerChecker,
  InnerReader,
  StepHead,
  StepParser,
  Surroundings,
} from './stepParser.ts';

type Shape = ReturnType<typeof shape>;

/** A step that runs its steps once for each item of a list. */
export const forEachParser: StepParser<ForEachStep, Shape> = {
  key: 'forEach',
  shape,
  read,
  check,
  value: ({ steps }, valueOf) => listValue(lastValue(steps, valueOf)),
  names: ({ list, steps }, namesUsed) => [list[0], ...steps.flatMap(namesUsed)],
};

function shape({ steps }: Parts) {
  return z.strictObject({
    forEach: words('Name a list, such as diff.hunks.').describe(
      'A list of an earlier step or input, such as diff.hunks. The value of the step is a list with the value of each round’s last step.',
    ),
    as: z
      .string('Name the item, such as hunk.')
      .regex(namePattern, 'Use letters, digits and _, beginning with a letter.')
      .describe('The name of the item in the steps.'),
    steps,
    atOnce: atOnce().optional(),
    maxItems: count('Write a whole number of items.', 1000)
      .describe('The most items to process; the others are skipped. Defaults to 100.')
      .optional(),
    ...common,
  });
}

function read(
  { forEach, as, steps, atOnce: most = 4, maxItems = 100 }: z.output<Shape>,
  { path, base }: StepHead,
  { reading }: Surroundings,
  inner: InnerReader,
): ForEachStep | undefined {
  if (!readName(as, [...path, 'as'], reading)) return undefined;
  return {
    ...base,
    kind: 'forEach',
    list: readPath(forEach, [...path, 'forEach'], reading),
    as,
    atOnce: most,
    maxItems,
    steps: inner.read(steps, [...path, 'steps']),
  };
}

function check(place: NamePlace<ForEachStep>, inner: InnerChecker): void {
  const { step, path, scope, checking } = place;
  const { reading } = checking;
  const found = schemaAt(scope, step.list);
  const items = 'schema' in found ? itemsOf(found.schema) : undefined;
  if (!('schema' in found)) {
    const message = found.segment === 0 ? unknownName(step.list[0], place) : found.message;
    report(reading, [...path, 'forEach'], message);
  } else if (!items) {
    const message = `"${step.list.join('.')}" is ${inWords(found.schema)}, not a list. Name a list.`;
    report(reading, [...path, 'forEach'], message);
  }
  if (scope.has(step.as) || reading.places.has(step.as)) {
    report(reading, [...path, 'as'], `"${step.as}" has a meaning already. Choose another name.`);
  }
  inner.inOrder(step.steps, new Map([...scope, [step.as, items ?? unknownValue]]));
}
