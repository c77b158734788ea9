import { CsvError, parse } from 'csv-parse/sync';
import { nanoUsdOf } from '../../routing/models/money.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import type { BeforeCall } from './beforeCall.ts';

/** One answer of a model: the share of good samples, and the cost. */
export interface Sample {
  /** From 0 to 1. */
  readonly quality: number;
  readonly nanoUsd: number;
}

/** A task and the models' answers to it. */
export interface OutcomeTask extends BeforeCall {
  readonly id: string;
  /** By model; one sample for each repeat. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
}

export interface LineProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const needed = ['task_id', 'model', 'quality', 'cost_usd'] as const;

/** A task while its rows are read. */
interface ReadTask extends BeforeCall {
  prompt?: string;
  readonly samples: Map<string, Sample[]>;
}

interface Row {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** The content of an outcomes file. */
export interface Outcomes {
  readonly tasks: readonly OutcomeTask[];
  readonly problems: readonly LineProblem[];
  /** Task types of the file that do not exist here; their tasks count as `other`. */
  readonly otherTypes: readonly string[];
}

/**
 * Reads an outcomes file: CSV with the columns task_id, model, quality and cost_usd, and optionally
 * task_type, repeat and prompt; one row for each model, task and repeat. A row without quality or cost is
 * skipped. A task's prompt needs to stand in one of its rows only.
 */
export function parseOutcomes(text: string): Outcomes {
  const { rows, problem } = rowsOf(text);
  if (problem) return { tasks: [], problems: [problem], otherTypes: [] };
  const otherTypes = new Set<string>();
  const problems: LineProblem[] = [];
  const tasks = new Map<string, ReadTask>();
  for (const row of rows) {
    const found = problemOf(row);
    if (found !== undefined) {
      problems.push({ line: row.line, message: found });
      continue;
    }
    const { task_id: id, model, quality, cost_usd: cost, task_type: type, prompt } = row.fields;
    if (type && !isTaskType(type)) otherTypes.add(type);
    const task: ReadTask = tasks.get(id!) ?? { taskType: typeOf(type), samples: new Map() };
    tasks.set(id!, task);
    if (prompt) task.prompt ??= prompt;
    if (quality === '' || cost === '') continue;
    const samples = task.samples.get(model!) ?? [];
    samples.push({ quality: Number(quality), nanoUsd: nanoUsdOf(Number(cost)) });
    task.samples.set(model!, samples);
  }
  return {
    tasks: [...tasks].map(([id, task]) => ({ id, ...task })),
    problems,
    otherTypes: [...otherTypes],
  };
}

function rowsOf(text: string): { rows: Row[]; problem?: LineProblem } {
  try {
    const parsed = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true });
    const [header, ...records] = parsed as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    const names = header?.record ?? [];
    const missing = needed.filter((name) => !names.includes(name));
    if (missing.length > 0) {
      const message = `There is no column ${missing.join(', ')}. An outcomes file begins with a line of column names: ${needed.join(', ')}.`;
      return { rows: [], problem: { line: 1, message } };
    }
    const rows = records.map(({ record, info }) => ({
      line: info.lines,
      fields: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
    }));
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { rows: [], problem: { line, message: `This is not CSV: ${error.message}.` } };
  }
}

function problemOf({ fields }: Row): string | undefined {
  const { task_id: id, model, quality, cost_usd: cost } = fields;
  if (id === '') return 'The task has no task_id.';
  if (model === '') return 'The row names no model.';
  if (!within(quality!, 1)) return `The quality "${quality}" is not a number from 0 to 1.`;
  if (!within(cost!, 1e6)) return `The cost_usd "${cost}" is not an amount in USD, 0 or more.`;
  return undefined;
}

function within(written: string, most: number): boolean {
  if (written === '') return true;
  const value = Number(written);
  return value >= 0 && value <= most;
}

function isTaskType(name: string): name is TaskType {
  return (taskTypes as readonly string[]).includes(name);
}

function typeOf(name: string | undefined): TaskType {
  return name !== undefined && isTaskType(name) ? name : 'other';
}
