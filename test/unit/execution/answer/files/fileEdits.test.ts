import { expect, test } from 'vitest';
import { editedText, type Shown } from '../../../../../src/execution/answer/files/editedText.ts';
import { fileEditsIn, loneBlock } from '../../../../../src/execution/answer/files/fileEdits.ts';

const file = ['one', '  two', 'three', ''].join('\n');

/** What an answer makes of the file `src/a.ts`. */
function made(answer: string, text: string | undefined = file, shown: Shown | undefined = 'whole') {
  const [edit, another] = fileEditsIn(answer);
  expect(another).toBeUndefined();
  expect(edit?.path).toBe('src/a.ts');
  return editedText(edit!, { text, shown });
}

const part = (search: string, replace: string) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
const changed = { text: 'one\n  2\nthree\n' };

// Each row: where the shape was seen, and an answer of that shape that changes `two` to `2`.
const shapes: readonly (readonly [string, string])[] = [
  ['as Tierwise asks', `Done.\n\n\`\`\`ts src/a.ts\n${part('  two', '  2')}\n\`\`\``],
  [
    'Aider’s documents: the path above the fence',
    `src/a.ts\n\`\`\`ts\n${part('  two', '  2')}\n\`\`\``,
  ],
  ['Aider, the path inside', `\`\`\`\nsrc/a.ts\n${part('  two', '  2')}\n\`\`\``],
  ['VS Code’s chat: a comment with filepath', '```ts\n// filepath: src/a.ts\none\n  2\nthree\n```'],
  ['Continue: path in the opening line', '```ts src/a.ts\none\n  2\nthree\n```'],
  ['Cursor: language and path with a colon', '```ts:src/a.ts\none\n  2\nthree\n```'],
  ['documents: title', '```ts title="src/a.ts"\none\n  2\nthree\n```'],
  ['a title in single quotes', "```ts title='src/a.ts'\none\n  2\nthree\n```"],
  ['a path without quotes', '```ts path=src/a.ts\none\n  2\nthree\n```'],
  ['a heading above', '### `src/a.ts`\n\n```ts\none\n  2\nthree\n```'],
  ['bold with a label', '1. **File: src/a.ts** (updated):\n```ts\none\n  2\nthree\n```'],
  [
    'a unified diff',
    '```diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,3 +1,3 @@\n one\n-  two\n+  2\n three\n```',
  ],
  [
    'a diff whose line numbers are wrong, as models write them',
    '```diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -70,3 +70,3 @@\n-  two\n+  2\n```',
  ],
  [
    'a patch of OpenAI’s models',
    '```\n*** Begin Patch\n*** Update File: src/a.ts\n@@\n one\n-  two\n+  2\n*** End Patch\n```',
  ],
  [
    'marks with more spaces',
    '```ts src/a.ts\n<<<<<<<  SEARCH \n  two\n======= \n  2\n>>>>>>>  REPLACE\n```',
  ],
  [
    'Roo Code: where the lines begin',
    `src/a.ts\n\`\`\`\n${part(':start_line:2\n:end_line:2\n-------\n  two', '  2')}\n\`\`\``,
  ],
  ['marks without a block', `Done.\n\nsrc/a.ts\n${part('  two', '  2')}\n`],
  [
    'a patch without a block',
    'Done.\n*** Begin Patch\n*** Update File: src/a.ts\n@@\n-  two\n+  2\n*** End Patch',
  ],
  ['a tag with the path', '<file path="src/a.ts">\n```ts\none\n  2\nthree\n```\n</file>'],
  [
    'thoughts before it',
    `<think>\n\`\`\`ts src/b.ts\nno\n\`\`\`\n</think>\n\`\`\`ts src/a.ts\n${part('  two', '  2')}\n\`\`\``,
  ],
  ['lines without their indentation', `\`\`\`ts src/a.ts\n${part('two', '2')}\n\`\`\``],
  [
    'two parts',
    `\`\`\`ts src/a.ts\n${part('one', '1')}\n${part('  two', '  2')}\n${part('1', 'one')}\n\`\`\``,
  ],
];

