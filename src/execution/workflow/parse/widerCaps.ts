import { type RequestLimits, usualLimits } from '../../../routing/budgets/requestLimits.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { InputProblem, ProblemPath } from '../../../routing/input/problems.ts';
import { type WrittenCaps, widerThan } from '../../../routing/policy/repositoryLaw.ts';

/**
 * A notice for each cap in a file without problems that is wider than the user's own limits. The workflow and
 * its agents are parts of a run, each step makes requests.
 */
export function widerCaps(written: unknown, limits: RequestLimits = usualLimits): InputProblem[] {
  if (!isRecord(written)) return [];
  const { steps, agents } = written;
  return [
    ...widerThan(limits.run, capsIn(written), [], 'run'),
    ...inside(agents, ['agents'], (agent, path) => widerThan(limits.run, agent, path, 'run')),
    ...inside(steps, ['steps'], (step, path) => widerThan(limits.request, step, path)),
  ];
}

/** The findings of all objects inside a value. */
function inside(
  value: unknown,
  path: ProblemPath,
  find: (caps: WrittenCaps, path: ProblemPath) => InputProblem[],
): InputProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((each, index) => [index, each] as const)
    : Object.entries(value);
  return [
    ...(isRecord(value) ? find(capsIn(value), path) : []),
    ...entries.flatMap(([key, each]) => inside(each, [...path, key], find)),
  ];
}

function capsIn({ maxAttempts, maxUsd, maxSeconds }: Record<string, unknown>): WrittenCaps {
  return {
    maxAttempts: numberOr0(maxAttempts),
    maxUsd: numberOr0(maxUsd),
    maxSeconds: numberOr0(maxSeconds),
  };
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
