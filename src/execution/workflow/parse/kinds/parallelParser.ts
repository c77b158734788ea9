import * as z from 'zod';
import type { ParallelStep, Step } from '../../definition.ts';
import { objectValue } from '../../values/valueSchema.ts';
import { cycleThrough, describeCycle } from '../cycles.ts';
import { atOnce, common } from '../fields.ts';
import { type Reading, report } from '../reading.ts';
import type { Parts } from '../shapes.ts';
import type { InnerReader, StepHead, StepParser, Surroundings } from './stepParser.ts';

type Shape = ReturnType<typeof shape>;

/** A step whose steps run side by side. */
export const parallelParser: StepParser<ParallelStep, Shape> = {
  key: 'parallel',
  shape,
  read,
  check({ step: { steps }, scope, checking: { reading } }, inner) {
    checkCycles(steps, reading);
    inner.together(steps, scope);
  },
  value: ({ steps }, valueOf) =>
    objectValue(Object.fromEntries(steps.map((step) => [step.name, valueOf(step)]))),
  names: ({ steps }, namesUsed) => steps.flatMap(namesUsed),
};

function shape({ steps }: Parts) {
  return z.strictObject({
    parallel: steps.describe(
      'Steps that run at the same time. The value of this step holds theirs by name.',
    ),
    atOnce: atOnce().optional(),
    ...common,
  });
}

function read(
  { parallel, atOnce: most = 4 }: z.output<Shape>,
  { path, base }: StepHead,
  _: Surroundings,
  inner: InnerReader,
): ParallelStep {
  const steps = inner.read(parallel, [...path, 'parallel']);
  const waiting = steps.map((step) => ({
    ...step,
    needs: [...new Set([...step.needs, ...siblingsUsed(step, steps, inner)])],
  }));
  return { ...base, kind: 'parallel', steps: waiting, atOnce: most };
}

function siblingsUsed(step: Step, siblings: readonly Step[], inner: InnerReader): string[] {
  const used = new Set(inner.namesUsed(step));
  return siblings.map(({ name }) => name).filter((name) => used.has(name));
}

// A step waits for the siblings that it uses, so they must not wait for each other.
function checkCycles(steps: readonly Step[], reading: Reading): void {
  const requirements = new Map(steps.map((step) => [step.name, step.needs]));
  const reported = new Set<string>();
  for (const { name } of steps) {
    const cycle = cycleThrough(name, requirements);
    if (!cycle || reported.has(name)) continue;
    for (const member of cycle) reported.add(member);
    const message = `${describeCycle(cycle)}: these steps wait for each other. Take one of the references out.`;
    report(reading, reading.places.get(name) ?? [], message, true);
  }
}
