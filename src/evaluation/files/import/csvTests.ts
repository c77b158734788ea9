import { CsvError, parse } from 'csv-parse/sync';
import { own } from '../../../routing/input/objects.ts';
import { assertKinds } from './promptfooAsserts.ts';

/**
 * The tests of a CSV file: a test in each row, with a variable in each column but for those of promptfoo, such as
 * `__expected` (`site/docs/configuration/test-cases.md`, read on 2026-12-01). `[undefined]` for a file that is no CSV.
 */
export function testsOfCsv(text: string): readonly unknown[] {
  const [header = ''] = text.split('\n', 1);
  // Spreadsheets of many countries write semicolons.
  const delimiter = [',', ';', '\t'].find((sign) => header.includes(sign)) ?? ',';
  try {
    const rows: Readonly<Record<string, string>>[] = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim()),
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return rows.map(testOfRow);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return [undefined];
  }
}

function testOfRow(row: Readonly<Record<string, string>>): unknown {
  const columns = Object.entries(row);
  const asserts = columns.filter(
    ([name, value]) => /^__expected\d*$/.test(name) && value.trim() !== '',
  );
  const threshold = Number.parseFloat(row['__threshold'] ?? '');
  return {
    vars: Object.fromEntries(columns.filter(([name]) => !name.startsWith('__'))),
    options: { prefix: row['__prefix'], suffix: row['__suffix'] },
    assert: asserts.map(([name, value]) => {
      const own = row[`__config:${name}:threshold`] ?? row['__config:__expected:threshold'];
      return { ...(own ? { threshold: Number(own) } : {}), ...assertOf(value.trim()) };
    }),
    ...(row['__description'] ? { description: row['__description'] } : {}),
    ...(threshold > 0 ? { threshold } : {}),
  };
}

/** Names of kinds that only CSV files use. */
const shortNames: Readonly<Record<string, string>> = {
  grade: 'llm-rubric',
  fn: 'javascript',
  eval: 'javascript',
};

/** `contains: Paris`, `similar(0.8): Hello` or `is-json`; any other text is what the answer has to equal. */
function assertOf(written: string): object {
  const found = /^([a-z][a-z0-9:-]*?)(?:\((\d+(?:\.\d+)?)\))?(?::([^]*))?$/.exec(written);
  const [, name = '', threshold, value] = found ?? [];
  const type = own(shortNames, name) ?? name;
  if (own(assertKinds, type.replace(/^not-/, '')) === undefined) {
    return { type: 'equals', value: written };
  }
  return {
    type,
    ...(value !== undefined && { value: value.trim() }),
    ...(threshold !== undefined && { threshold: Number(threshold) }),
  };
}
