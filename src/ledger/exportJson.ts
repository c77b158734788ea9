import type { ExportRow } from './exportRows.ts';

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
