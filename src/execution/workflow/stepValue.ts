import type { JsonSchema, Step } from './definition.ts';
import { workflowTools } from './tools.ts';
import { listValue, objectValue, orNull, textValue, unknownValue } from './valueSchema.ts';

/** What a step's value looks like to the steps after it. */
export function stepValue(step: Step): JsonSchema {
  const value = ownValue(step);
  return step.when === undefined ? value : orNull(value);
}

function ownValue(step: Step): JsonSchema {
  switch (step.kind) {
    case 'model':
      return step.edit ? editValue : (step.output ?? textValue);
    case 'tool':
      return workflowTools[step.tool].output;
    case 'branch': {
      const values = step.arms.map(({ steps }) => lastValue(steps));
      const value = areSame(values) ? values[0]! : unknownValue;
      return step.arms.at(-1)?.when === undefined ? value : orNull(value);
    }
    case 'parallel':
      return objectValue(Object.fromEntries(step.steps.map((it) => [it.name, stepValue(it)])));
    case 'forEach':
      return listValue(lastValue(step.steps));
    case 'agent':
      return step.output ?? textValue;
  }
}

const line = { type: 'integer' };
const editValue = objectValue({ path: textValue, startLine: line, endLine: line, text: textValue });

function lastValue(steps: readonly Step[]): JsonSchema {
  const last = steps.at(-1);
  return last ? stepValue(last) : unknownValue;
}

function areSame(values: readonly JsonSchema[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === 1;
}
