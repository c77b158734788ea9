import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOutcomes, type OutcomeTask } from '../../src/evaluation/outcomes.ts';

const prefix = 'outcomes-';
const ending = '.csv';
export const outcomesFiles = `${prefix}*${ending}`;

export interface OutcomesFile {
  /** The file name without `outcomes-` and its extension. */
  readonly name: string;
  readonly tasks: readonly OutcomeTask[];
}

export function outcomesName(file: string): string {
  return file.slice(prefix.length, -ending.length);
}

export function readOutcomes(folder: string, name: string): OutcomesFile {
  const path = join(folder, `${prefix}${name}${ending}`);
  const { tasks, problems } = parseOutcomes(readFileSync(path, 'utf8'));
  const [first] = problems;
  if (first) throw new Error(`${path}:${first.line}: ${first.message}`);
  return { name, tasks };
}

/** Files that were used to tune the planner's constants, and so do not validate them. */
const lookedAt = [
  'livecodebench-repair',
  'livecodebench-write',
  'routellm-gsm8k',
  'routellm-mmlu',
  'swebench-verified',
];

export function isInSample(name: string): boolean {
  return lookedAt.includes(name);
}

/** Whether figures from these files are on tuning data or held-out data. */
export function originOf(names: readonly string[]): string {
  if (names.every(isInSample)) return 'simulated, in-sample';
  return names.some(isInSample) ? 'simulated, partly in-sample' : 'simulated';
}
