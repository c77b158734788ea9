import type { ExportRow } from '../reports.ts';

type Value = ExportRow[keyof ExportRow];

/** The columns of an exported table, in their order. */
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

/** Lines of a CSV file. An unknown value is an empty cell. */
export function csvLines(rows: readonly ExportRow[]): string {
  return rows.map((row) => line(exportColumns.map((column) => row[column]))).join('');
}

function line(values: readonly Value[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: Value): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? withoutFormula(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A spreadsheet would run a text that begins like this as a formula, in wide signs as well
// (https://owasp.org/www-community/attacks/CSV_Injection).
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Rows as JSON Lines: one object per line. */
export function jsonLines(rows: readonly ExportRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Pages of rows as one JSON array, in pieces of text. */
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
