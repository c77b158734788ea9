import type { Step } from '../../definition.ts';
import type { JsonSchema } from '../../jsonSchema.ts';
import { unknownValue } from '../../values/valueSchema.ts';

/** The schema of what the last of some steps gives. */
export function lastValue(steps: readonly Step[], valueOf: (step: Step) => JsonSchema): JsonSchema {
  const last = steps.at(-1);
  return last ? valueOf(last) : unknownValue;
}