test.each(shapes)('reads %s', (_, answer) => {
  expect(made(answer)).toEqual(changed);
});

test('lines without their indentation are found below a blank line, too', () => {
  const answer = `\`\`\`ts src/a.ts\n${part(' \ntwo', '\n2')}\n\`\`\``;
  expect(made(answer, 'one\n\n  two\n')).toEqual({ text: 'one\n\n  2\n' });
});

test('a part with nothing in place of its lines takes them out', () => {
  const answer = '```ts src/a.ts\n<<<<<<< SEARCH\n  two\n=======\n>>>>>>> REPLACE\n```';
  expect(made(answer)).toEqual({ text: 'one\nthree\n' });
});

test('of equal lines a diff changes those at its line number', () => {
  const diff = (line: number) =>
    `\`\`\`diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -${line},1 +${line},1 @@\n-x\n+y\n\`\`\``;
  expect(made(diff(3), 'x\na\nx\n')).toEqual({ text: 'x\na\ny\n' });
  expect(made(diff(1), 'x\na\nx\n')).toEqual({ text: 'y\na\nx\n' });
  expect(made(diff(2), 'x\na\nx\n')).toEqual({
    problem: 'the lines to replace occur 2 times in it',
  });
});

test('line ends of the file stay', () => {
  const answer = `\`\`\`ts src/a.ts\n${part('  two', '  2')}\n\`\`\``;
  expect(made(answer, file.replaceAll('\n', '\r\n'))).toEqual({ text: 'one\r\n  2\r\nthree\r\n' });
});

