import { counted } from '../../routing/input/counted.ts';
import { nanoUsdOf } from '../../routing/models/money.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import type { BeforeCall } from './beforeCall.ts';
import {
  type Decimal,
  isMissing,
  meantQuality,
  pointed,
  qualityOf,
  usdOf,
} from './outcomeCells.ts';
import { type LineProblem, readTable, type TableRow } from './outcomeTable.ts';

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

/** A task while its rows are read. */
interface ReadTask extends BeforeCall {
  prompt?: string;
  readonly samples: Map<string, Sample[]>;
}

/** The content of an outcomes file. */
export interface Outcomes {
  readonly tasks: readonly OutcomeTask[];
  readonly problems: readonly LineProblem[];
  /** Task types of the file that do not exist here; their tasks count as `other`. */
  readonly otherTypes: readonly string[];
}

/**
 * Reads an outcomes file: a table with the columns task_id, model, quality and cost_usd, and optionally
 * task_type, repeat and prompt; one row for each model, task and repeat. A row without quality or cost is
 * skipped. A task's prompt needs to stand in one of its rows only.
 */
export function parseOutcomes(text: string): Outcomes {
  const { rows, decimal, problem } = readTable(text);
  if (problem) return { tasks: [], problems: [problem], otherTypes: [] };
  const otherTypes = new Set<string>();
  const problems: LineProblem[] = [];
  const tasks = new Map<string, ReadTask>();
  for (const row of rows) {
    const sample = sampleOf(row, decimal);
    if (typeof sample === 'string') {
      problems.push({ line: row.line, message: sample });
      continue;
    }
    const { task_id: id, model, task_type: type, prompt } = row.fields;
    if (type && !isTaskType(type)) otherTypes.add(type);
    const task: ReadTask = tasks.get(id!) ?? { taskType: typeOf(type), samples: new Map() };
    tasks.set(id!, task);
    if (prompt) task.prompt ??= prompt;
    if (!sample) continue;
    const samples = task.samples.get(model!) ?? [];
    samples.push(sample);
    task.samples.set(model!, samples);
  }
  return {
    tasks: [...tasks].map(([id, task]) => ({ id, ...task })),
    problems: onceEach(problems),
    otherTypes: [...otherTypes],
  };
}

/** The same mistake in many rows is one problem, at the first of them. */
function onceEach(problems: readonly LineProblem[]): LineProblem[] {
  const kindOf = ({ message }: LineProblem) => message.replace(/".*/, '');
  return [...Map.groupBy(problems, kindOf).values()].map(([first, ...others]) => {
    const { line, message } = first!;
    const { length } = others;
    if (length === 0) return { line, message };
    return {
      line,
      message: `${message} So it is in ${counted(length, 'more row')}.`,
    };
  });
}

/** What a row says; undefined where it has no quality or no cost, and a text where it is wrong. */
function sampleOf({ fields }: TableRow, decimal: Decimal): Sample | string | undefined {
  const { task_id: id, model, quality: writtenQuality = '', cost_usd: writtenCost = '' } = fields;
  if (id === '') return 'The task has no task_id.';
  if (model === '') return 'The row names no model.';
  const hasQuality = !isMissing(writtenQuality);
  const hasCost = !isMissing(writtenCost);
  const quality = qualityOf(writtenQuality, decimal);
  if (hasQuality && quality === undefined)
    return `The quality "${writtenQuality}" is not a number from 0 to 1${meantQuality(writtenQuality)}.`;
  const usd = usdOf(writtenCost, decimal);
  if (hasCost && usd === undefined)
    return `The cost_usd "${writtenCost}" is not an amount in USD, 0 or more${pointed(writtenCost)}.`;
  if (quality === undefined || usd === undefined) return undefined;
  return { quality, nanoUsd: nanoUsdOf(usd) };
}

function isTaskType(name: string): name is TaskType {
  return (taskTypes as readonly string[]).includes(name);
}

function typeOf(name: string | undefined): TaskType {
  return name !== undefined && isTaskType(name) ? name : 'other';
}
