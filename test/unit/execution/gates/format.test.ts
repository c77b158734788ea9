import { expect, test } from 'vitest';
import { candidateFile } from '../../../../src/execution/answer/parseAnswer.ts';
import { formatGate } from '../../../../src/execution/gates/format.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { taskWith } from '../../../support/tasks.ts';

async function check(fields: Partial<Task>, text: string, fileText?: string): Promise<string> {
  const task = taskWith(fields);
  const edited = fileText ?? candidateFile(task, text);
  const candidate = {
    task,
    text,
    outcome: 'complete' as const,
    ...(edited !== undefined && { fileText: edited }),
  };
  const verdict = await formatGate.check(candidate, new AbortController().signal);
  if (verdict.kind === 'couldNotRun') return verdict.why;
  if (verdict.kind === 'pass') return '';
  return verdict.evidence.map(({ line, message }) => `${line ?? ''} ${message}`).join('\n');
}

const inBlock = (code: string): string => `\`\`\`\n${code}\n\`\`\``;
const middle = { fileText: 'a\nb\nc\n', target: { startLine: 2, endLine: 2, text: 'b' } };

test.each([
  ['fits', inBlock('x\ny'), undefined, ''],
  ['has no code', 'x', undefined, 'no code block'],
  ['changes nothing', inBlock('b'), undefined, 'nothing changes'],
  ['changes a line above', inBlock('x'), 'A\nx\nc\n', 'outside'],
  ['changes a line below', inBlock('x'), 'a\nx\nc', 'outside'],
  ['is shorter than what is around it', inBlock('x'), 'a\n', 'outside'],
  ['is a diff', inBlock('@@ -1,3 +1,3 @@\n-B\n+x'), undefined, '2 The answer is a diff'],
  [
    'is search and replace',
    inBlock('<<<<<<< SEARCH\nB\n=======\nx\n>>>>>>> REPLACE'),
    undefined,
    '2 The answer is written as search and replace',
  ],
  ['repeats the request', inBlock('<target lines="2-2">\nx'), undefined, 'tag of the request'],
  [
    'is a diff further down',
    inBlock('x\n@@ -1,3 +1,3 @@\n-B\n+x'),
    undefined,
    '3 The answer is a diff',
  ],
  [
    'merges',
    inBlock('<<<<<<< HEAD\nB\n=======\nx\n>>>>>>> topic'),
    undefined,
    '2 The answer contains merge',
  ],
  ['calls a tool', inBlock('default_api.edit(x)'), undefined, 'calls a tool'],
  ['has line numbers', inBlock('2 | x\n3 | y'), undefined, 'line numbers'],
  ['cannot be read', inBlock('x\uFFFD'), undefined, 'unreadable'],
])('an edit that %s', async (_name, text, fileText, message) => {
  const found = await check(middle, text, fileText);
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

// Shapes: RooCodeInc/Roo-Code#4008 (2025), RooCodeInc/Roo-Code#151 (2024), NousResearch/hermes-agent#19820 (2026).
test.each([
  ['keys that count', '  // b', "  1: 'x',\n  2: 'y',", ''],
  ['keys that are line numbers', '  // b', "  2: 'x',\n  3: 'y',", ''],
  ['keys of a protocol', '  // b', '  200: x,\n  404: y,', ''],
  ['numbers before what was there', 'b();\nd();', '1: b();\n2: e();', 'line numbers'],
  ['numbers with bars', 'b();\nd();', '2 | x();\n3 | y();', 'line numbers'],
  ['numbers of the lines', 'b();\nd();', '2: x();\n3: y();', 'line numbers'],
])('%s', async (_what, text, code, message) => {
  const endLine = 1 + text.split('\n').length;
  const fields = { fileText: `a\n${text}\nc\n`, target: { startLine: 2, endLine, text } };
  const found = await check(fields, inBlock(code));
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

// Shapes: RooCodeInc/Roo-Code#4988 (2025), jj-vcs/jj#886 (2022).
test.each([
  ['in a text', 'Try a text.', 'b = `\n<<<<<<< A\n`;', ''],
  ['that are asked for', 'Show conflict markers.', '<<<<<<< A', ''],
  ['that nobody asked for', 'Try a text.', '<<<<<<< A', 'merge'],
])('marks of a merge %s', async (_what, instruction, code, message) => {
  const found = await check({ ...middle, instruction }, inBlock(code));
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

// Shape: iflow-ai/iflow-cli#229 (2025).
test.each([
  [
    'everywhere',
    'b();\nc();\nd();\ne();\nf();',
    'b();\n\nc();\n\nd();\n\ne();\n\nf(1);',
    'blank line',
  ],
  ['where they were', 'b();\n\nc();\n\nd();\n\ne();', 'b();\n\nc();\n\nd();\n\ne(1);', ''],
  ['between new lines', 'b();', 'b();\n\nc();\n\nd();\n\ne();', ''],
  ['but for two lines', 'b();\nc();\nd();\ne();', 'b();\n\nc();\n\nd();\ne(1);', ''],
])('blank lines %s', async (_what, text, code, message) => {
  const endLine = 1 + text.split('\n').length;
  const fields = { fileText: `a\n${text}\nc\n`, target: { startLine: 2, endLine, text } };
  const found = await check(fields, inBlock(code));
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

test('an edit of lines that the file has no more fails', async () => {
  const fields = { ...middle, target: { startLine: 2, endLine: 2, text: 'B' } };
  expect(await check(fields, inBlock('x'))).toContain('differ');
});

test('line ends stay as they are', async () => {
  const fields = { fileText: 'a\r\nb\r\nc', target: { startLine: 2, endLine: 2, text: 'b' } };
  expect(await check(fields, inBlock('x\ny'))).toBe('');
});

const secondLine = (path: string, language: string, ...lines: string[]): Partial<Task> => ({
  path,
  language,
  fileText: lines.join('\n'),
  target: { startLine: 2, endLine: 2, text: lines[1]! },
});
const json = ['{', '  "a": 1,', '  "b": 2', '}'];
test.each([
  ['package.json', 'json', json, '"a": 3,', ''],
  ['package.json', 'json', json, '"a": 3', '3 '],
  ['package.json', 'json', json, '"a": 3, // three', '2 '],
  ['package.json', 'json', ['{', '"a"', '}'], '"a": ', ''],
  ['tsconfig.json', 'json', json, '"a": "//", // three', ''],
  ['.vscode/settings.json', 'json', ['{', '"a": 1', '}'], '"a": 1, /* one */', ''],
  ['a.jsonc', 'jsonc', json, '"a": [1,], ', ''],
  ['a.jsonc', 'jsonc', json, '"a": [1, ', '3 '],
  ['a.yaml', 'yaml', ['a:', '  b: 1', '  c: 2'], '  b: [1, 2]', ''],
  ['a.yaml', 'yaml', ['a:', '  b: 1', '  c: 2'], '  b: [1, 2', '3 '],
  ['a.yml', 'plaintext', ['a:', '  b: 1', '  c: 2'], '  b: "1', '3 '],
  ['a.yaml', 'yaml', ['a:', '  b: {{ x }}: y', '  c: 2'], '  b: {{ z }}: y', ''],
])('%s (%s) of %j with %s', async (path, language, lines, code, problem) => {
  const found = await check(secondLine(path, language, ...lines), inBlock(code));
  expect(problem === '' ? found : found.slice(0, problem.length)).toBe(problem);
});

test.each([
  ['[]', ''],
  ['[{"line": 4, "severity": "error", "message": "Wrong."}]', ''],
  ['[{"line": 5, "severity": "error", "message": "Wrong."}]', 'the file has 4 lines'],
  ['It looks fine.', 'not a list of findings'],
  ['<think>[]', 'not a list of findings'],
])('findings %s', async (text, message) => {
  const found = await check({ answerKind: 'findings' }, text);
  expect(message === '' ? found : found.includes(message)).toBe(message === '' ? '' : true);
});

test('prose has to say something', async () => {
  expect(await check({ answerKind: 'prose' }, 'It adds up prices.')).toBe('');
  expect(await check({ answerKind: 'prose' }, ' ')).toContain('empty');
  expect(await check({ answerKind: 'prose' }, '<think>It adds.</think>\n')).toContain('empty');
});

test('an aborted check rejects', async () => {
  const candidate = { task: taskWith(), text: 'a', outcome: 'complete' as const };
  await expect(formatGate.check(candidate, AbortSignal.abort())).rejects.toThrow('aborted');
});
