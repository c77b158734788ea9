import { expect, test } from 'vitest';
import { parseEdit, parseFindings } from '../../../../src/execution/answer/parseAnswer.ts';

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

const finding = { line: 3, severity: 'error', message: 'Divides by zero.' };
test.each([
  [`\`\`\`json\n[${JSON.stringify(finding)}]\n\`\`\``, [finding]],
  [JSON.stringify([finding]), [finding]],
  ['```json\n[]\n```', []],
  [JSON.stringify([{ ...finding, severity: 'blocker' }]), [{ ...finding, severity: 'info' }]],
  ['It all looks fine.', undefined],
  ['[{"line": "3", "message": "x"}]', [{ line: 3, severity: 'info', message: 'x' }]],
  ['[{"line": "3-5", "message": "x"}]', undefined],
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
