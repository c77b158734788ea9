import { expect, test } from 'vitest';
import { fitIndent, parseEdit, parseFindings } from '../../../src/execution/answer.ts';

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
  ['no code at all', { closed: false, note: 'no code at all' }],
])('%j is taken apart', (text, parsed) => {
  expect(parseEdit(text)).toEqual(parsed);
});

const finding = { line: 3, severity: 'error', message: 'Divides by zero.' };
test.each([
  [`\`\`\`json\n[${JSON.stringify(finding)}]\n\`\`\``, [finding]],
  [JSON.stringify([finding]), [finding]],
  ['```json\n[]\n```', []],
  [JSON.stringify([{ ...finding, severity: 'blocker' }]), [{ ...finding, severity: 'info' }]],
  ['It all looks fine.', undefined],
  ['[{"line": "3", "message": "x"}]', undefined],
  ['[{"line": 0, "message": "x"}]', undefined],
  ['[{"line": 3}]', undefined],
  ['[not json]', undefined],
])('%j as findings', (text, findings) => {
  expect(parseFindings(text)).toEqual(findings);
});

test.each([
  ['a\n  b', '    x\n    y', '    a\n      b'],
  ['    a', 'x', 'a'],
  ['\ta', '\tx', '\ta'],
  ['a\n\nb', '  x', '  a\n\n  b'],
  ['', '  x', ''],
])('%j fits the indentation of %j', (code, original, fitted) => {
  expect(fitIndent(code, original)).toBe(fitted);
});
