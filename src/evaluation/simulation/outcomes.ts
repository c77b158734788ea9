import { counted } from '../../routing/input/counted.ts';
import { CsvError, parse } from 'csv-parse/sync';
import { nearestName } from '../../routing/input/didYouMean.ts';
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

function rowsOf(text: string): { rows: Row[]; problem?: LineProblem } {
  const separated = separatorProblem(text);
  if (separated !== undefined) return { rows: [], problem: { line: 1, message: separated } };
  try {
    const [header, ...records] = recordsOf(text);
    const names = header?.record ?? [];
    const message = headerProblem(names);
    if (message !== undefined) return { rows: [], problem: { line: 1, message } };
    const rows = records.map(({ record, info }) => ({
      line: info.lines,
      fields: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
    }));
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], problem: csvProblem(error, text) };
  }
}

/** Tables of many countries and programs have other signs between their columns, and perhaps in their numbers. */
function separatorProblem(text: string): string | undefined {
  const [header = ''] = text.split('\n', 1);
  const separator = header.includes(',') ? undefined : /[;\t|]/.exec(header)?.[0];
  if (separator === undefined) return undefined;
  const written = separator === '\t' ? 'tabs' : `“${separator}”`;
  return `The columns are separated by ${written}. Export the file with commas between columns and points before decimals.`;
}

function headerProblem(names: readonly string[]): string | undefined {
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    return `The column ${twice} stands twice. Rename or remove one of the two.`;
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length === 0) return undefined;
  const near = missing.flatMap((name) => nearestName(name, names) ?? []);
  const meant = near.length === 0 ? '' : ` Rename ${near.join(', ')}, if that is meant.`;
  return `There is no column ${missing.join(', ')}.${meant} An outcomes file begins with a line of column names: ${needed.join(', ')}.`;
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** The rows of a text, or the first `most` of them. Throws `CsvError`. */
function recordsOf(text: string, most = -1): CsvRecord[] {
  const form = { bom: true, info: true, skip_empty_lines: true, trim: true, to: most };
  return parse(text, form) as unknown as CsvRecord[];
}

/** The line in which so many rows end, from 1; 0 for none. */
function lastLineOf(text: string, rows: unknown): number {
  if (typeof rows !== 'number' || rows === 0) return 0;
  return recordsOf(text, rows).at(-1)?.info.lines ?? 0;
}

/** In our own words, and where a quote was opened, not at the end of the file. */
function csvProblem(error: CsvError, text: string): LineProblem {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS': {
      const count = Array.isArray(error['record']) ? error['record'].length : 'other';
      const message = `This row has ${count} columns, and the first line names others. Put a value with a comma in quotes, and write an empty one as nothing between two commas.`;
      return { line, message: `This is not CSV as it begins. ${message}` };
    }
    case 'CSV_QUOTE_NOT_CLOSED': {
      // A value of several lines begins so as well, but ends.
      const begin = lastLineOf(text, error['records']);
      const isOdd = (each: string) => (each.match(/"/g) ?? []).length % 2 === 1;
      const opened = text.split('\n').findIndex((each, at) => at >= begin && isOdd(each));
      return { line: opened + 1, message: 'A quote is opened in this line and not closed.' };
    }
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE': {
      const message =
        'A quote stands inside a value. Put the whole value in quotes, and write each quote in it twice.';
      return { line, message };
    }
    default:
      return { line, message: `This is not CSV: ${error.message}.` };
  }
}

function problemOf({ fields }: Row): string | undefined {
  const { task_id: id, model, quality, cost_usd: cost } = fields;
  if (id === '') return 'The task has no task_id.';
  if (model === '') return 'The row names no model.';
  if (!within(quality!, 1))
    return `The quality "${quality}" is not a number from 0 to 1${pointed(quality)}.`;
  if (!within(cost!, 1e6))
    return `The cost_usd "${cost}" is not an amount in USD, 0 or more${pointed(cost)}.`;
  return undefined;
}

function within(written: string, most: number): boolean {
  if (written === '') return true;
  const value = Number(written);
  return value >= 0 && value <= most;
}

/** How a number with a comma or with a sign is to be written, where that is certain. */
function pointed(written = ''): string {
  const bare = written.replace(/^[$€]\s*/, '').replace(/^(-?\d*),(\d+)$/, '$1.$2');
  return bare !== written && Number(bare) >= 0 ? `: write ${bare}` : '';
}

function isTaskType(name: string): name is TaskType {
  return (taskTypes as readonly string[]).includes(name);
}

function typeOf(name: string | undefined): TaskType {
  return name !== undefined && isTaskType(name) ? name : 'other';
}
