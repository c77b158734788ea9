import { expect, test } from 'vitest';
import {
  parseEdit,
  parseFindings,
  type ReviewFinding,
} from '../../../../src/execution/answer/parseAnswer.ts';

test.each([
  ['```ts\nconst a = 1;\n```', { code: 'const a = 1;', closed: true, note: '' }],
  ['Here:\n```\na\n\nb\n```\nMind b.', { code: 'a\n\nb', closed: true, note: 'Here:\nMind b.' }],
  ['````md\n```\nx\n```\n````', { code: '```\nx\n```', closed: true, note: '' }],
  ['~~~\na\n~~~', { code: 'a', closed: true, note: '' }],
  ['```ts\r\na\r\n```\r\n', { code: 'a', closed: true, note: '' }],
  ['```ts\nhalf', { code: 'half', closed: false, note: '' }],
  ['```ts\nhalf\n``', { code: 'half', closed: false, note: '' }],
  ['```ts\n```', { code: '', closed: true, note: '' }],
  ['```ts', { closed: false, note: '```ts' }],
  [' prose \n\n', { closed: false, note: 'prose' }],
  ['\n Before \n```\na\n```\n\n', { code: 'a', closed: true, note: 'Before' }],
  ['Before\n\n```\nhalf', { code: 'half', closed: false, note: 'Before' }],
  ['  ```ts\n  a\n  ```  \n', { code: '  a', closed: true, note: '' }],
  ['```\na ```\n``\n```', { code: 'a ```\n``', closed: true, note: '' }],
  ['```\na\n~~~\n```', { code: 'a\n~~~', closed: true, note: '' }],
  ['no code at all', { closed: false, note: 'no code at all' }],
])('%j is taken apart', (text, parsed) => {
  expect(parseEdit(text)).toMatchObject({ hasMore: false, ...parsed });
});

const finding: ReviewFinding = { line: 3, severity: 'error', message: 'Divides by zero.' };
const short: ReviewFinding = { line: 3, severity: 'info', message: 'x' };
test.each<[text: string, findings: ReviewFinding[] | undefined]>([
  [`\`\`\`json\n[${JSON.stringify(finding)}]\n\`\`\``, [finding]],
  [JSON.stringify([finding]), [finding]],
  ['```json\n[]\n```', []],
  [JSON.stringify([{ ...finding, severity: 'nit' }]), [{ ...finding, severity: 'info' }]],
  ...['Error', 'blocker', 'CRITICAL', 'high', 'major'].map(
    (severity): [string, ReviewFinding[]] => [
      JSON.stringify([{ ...finding, severity }]),
      [finding],
    ],
  ),
  ...['Warning', 'warn', 'medium'].map((severity): [string, ReviewFinding[]] => [
    JSON.stringify([{ ...finding, severity }]),
    [{ ...finding, severity: 'warning' }],
  ]),
  ['It all looks fine.', undefined],
  ['[{"line": "3", "message": "x"}]', [{ line: 3, severity: 'info', message: 'x' }]],
  ...['3-5', 'L3', 'line 3', 'Lines 3 to 5'].map((line): [string, ReviewFinding[]] => [
    JSON.stringify([{ line, message: 'x' }]),
    [short],
  ]),
  ['[{"line": "the third", "message": "x"}]', undefined],
  ['[{"line": "1.5", "message": "x"}]', undefined],
  [JSON.stringify(finding), [finding]],
  [`One thing:\n${JSON.stringify(finding, null, 2)}\nThat is all.`, [finding]],
  [`${JSON.stringify(finding)}\n${JSON.stringify(finding)}`, [finding, finding]],
  [
    `\`\`\`jsonl\n${JSON.stringify(finding)},\n${JSON.stringify(finding)}\n\`\`\``,
    [finding, finding],
  ],
  [`${JSON.stringify(finding)}\n{"line": 0}`, undefined],
  [`[${JSON.stringify(finding)}, {"line": 4, "sev`, undefined],
  ['[{"line": 0, "message": "x"}]', undefined],
  ['[{"line": 3}]', undefined],
  ['[{"line": 3, "message": " "}]', undefined],
  ['[{"line": 1.5, "message": "x"}]', undefined],
  ['[{"line": 1, "message": "x"}]', [{ line: 1, severity: 'info', message: 'x' }]],
  [
    '[{"line": 2, "severity": "warning", "message": "x"}]',
    [{ line: 2, severity: 'warning', message: 'x' }],
  ],
  [`[${JSON.stringify(finding)}, {"line": 0}]`, undefined],
  [`[${JSON.stringify(finding)}, 4]`, undefined],
  [`[${JSON.stringify(finding)}, null]`, undefined],
  [`I found this: [${JSON.stringify(finding)}], and that is all.`, [finding]],
  ['] and [', undefined],
  ['{"line": 3}', undefined],
  ['[not json]', undefined],
])('%j as findings', (text, findings) => {
  expect(parseFindings(text)).toEqual(findings);
});
