import type { ExportRow } from '../reports.ts';

type Value = ExportRow[keyof ExportRow];

/** The columns of a table of attempts, in their order. */
export const exportColumns: readonly (keyof ExportRow)[] = [
  ...(['time', 'requestId', 'attemptId', 'sessionId', 'workspace', 'subject'] as const),
  ...(['taskType', 'language', 'tier', 'model', 'modelName', 'effort', 'purpose'] as const),
  ...(['outcome', 'errorKind', 'costSource', 'usd', 'nanoUsd', 'inputTokens'] as const),
  ...(['cacheReadTokens', 'cacheWriteTokens', 'cacheWriteLongTokens', 'outputTokens'] as const),
  ...(['reasoningTokens', 'baselineName', 'baselineNanoUsd', 'firstTextMs'] as const),
  ...(['latencyMs', 'verdicts', 'taken', 'developerOutcome', 'simulated'] as const),
  ...(['practiceUsd', 'practiceNanoUsd', 'practiceBaselineNanoUsd'] as const),
];

/** The first line of a CSV file (RFC 4180). */
export function csvHeader(): string {
  return line(exportColumns);
}

/** Lines of a CSV file. What nobody knows is empty. */
export function csvLines(rows: readonly ExportRow[]): string {
  return rows.map((row) => line(exportColumns.map((column) => row[column]))).join('');
}

function line(values: readonly Value[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: Value): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? defused(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A spreadsheet would run such a text as a formula.
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Rows as JSON Lines: an object on each line. */
export function jsonLines(rows: readonly ExportRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Pages of rows as one JSON array, part by part. */
export async function* jsonArray(
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
