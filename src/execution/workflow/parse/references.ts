import type { Step } from '../definition.ts';
import { innerSteps } from '../innerSteps.ts';
import { namesInCondition } from '../values/condition.ts';
import { parserOf } from './kinds/stepParsers.ts';

/** Every name that a step uses, its inner steps included. */
export function namesUsed(step: Step): string[] {
  const { when, needs } = step;
  const inWhen = when === undefined ? [] : namesInCondition(when);
  return [...needs, ...inWhen, ...parserOf(step).names(step, namesUsed)];
}

/** The names that each step uses, at all levels. */
export function usesOf(steps: readonly Step[]): Map<string, readonly string[]> {
  return new Map(
    steps.flatMap((step) => [[step.name, namesUsed(step)] as const, ...usesOf(innerSteps(step))]),
  );
}
