import { LineCounter } from 'yaml';
import { expect, test } from 'vitest';
import { readSoundYaml } from '../../../../src/routing/input/yaml.ts';

function told(text: string): string[] {
  const lines = new LineCounter();
  const read = readSoundYaml(text, lines);
  if (!('problems' in read)) return [];
  return read.problems.map(({ start, message }) => `${lines.linePos(start).line}: ${message}`);
}

test.each<[string, string, number, RegExp]>([
  [
    'a tab in three lines',
    'a:\n\tb: 1\n\tc: 2\n\td: 3\n',
    2,
    /does not allow a tab here. Indent with spaces/,
  ],
  ['a tab among spaces', 'a:\n  b:\n\tc: 1\n  d: 2\n', 3, /does not allow a tab/],
  [
    'too little indentation',
    'a:\n  - b: 1\n    c: 2\n   d: 3\n',
    4,
    /Indent this line as the others/,
  ],
  ['too much indentation', 'a:\n  - b: x\n      c: 2\n', 2, /The next line is indented further/],
  ['a colon in a text', 'note: careful: hot\n', 1, /colon and a space in it needs quotes/],
  ['an at sign', 'owner: @kitchen\n', 1, /begins with @ needs quotes/],
  ['a backtick', 'code: `x`\n', 1, /begins with ` needs quotes/],
  ['a pattern', 'path: **/*.md\n', 1, /needs quotes around it: "\*\*\/\*\.md"/],
  ['a pattern in a list', 'path: [*.md, b]\n', 1, /needs quotes around it: "\*\.md"/],
  ['a star', 'path: *\n', 1, /begins with \* or & needs quotes/],
  ['an alias', 'a: *other\n', 1, /Aliases are not allowed here/],
  [
    'no space after a colon',
    'a:\n  - name:salt\n    grams: 2\n',
    2,
    /Write a space after the colon: `name: salt`/,
  ],
  ['no space after a dash', 'a:\n  -name: salt\n   grams: 2\n', 2, /Write a space after the dash/],
  ['a bracket that stays open', 'a: [1, 2\nb: 3\n', 2, /A bracket is not closed/],
  ['a quote that stays open', 'a: "salt\n', 1, /A quote is opened here and not closed/],
  [
    'a comma that is missing',
    '{ "a": { "b": 1 } "c": 2 }\n',
    1,
    /comma or a line break is missing/,
  ],
  [
    'a merge conflict',
    'a:\n<<<<<<< HEAD\n  - 1\n=======\n  - 2\n>>>>>>> mine\n',
    2,
    /merge conflict/,
  ],
  ['a block of Markdown', '```yaml\na: 1\n```\n', 1, /belong to Markdown/],
  ['a greater-than sign', 'a: >= 2\n', 1, /begins with > or \| needs quotes/],
  ['a path of Windows', 'a: "C:\\kitchen"\n', 1, /Write each backslash twice/],
  ['a space of a web page', 'a:\n\u00a0\u00a0b: 1\n', 2, /only looks like a space/],
  ['a name that comes twice', 'a: 1\nb: 2\na: 3\n', 3, /"a" is used twice here/],
  ['nesting without end', `a: ${'['.repeat(9_000)}`, 1, /nests too deeply|too many entries/],
])('%s is told once, at its line, with what to write', (_, text, line, message) => {
  const problems = told(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${line}: `));
  expect(problems[0]).toMatch(message);
});

test.each([
  ['a byte order mark', '\ufeffa: 1\n'],
  ['line ends of Windows', 'a:\r\n  - 1\r\n'],
  ['JSON with a trailing comma', '{ "a": [1, 2,], }'],
  ['a space of a web page inside a text', 'a: |\n  x\n  \u00a0y\n'],
  ['one document between its signs', '---\na: 1\n...\n'],
  ['nothing but comments', '# a: 1\n'],
])('%s is sound', (_, text) => {
  expect(told(text)).toEqual([]);
});
