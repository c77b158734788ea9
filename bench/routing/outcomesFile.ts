import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOutcomes, type OutcomeTask } from '../../src/evaluation/outcomes.ts';

const prefix = 'outcomes-';
const ending = '.csv';
export const outcomesFiles = `${prefix}*${ending}`;

export interface OutcomesFile {
  /** Without `outcomes-` and its ending. */
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

/** Files that were looked at while the planner's constants were chosen: no proof of them. */
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

/** What kind of figure it is that comes of playing these files. */
export function originOf(names: readonly string[]): string {
  if (names.every(isInSample)) return 'simulated, in-sample';
  return names.some(isInSample) ? 'simulated, partly in-sample' : 'simulated';
}
