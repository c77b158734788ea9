import type * as z from 'zod';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { defined, isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { AgentStep, BranchStep, ForEachStep, ParallelStep, Step } from '../definition.ts';
import { type Reading, readShape, report } from './reading.ts';
import { readModelStep } from './readModelStep.ts';
import { readName, readPath } from './readName.ts';
import { readOutput } from './readOutput.ts';
import { readTemplate } from './readTemplate.ts';
import { readToolStep } from './readToolStep.ts';
import { siblingsUsed } from './references.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import { maxLevels, maxSteps, type StepKey } from './shapes.ts';
import { readShapes, type ReadShapes, type StepHead, type Surroundings } from './stepReading.ts';

const kinds = Object.keys(readShapes) as StepKey[];
const hint = 'Write steps by name, such as `summary: { prompt: … }`.';

/** Reads steps in the order written. Those that cannot be read are left out and reported. */
export function readSteps(written: unknown, path: ProblemPath, around: Surroundings): Step[] {
  const { reading, level } = around;
  if (!isRecord(written) || Object.keys(written).length === 0) {
    report(reading, path, hint);
    return [];
  }
  if (level >= maxLevels) {
    const message = `Steps lie at most ${maxLevels} levels deep. Move some of them up.`;
    report(reading, path, message, true);
    return [];
  }
  return Object.entries(written).flatMap(([name, step]) => {
    const place = [...path, name];
    if (!readName(name, place, reading)) return [];
    const earlier = reading.places.has(name);
    if (earlier) report(reading, place, `There are two steps named "${name}". Rename one.`, true);
    else reading.places.set(name, place);
    if (reading.places.size === maxSteps + 1) {
      report(reading, place, `A workflow has at most ${maxSteps} steps. Split it up.`, true);
    }
    return readStep(name, step, place, around) ?? [];
  });
}

function readStep(
  name: string,
  written: unknown,
  path: ProblemPath,
  around: Surroundings,
): Step | undefined {
  const { reading } = around;
  const kind = isRecord(written) ? kindOf(written, path, reading) : undefined;
  if (!kind) {
    if (!isRecord(written)) report(reading, path, 'Write what the step does, such as `prompt: …`.');
    return undefined;
  }
  const read = <K extends StepKey>(key: K) =>
    readShape(readShapes[key], written, path, { reading, hint });
  const headOf = (common: CommonFields): StepHead => ({ name, path, base: baseOf(name, common) });
  switch (kind) {
    case 'prompt': {
      const fields = read('prompt');
      return fields && readModelStep(fields, headOf(fields), around);
    }
    case 'tool': {
      const fields = read('tool');
      return fields && readToolStep(fields, headOf(fields), reading);
    }
    case 'branch': {
      const fields = read('branch');
      return fields && readBranch(fields, headOf(fields), around);
    }
    case 'parallel': {
      const fields = read('parallel');
      return fields && readParallel(fields, headOf(fields), around);
    }
    case 'forEach': {
      const fields = read('forEach');
      return fields && readForEach(fields, headOf(fields), around);
    }
    case 'agent': {
      const fields = read('agent');
      return fields && readAgentStep(fields, headOf(fields), around);
    }
  }
}

type CommonFields = {
  readonly [K in 'description' | 'when' | 'needs' | 'maxSeconds']?: z.output<
    ReadShapes['prompt']
  >[K];
};

function baseOf(
  name: string,
  { description, when, needs: requirements, maxSeconds }: CommonFields,
) {
  return {
    name,
    needs: [requirements ?? []].flat(),
    ...defined({ description, when, maxSeconds }),
  };
}

function kindOf(
  written: Readonly<Record<string, unknown>>,
  path: ProblemPath,
  reading: Reading,
): StepKey | undefined {
  const [first, second] = kinds.filter((kind) => kind in written);
  if (first && second) {
    const message = `A step does one thing, this one has \`${first}\` and \`${second}\`. Make two steps of it.`;
    report(reading, [...path, second], message, true);
    return undefined;
  }
  if (first) return first;
  const slip = Object.keys(written).find((key) => didYouMean(key, kinds).includes('mean'));
  if (slip === undefined) {
    report(reading, path, `Say what the step does: ${kinds.join(', ')}.`, true);
  } else {
    const message = `"${slip}" is not known here.${didYouMean(slip, kinds)}`;
    report(reading, [...path, slip], message, true);
  }
  return undefined;
}

function readBranch(
  { branch }: z.output<ReadShapes['branch']>,
  { path, base }: StepHead,
  around: Surroundings,
): BranchStep {
  const { reading } = around;
  const arms = branch.map(({ when, steps }, index) => {
    const place = [...path, 'branch', index];
    const isLast = index === branch.length - 1;
    if (when === undefined && !isLast) {
      report(reading, place, 'Only the last arm may do without `when`: those below are never run.');
    }
    return {
      ...defined({ when }),
      steps: readSteps(steps, [...place, 'steps'], { ...around, level: around.level + 1 }),
    };
  });
  return { ...base, kind: 'branch', arms };
}

function readParallel(
  { parallel, atOnce = 4 }: z.output<ReadShapes['parallel']>,
  { path, base }: StepHead,
  around: Surroundings,
): ParallelStep {
  const inside = { ...around, level: around.level + 1 };
  const steps = readSteps(parallel, [...path, 'parallel'], inside);
  const waiting = steps.map((step) => ({
    ...step,
    needs: [...new Set([...step.needs, ...siblingsUsed(step, steps)])],
  }));
  return { ...base, kind: 'parallel', steps: waiting, atOnce };
}

function readForEach(
  { forEach, as, steps, atOnce = 4, maxItems = 100 }: z.output<ReadShapes['forEach']>,
  { path, base }: StepHead,
  around: Surroundings,
): ForEachStep | undefined {
  const { reading } = around;
  if (!readName(as, [...path, 'as'], reading)) return undefined;
  const inside = { ...around, level: around.level + 1 };
  return {
    ...base,
    kind: 'forEach',
    list: readPath(forEach, [...path, 'forEach'], reading),
    as,
    atOnce,
    maxItems,
    steps: readSteps(steps, [...path, 'steps'], inside),
  };
}

function readAgentStep(
  fields: z.output<ReadShapes['agent']>,
  { path, base }: StepHead,
  { reading, critical }: Surroundings,
): AgentStep {
  const output = readOutput(fields, path, reading);
  const maxNanoUsd = fields.maxUsd && nanoUsdOf(fields.maxUsd);
  return {
    ...base,
    kind: 'agent',
    agent: fields.agent,
    task: readTemplate(fields.task, [...path, 'task'], reading),
    critical: fields.critical ?? critical,
    ...defined({ output, maxNanoUsd }),
  };
}
