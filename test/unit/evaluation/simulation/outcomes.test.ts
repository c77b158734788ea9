import { expect, test } from 'vitest';
import { parseOutcomes } from '../../../../src/evaluation/simulation/outcomes.ts';

const names = ['task_id', 'model', 'quality', 'cost_usd'];
const plain = [
  ['t1', 'small', '1', '0.5'],
  ['t1', 'large', '0.25', '2'],
];

/** The quality and the dollars of each answer, by model. */
function answersOf(text: string): Record<string, [number, number][]> {
  const { tasks, problems } = parseOutcomes(text);
  expect(problems).toEqual([]);
  const answers: Record<string, [number, number][]> = {};
  for (const { samples } of tasks) {
    for (const [model, own] of samples) {
      const pairs = own.map(({ quality, nanoUsd }): [number, number] => [quality, nanoUsd / 1e9]);
      (answers[model] ??= []).push(...pairs);
    }
  }
  return answers;
}

function messageOf(text: string): string {
  return parseOutcomes(text)
    .problems.map(({ line, message }) => `${line}: ${message}`)
    .join('\n');
}

const written = (rows: readonly (readonly string[])[], separator = ',') =>
  rows.map((row) => row.join(separator)).join('\n');
const withRow = (...cells: string[]) => written([names, ...plain, cells]);
const both = { small: [[1, 0.5]], large: [[0.25, 2]] };

test.each([
  ['commas', written([names, ...plain])],
  ['semicolons', written([names, ...plain], ';')],
  ['tabs', written([names, ...plain], '\t')],
  ['bars', written([names, ...plain], '|')],
  [
    'the line that names Excel’s separator',
    `\uFEFFsep=;\n${written([names, ...plain], ';')}`.replaceAll('\n', '\r\n'),
  ],
  ['names as people write them', written([['Task ID', 'Model', 'QUALITY', 'Cost-USD'], ...plain])],
  [
    'columns without a name',
    written([[...names, '', ''], ...plain.map((row) => [...row, '', ''])]),
  ],
  ['rows of nothing but separators', `${written([names, ...plain])}\n,,,\n\n,,,\n`],
])('a table is read with %s', (_, text) => {
  expect(answersOf(text)).toEqual(both);
});

test('where commas do not separate columns, they stand before decimals', () => {
  const rows = plain.map((row) => row.map((cell) => cell.replace('.', ',')));
  expect(answersOf(written([names, ...rows], ';'))).toEqual(both);
  expect(messageOf(withRow('t2', 'small', '1', '"0,5"'))).toBe(
    '4: The cost_usd "0,5" is not an amount in USD, 0 or more: write 0.5.',
  );
});

test.each([
  ['85%', 0.85],
  ['12.5 %', 0.125],
  ['true', 1],
  ['False', 0],
  ['PASSED', 1],
  ['no', 0],
])('a quality is read that is written as %s', (quality, read) => {
  expect(answersOf(withRow('t2', 'other', quality, '1'))['other']).toEqual([[read, 1]]);
});

test.each(['', 'NA', 'n/a', 'NaN', 'null', 'None', '-'])(
  'a row whose quality or cost is “%s” is skipped',
  (missing) => {
    const rows = [...plain, ['t2', 'small', missing, '1'], ['t2', 'large', '1', missing]];
    expect(answersOf(written([names, ...rows]))).toEqual(both);
  },
);

test.each(['$3', '$ 3', '3 USD'])('an amount is read that is written as %s', (cost) => {
  expect(answersOf(withRow('t2', 'other', '1', cost))['other']).toEqual([[1, 3]]);
});

test.each([
  ['101%', '3', 'The quality "101%" is not a number from 0 to 1.'],
  ['85', '3', 'The quality "85" is not a number from 0 to 1: write 85%, if it is a percentage.'],
  ['solved?', '3', 'The quality "solved?" is not a number from 0 to 1.'],
  ['%', '3', 'The quality "%" is not a number from 0 to 1.'],
  ['1', '€3', 'The cost_usd "€3" is not an amount in USD, 0 or more: write 3.'],
  ['1', '$', 'The cost_usd "$" is not an amount in USD, 0 or more.'],
])('a quality of %s and a cost of %s are not both understood', (quality, cost, message) => {
  expect(messageOf(withRow('t2', 'other', quality, cost))).toBe(`4: ${message}`);
});

test('what is no table of rows is told with the form that is read', () => {
  expect(messageOf('[{"task_id": "t1", "model": "small"}]')).toContain('1: This is JSON.');
  const wide = written([
    ['task_id', 'small', 'large'],
    ['t1', '1', '0'],
  ]);
  expect(messageOf(wide)).toContain('a row for each task and model');
});
