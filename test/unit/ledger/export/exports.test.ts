import { expect, test } from 'vitest';
import {
  csvHeader,
  csvLines,
  exportColumns,
  jsonArray,
  jsonLines,
} from '../../../../src/ledger/export/exportFormats.ts';
import { exportRows } from '../../../../src/ledger/export/exportRows.ts';
import { settledSince } from '../../../../src/ledger/export/settledSince.ts';
import type { ExportRow } from '../../../../src/ledger/reports.ts';
import { settleOrphans } from '../../../../src/ledger/write/leases.ts';
import { settle } from '../../../../src/ledger/write/recordFacts.ts';
import { settlementFact } from '../exampleFacts.ts';
import { ledgerWith } from '../recordedRequests.ts';

const query = { span: { fromMs: 0 }, timeZone: 'UTC' };
const three = () =>
  ledgerWith(
    {
      id: 'a',
      attempts: [
        {
          cost: { source: 'reported', nanoUsd: 1_234_567_890 },
          verdicts: { syntax: 'pass', command: 'fail' },
        },
        { tier: 'reasoning', modelName: 'Large', cost: { source: 'unknown' } },
      ],
      outcomes: ['shown', 'accepted'],
    },
    { id: 'b', taskType: 'docs', attempts: [{}] },
  );

test('a row holds everything recorded about an attempt', () => {
  const [row] = exportRows(three(), query, 0, 1).rows;
  expect(row).toMatchObject({
    time: '1970-01-01T00:00:01.000Z',
    requestId: 'a',
    attemptId: 'a/0',
    workspace: 'shop',
    taskType: 'refactor',
    costSource: 'reported',
    usd: '1.234567890',
    nanoUsd: 1_234_567_890,
    inputTokens: 100,
    outputTokens: 20,
    reasoningTokens: null,
    verdicts: 'command fail; syntax pass',
    taken: false,
    developerOutcome: 'accepted',
    simulated: false,
  });
});

test('pages follow each other without a gap, and the filters apply', () => {
  const database = three();
  const first = exportRows(database, query, 0, 2);
  const second = exportRows(database, query, first.nextAfter!, 2);
  expect([first, second].map(({ rows }) => rows.map((row) => row.attemptId))).toEqual([
    ['a/0', 'a/1'],
    ['b/0'],
  ]);
  expect(second.nextAfter).toBeUndefined();
  const filtered = exportRows(database, { ...query, tier: 'reasoning' }, 0, 9).rows;
  expect(filtered).toMatchObject([{ attemptId: 'a/1', usd: null, costSource: 'unknown' }]);
});

const rowWith = (fields: Partial<ExportRow>) => {
  const [row] = exportRows(three(), query, 0, 1).rows;
  return { ...row!, ...fields };
};

test.each([
  ['plain', 'plain'],
  ['=1+1', `'=1+1`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['＝1+1', `'＝1+1`],
  ['\n=1', `"'\n=1"`],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
])('a cell with %j is written as %j', (subject, cell) => {
  const line = csvLines([rowWith({ subject, workspace: '' })]);
  const before = exportColumns.slice(0, exportColumns.indexOf('workspace')).length;
  expect(line.endsWith('\r\n')).toBe(true);
  expect(line.split(',').slice(before).join(',').startsWith(`,${cell},`)).toBe(true);
});

test('a table names its columns, and an unknown value is empty', () => {
  expect(csvHeader()).toBe(`${exportColumns.join(',')}\r\n`);
  expect(Object.keys(rowWith({})).toSorted()).toEqual(exportColumns.toSorted());
  expect(csvLines([rowWith({ nanoUsd: null, usd: null })])).toContain(',reported,,,100,');
});

test('JSON is an array over all pages, or a line each', async () => {
  const pages = [[rowWith({})], [], [rowWith({ attemptId: 'other' })]];
  async function written(given: typeof pages): Promise<string> {
    let text = '';
    const one = (async function* () {
      yield* given;
    })();
    for await (const part of jsonArray(one)) text += part;
    return text;
  }
  expect(JSON.parse(await written(pages))).toEqual(pages.flat());
  expect(JSON.parse(await written([[]]))).toEqual([]);
  expect(
    jsonLines(pages.flat())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(pages.flat());
});

test('settled attempts come once each, and a corrected one again with its real end', () => {
  const database = three();
  const beginning = { settlement: 0, correction: 0 };
  const first = settledSince(database, beginning, 1);
  expect(first.attempts).toMatchObject([
    { attemptId: 'a/0', cost: { nanoUsd: 1_234_567_890 }, usage: { inputTokens: 100 } },
  ]);
  const second = settledSince(database, first.cursor, 10);
  expect(second.attempts).toMatchObject([{ attemptId: 'a/1', cost: { source: 'unknown' } }]);
  expect(settledSince(database, second.cursor, 10)).toEqual({
    attempts: [],
    cursor: second.cursor,
  });
  settleOrphans(database, { windowId: 'mine', untilMs: 1e10 }, 1e9);
  const third = settledSince(database, second.cursor, 10);
  expect(third.attempts).toMatchObject([
    { attemptId: 'b/0', outcome: 'orphaned', cost: { source: 'estimated' } },
  ]);
  settle(database, settlementFact({ attemptId: 'b/0' }));
  const fourth = settledSince(database, third.cursor, 10);
  expect(fourth.attempts).toMatchObject([
    { attemptId: 'b/0', seq: third.attempts[0]!.seq, outcome: 'complete', cost: { nanoUsd: 5000 } },
  ]);
  expect(settledSince(database, fourth.cursor, 10).attempts).toEqual([]);
});
