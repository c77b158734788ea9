import { CsvError, parse } from 'csv-parse/sync';
import { nearestName } from '../../routing/input/didYouMean.ts';
import type { Decimal } from './outcomeCells.ts';

/** What is wrong with a line of a file. */
export interface LineProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface TableRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** The rows of a file, or why it has none. */
export interface OutcomeTable {
  readonly rows: readonly TableRow[];
  /** What its numbers may have before their decimals. */
  readonly decimal: Decimal;
  readonly problem?: LineProblem;
}

const needed = ['task_id', 'model', 'quality', 'cost_usd'] as const;

/** Reads a table with commas, semicolons, tabs or bars between its columns, as spreadsheets export them. */
export function readTable(text: string): OutcomeTable {
  const form = formOf(text);
  const failed = (problem: LineProblem): OutcomeTable => ({
    rows: [],
    decimal: form.decimal,
    problem,
  });
  if (/^\s*[[{]/.test(text)) {
    return failed({ line: 1, message: `This is JSON. ${formExplained}` });
  }
  try {
    const [header, ...records] = recordsOf(text, form);
    const names = (header?.record ?? []).map(plainName);
    const message = headerProblem(names);
    if (message !== undefined) return failed({ line: header?.info.lines ?? 1, message });
    const rows = records.map(({ record, info }) => ({
      line: info.lines,
      fields: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
    }));
    return { rows, decimal: form.decimal };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return failed(csvProblem(error, text, form));
  }
}

const formExplained = `An outcomes file is CSV with a row for each task and model; it begins with a line of column names: ${needed.join(', ')}.`;

interface TableForm {
  readonly separator: string;
  readonly decimal: Decimal;
  /** The first line of the table; above 1 where Excel's `sep=;` stands before it. */
  readonly from: number;
}

/** Where a comma does not separate columns, it may stand in numbers, as spreadsheets of many countries write them. */
function formOf(text: string): TableForm {
  const [first = '', second = ''] = text.split(/\r\n|\n|\r/, 2);
  const named = /^\uFEFF?sep=(.)$/.exec(first)?.[1];
  const header = named === undefined ? first : second;
  const separator = named ?? (header.includes(',') ? ',' : (/[;\t|]/.exec(header)?.[0] ?? ','));
  return {
    separator,
    decimal: separator === ',' ? 'point' : 'point or comma',
    from: named === undefined ? 1 : 2,
  };
}

/** Names of columns differ in capitals, spaces and hyphens only by who exported them. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}

function headerProblem(names: readonly string[]): string | undefined {
  const twice = names.find((name, place) => name !== '' && names.indexOf(name) !== place);
  if (twice !== undefined)
    return `The column ${twice} stands twice. Rename or remove one of the two.`;
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length === 0) return undefined;
  const near = missing.flatMap((name) => nearestName(name, names) ?? []);
  const meant = near.length === 0 ? '' : ` Rename ${near.join(', ')}, if that is meant.`;
  return `There is no column ${missing.join(', ')}.${meant} ${formExplained}`;
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** The rows of a text, or the first `most` of them. Throws `CsvError`. */
function recordsOf(text: string, { separator, from }: TableForm, most = -1): CsvRecord[] {
  return parse(text, {
    bom: true,
    delimiter: separator,
    from_line: from,
    info: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    to: most,
  }) as unknown as CsvRecord[];
}

/** The line in which so many rows end, from 1; 0 for none. */
function lastLineOf(text: string, form: TableForm, rows: unknown): number {
  if (typeof rows !== 'number' || rows === 0) return 0;
  return recordsOf(text, form, rows).at(-1)?.info.lines ?? 0;
}

/** In our own words, and where a quote was opened, not at the end of the file. */
function csvProblem(error: CsvError, text: string, form: TableForm): LineProblem {
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
      const begin = lastLineOf(text, form, error['records']);
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