test('several files in one answer, a new one among them', () => {
  const answer = [
    '```ts src/a.ts',
    part('one', '1'),
    '```',
    '```ts src/b.ts',
    part('x', 'y'),
    '```',
    '```md docs/new.md',
    '# New',
    '```',
    '```ts src/a.ts',
    part('three', '3'),
    '```',
  ].join('\n');
  const edits = fileEditsIn(answer);
  expect(edits.map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts', 'docs/new.md']);
  expect(editedText(edits[0]!, { text: file })).toEqual({ text: '1\n  two\n3\n' });
  expect(editedText(edits[2]!, { text: undefined })).toEqual({ text: '# New\n' });
});

test.each([
  ['not in it', `\`\`\`ts src/a.ts\n${part('four', '4')}\n\`\`\``, file, 'are not in it'],
  ['twice in it', `\`\`\`ts src/a.ts\n${part('x', 'y')}\n\`\`\``, 'x\nx\n', 'occur 2 times'],
  ['no lines named', `\`\`\`ts src/a.ts\n${part('', 'y')}\n\`\`\``, file, 'does not say which'],
  ['an empty file', `\`\`\`ts src/a.ts\n${part('x', 'y')}\n\`\`\``, '', 'it is empty'],
  ['no end of the part', '```ts src/a.ts\n<<<<<<< SEARCH\none\n```', file, 'has no end'],
  ['no end of the block', '```ts src/a.ts\none\n  2', file, 'does not end'],
  ['two versions', '```ts src/a.ts\n1\n```\n```ts src/a.ts\n2\n```', file, 'several whole'],
  [
    'deleted',
    '```diff\n--- a/src/a.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n```',
    file,
    'deletes it',
  ],
  [
    'renamed',
    '```diff\n--- a/src/a.ts\n+++ b/src/c.ts\n@@ -1 +1 @@\n-one\n+1\n```',
    file,
    'renames it',
  ],
])('%s: says why and changes nothing', (_, answer, text, problem) => {
  expect(made(answer, text)).toEqual({ problem: expect.stringContaining(problem) as string });
});

test('lines that a file lacks, since there is no such file', () => {
  const [edit] = fileEditsIn(`\`\`\`ts src/a.ts\n${part('x', 'y')}\n\`\`\``);
  expect(editedText(edit!, { text: undefined })).toEqual({ problem: 'there is no such file' });
});

test('a whole text does not replace a file that the model was not shown', () => {
  const [edit] = fileEditsIn('```ts src/a.ts\nall new\n```');
  expect(editedText(edit!, { text: file })).toEqual({
    problem: expect.stringContaining('was not shown it') as string,
  });
});

test('a whole block for a file of which lines were shown replaces those', () => {
  const shown = { startLine: 2, endLine: 2 };
  expect(made('```ts src/a.ts\n  2\n```', file, shown)).toEqual(changed);
});

test('a block that quotes the file changes nothing', () => {
  expect(made('`src/a.ts`:\n```ts\n  two\nthree\n```')).toEqual({ text: file });
});

test('a first line that names the file stays where the file has it', () => {
  const text = '// src/a.ts\none\n';
  expect(made('```ts\n// src/a.ts\n1\n```', text)).toEqual({ text: '// src/a.ts\n1\n' });
});

test.each([
  'Look:\n```ts\nconst a = 1;\n```',
  'In short:\n```sh\nnpm test\n```',
  '```ts\n// cart.total is wrong\nx\n```',
  '```vb\nDim x\n```',
  '**Client/Server**\n```ts\nconst a = 1;\n```',
  '`console.log`:\n```ts\nconsole.log(1);\n```',
  '### Map.groupBy\n```ts\nconst a = 1;\n```',
  'No block at all.',
])('names no file: %j', (answer) => {
  expect(fileEditsIn(answer)).toEqual([]);
});

// As `git diff` writes it: what it says of the next file is no line of this one.
test('a change before a deleted and a renamed file', () => {
  const lines = [
    'diff --git a/src/a.ts b/src/a.ts',
    '--- a/src/a.ts',
    '+++ b/src/a.ts',
    '@@ -1,3 +1,3 @@',
    ' one',
    '-  two',
    '+  2',
    ' three',
    'diff --git a/src/b.ts b/src/b.ts',
    'deleted file mode 100644',
    '--- a/src/b.ts',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-gone',
    'diff --git a/src/c.ts b/src/d.ts',
    'similarity index 100%',
    'rename from src/c.ts',
    'rename to src/d.ts',
  ];
  const [edit, ...others] = fileEditsIn(`\`\`\`diff\n${lines.join('\n')}\n\`\`\``);
  expect(editedText(edit!, { text: file, shown: 'whole' })).toEqual(changed);
  expect(others.map(({ path }) => path)).toEqual(['src/b.ts']);
});

test('a patch that moves a file says so', () => {
  const patch =
    '*** Begin Patch\n*** Update File: src/a.ts\n*** Move to: src/c.ts\n@@\n-one\n+1\n*** End Patch';
  expect(made(`\`\`\`\n${patch}\n\`\`\``)).toEqual({
    problem: expect.stringContaining('renames it') as string,
  });
});

test('the lone block of an answer is told from blocks of files', () => {
  expect(loneBlock('So:\n```ts\n  2\n```')).toBe('  2');
  expect(loneBlock('```ts src/a.ts\n2\n```')).toBeUndefined();
  expect(loneBlock('```ts\n1\n```\n```ts\n2\n```')).toBeUndefined();
  expect(loneBlock('```diff\n-1\n+2\n```')).toBeUndefined();
});

test('where lines occur twice, the place that a SEARCH part names counts', () => {
  const answer = `\`\`\`ts src/a.ts\n${part(':start_line:3\n-------\none', 'three')}\n\`\`\``;
  expect(made(answer, 'one\ntwo\none\n')).toEqual({ text: 'one\ntwo\nthree\n' });
});

test.each([
  ['marks that cannot be read', '<<<<<<< HEAD\none\n=======\n1\n>>>>>>> mine', /marks such as <<</],
  ['a diff without a header', '-one\n+1\n   two\n three', /is a diff instead of the code/],
  ['a field of JSON', '{"content": "1\\n  two\\nthree"}', /wraps the code in JSON/],
])('%s never become the text of a file', (_, code, problem) => {
  const answer = `\`\`\`ts src/a.ts\n${code}\n\`\`\``;
  expect(made(answer)).toEqual({ problem: expect.stringMatching(problem) });
});
