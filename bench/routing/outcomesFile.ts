import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOutcomes, type OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';

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

/** Reads the outcomes, and the prompts of a file `prompts-<name>.jsonl` beside them. */
export function readOutcomes(folder: string, name: string): OutcomesFile {
  const path = join(folder, `${prefix}${name}${ending}`);
  const { tasks, problems } = parseOutcomes(readFileSync(path, 'utf8'));
  const [first] = problems;
  if (first) throw new Error(`${path}:${first.line}: ${first.message}`);
  const prompts = promptsOf(join(folder, `prompts-${name}.jsonl`));
  return {
    name,
    tasks: tasks.map((task) => {
      const prompt = prompts.get(task.id);
      return prompt === undefined ? task : { ...task, prompt };
    }),
  };
}

function promptsOf(path: string): ReadonlyMap<string, string> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { task_id: id, prompt } = JSON.parse(line) as { task_id: string; prompt: string };
      return [id, prompt];
    }),
  );
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
