import { isAbsolute, join, sep } from 'node:path';
import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { isInside, pathProblem } from '../../src/execution/sandbox/paths.ts';
import { csvHeader, csvLines, exportColumns } from '../../src/ledger/export/exportFormats.ts';
import { otlpTraces } from '../../src/ledger/export/otlpTraces.ts';
import type { ExportedAttempt, ExportRow } from '../../src/ledger/reports.ts';
import { readViewMessage } from '../../src/protocol/readViewMessage.ts';
import { type FuzzTarget, must } from './target.ts';

/* Messages from pages, paths of a project, and what leaves the ledger as files and spans. */

const kinds = ['ready', 'filter', 'showRequest', 'openStrategy', 'markReviewed'];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  filter: ['kind', 'filter'],
  showRequest: ['kind', 'requestId'],
};
const message = fc.oneof(
  fc.anything({ withNullPrototype: true, withMap: true, withTypedArray: true }),
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom(...kinds), fc.anything()),
      requestId: fc.anything(),
      filter: fc.oneof(fc.anything(), fc.record({ span: fc.anything(), tier: fc.string() })),
      __proto__: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);
const viewMessages = fc.property(message, (value) => {
  const read = readViewMessage(value);
  const allowed = fieldsOf[read?.kind ?? ''];
  if (!read) return;
  must(kinds.includes(read.kind) || allowed === undefined, `${read.kind} is unknown`);
  const keys = Object.keys(read);
  must(
    keys.every((key) => (allowed ?? ['kind']).includes(key)),
    keys.join(),
  );
});

const name = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '..',
    '.',
    '',
    '.git',
    '.GIT',
    'a',
    'CON',
    'nul.txt',
    'a.',
    'a ',
    'C:',
    'git~1',
    '\0',
    'ａ',
    '..\\x',
  ),
);
const path = fc.record({
  names: fc.array(name, { maxLength: 5 }),
  between: fc.constantFrom('/', '//', '\\', '/./'),
  before: fc.constantFrom('', '/', '//', 'file:///', '\\\\host\\'),
});
const folder = join(sep, 'work', 'repo');
const paths = fc.property(path, ({ names, between, before }) => {
  const written = before + names.join(between);
  if (pathProblem(written, 'linux') !== undefined) return;
  must(!isAbsolute(written), `${written} is absolute`);
  must(isInside(folder, join(folder, written)), `${written} leads out of the folder`);
  must(!/(^|\/)\.git(\/|$)/i.test(written), `${written} leads into .git`);
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=1+1', '"', ',', '\r\n', '@a', '-1', '+', '\t', "'", '\u2028'),
);
const cell = fc.oneof(text, fc.constant(null), fc.nat(), fc.boolean());
const row = fc.record(Object.fromEntries(exportColumns.map((column) => [column, cell])));
const csv = fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
  const read = parse(csvHeader() + csvLines(rows as unknown as ExportRow[]), {
    columns: true,
    relax_column_count: false,
  }) as Record<string, string>[];
  must(read.length === rows.length, `${read.length} rows of ${rows.length}`);
  for (const [at, each] of rows.entries()) {
    for (const column of exportColumns) {
      const wanted = each[column] === null ? '' : String(each[column]);
      const cellText = read[at]![column]!;
      const isFormula = typeof each[column] === 'string' && /^[=+\-@\t\r]/.test(wanted);
      must(
        cellText === (isFormula ? `'${wanted}` : wanted),
        `${column}: ${JSON.stringify(cellText)}`,
      );
      must(
        typeof each[column] !== 'string' || !/^[=+\-@\t\r]/.test(cellText),
        `${column} is a formula`,
      );
    }
  }
});

const tokens = fc.nat({ max: 2 ** 40 });
const attempt = fc.record({
  seq: fc.nat(),
  attemptId: text,
  requestId: text,
  startedAtMs: tokens,
  endedAtMs: tokens,
  purpose: fc.constantFrom('answer', 'judge'),
  tier: text,
  taskType: text,
  model: text.map((each) => `p/${each}x`),
  simulated: fc.boolean(),
  outcome: fc.constantFrom('complete', 'failed', 'orphaned', 'cutOff'),
  usage: fc.record({ inputTokens: tokens, outputTokens: tokens, cacheReadTokens: tokens }),
  cost: fc.oneof(
    fc.constant({ source: 'unknown' }),
    fc.record({ source: fc.constant('computed'), nanoUsd: tokens }),
  ),
});
const otlp = fc.property(fc.array(attempt, { maxLength: 3 }), (attempts) => {
  const traces = otlpTraces(attempts as unknown as ExportedAttempt[], '1.0.0');
  const spans = traces.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap((each) => each.spans),
  );
  must(spans.length === attempts.length, `${spans.length} spans`);
  for (const { traceId, spanId, startTimeUnixNano, endTimeUnixNano, attributes } of spans) {
    must(/^[\da-f]{32}$/.test(traceId) && /^[\da-f]{16}$/.test(spanId), `${traceId} ${spanId}`);
    must(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano), 'it ends before it starts');
    const wrong = attributes.find(({ value }) =>
      Object.values(value).some((each) => each === undefined || Number.isNaN(each)),
    );
    must(wrong === undefined, JSON.stringify(wrong));
  }
  must(JSON.parse(JSON.stringify(traces)) !== undefined, 'it is no JSON');
});

export const messages: readonly FuzzTarget[] = [
  { name: 'message.page', property: viewMessages as FuzzTarget['property'] },
  { name: 'path.project', property: paths as FuzzTarget['property'] },
  { name: 'export.csv', property: csv as FuzzTarget['property'] },
  { name: 'export.otlp', property: otlp as FuzzTarget['property'] },
];
