import type { Step } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { orNull, type Scope } from '../values/valueSchema.ts';
import { checkWhen } from './checkTexts.ts';
import { parserOf } from './kinds/stepParsers.ts';
import { isFull, report } from './reading.ts';
import { type Checking, unknownName } from './unknownName.ts';

/** Checks steps that run one after the other, and returns what can be used after them. */
export function checkSteps(steps: readonly Step[], scope: Scope, checking: Checking): Scope {
  let visible = scope;
  for (const step of steps) {
    checkStep(step, visible, checking);
    visible = withValues(visible, [step]);
  }
  return visible;
}

function checkStep(step: Step, scope: Scope, checking: Checking): void {
  const { reading } = checking;
  if (isFull(reading)) return;
  const path = reading.places.get(step.name) ?? [];
  const place = { step, scope, path, checking };
  for (const [index, name] of step.needs.entries()) {
    if (scope.has(name)) continue;
    report(reading, [...path, 'needs', index], unknownName(name, place));
  }
  checkWhen(step.when, [...path, 'when'], place);
  parserOf(step).check(place, {
    inOrder: (steps, visible) => void checkSteps(steps, visible, checking),
    together: (steps, outer) => checkTogether(steps, outer, checking),
  });
}

function checkTogether(steps: readonly Step[], scope: Scope, checking: Checking): void {
  const visible = withValues(scope, steps);
  for (const step of steps) checkStep(step, visible, checking);
}

function withValues(scope: Scope, steps: readonly Step[]): Scope {
  return new Map([...scope, ...steps.map((step) => [step.name, stepValue(step)] as const)]);
}

/** What a step's value looks like to the steps after it. */
function stepValue(step: Step): JsonSchema {
  const value = parserOf(step).value(step, stepValue);
  return step.when === undefined ? value : orNull(value);
}
