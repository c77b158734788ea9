import type { Argument, Step } from '../definition.ts';
import { namesInCondition } from '../values/condition.ts';
import { namesInTemplate } from './checkTemplate.ts';

/** Every name that a step looks at, its inner steps included. */
export function namesUsed(step: Step): string[] {
  return [...step.needs, ...conditionNames(step.when), ...ownNames(step)];
}

/** The names that each step looks at, at all levels. */
export function usesOf(steps: readonly Step[]): Map<string, readonly string[]> {
  return new Map(
    steps.flatMap((step) => [[step.name, namesUsed(step)] as const, ...usesOf(innerSteps(step))]),
  );
}

function innerSteps(step: Step): readonly Step[] {
  if (step.kind === 'branch') return step.arms.flatMap(({ steps }) => steps);
  return step.kind === 'parallel' || step.kind === 'forEach' ? step.steps : [];
}

function ownNames(step: Step): string[] {
  switch (step.kind) {
    case 'model':
      return [
        ...namesInTemplate(step.prompt.text),
        ...(step.model.kind === 'from' ? [step.model.from[0]] : []),
        ...argumentNames(step.edit ?? {}),
      ];
    case 'tool':
      return argumentNames(step.with);
    case 'branch':
      return step.arms.flatMap(({ when, steps }) => [
        ...conditionNames(when),
        ...steps.flatMap(namesUsed),
      ]);
    case 'parallel':
      return step.steps.flatMap(namesUsed);
    case 'forEach':
      return [step.list[0], ...step.steps.flatMap(namesUsed)];
    case 'agent':
      return namesInTemplate(step.task.text);
  }
}

function conditionNames(when: string | undefined): string[] {
  return when === undefined ? [] : namesInCondition(when);
}

function argumentNames(given: object): string[] {
  return Object.values(given).flatMap((argument: Argument) =>
    typeof argument === 'string' ? namesInTemplate(argument) : [],
  );
}

/** The steps beside a step that it waits for, once each. */
export function siblingsUsed(step: Step, siblings: readonly Step[]): string[] {
  const used = new Set(namesUsed(step));
  return siblings.map(({ name }) => name).filter((name) => used.has(name));
}

/** `a → b → a`; the middle of a long way is left out. */
export function describeCycle(way: readonly string[]): string {
  const shown = way.length <= 6 ? way : [...way.slice(0, 3), '…', ...way.slice(-2)];
  return shown.join(' → ');
}

/** A way from a step through what each one uses back to it, such as `[a, b, a]`. */
export function cycleThrough(
  start: string,
  uses: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const seen = new Set<string>();
  const follow = (name: string, way: readonly string[]): string[] | undefined => {
    for (const next of uses.get(name) ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return follow(start, [start]);
}
