import { expect, test } from 'vitest';
import {
  openProjectFiles,
  type FileReplacement,
} from '../../../../src/execution/workflow/projectFiles.ts';

const { signal } = new AbortController();
const files: Readonly<Record<string, string>> = {
  'a.ts': 'one\ntwo\nthree\n',
  'dos.ts': 'one\r\ntwo\r\n',
};
const open = () =>
  openProjectFiles(async (path) => {
    const text = files[path];
    return text === undefined ? undefined : { text, language: 'typescript' };
  });

const changes: [what: string, changes: FileReplacement[], text: string, changedLines: number][] = [
  ['one line', [{ path: 'a.ts', text: 'TWO', startLine: 2, endLine: 2 }], 'one\nTWO\nthree\n', 1],
  ['a line alone', [{ path: 'a.ts', text: 'TWO', startLine: 2 }], 'one\nTWO\nthree\n', 1],
  [
    'more lines than before',
    [{ path: 'a.ts', text: '2\n2b', startLine: 2, endLine: 2 }],
    'one\n2\n2b\nthree\n',
    2,
  ],
  [
    'none but an insertion',
    [{ path: 'a.ts', text: 'half', startLine: 2, endLine: 1 }],
    'one\nhalf\ntwo\nthree\n',
    1,
  ],
  ['the whole file', [{ path: 'a.ts', text: 'new' }], 'new', 4],
  ['a new file', [{ path: 'b.ts', text: 'new' }], 'new', 1],
  [
    'at the file’s own line ends',
    [{ path: 'dos.ts', text: 'a\nb', startLine: 1 }],
    'a\r\nb\r\ntwo\r\n',
    2,
  ],
  [
    'one after another, as the file then is',
    [
      { path: 'a.ts', text: '1\n1b', startLine: 1 },
      { path: 'a.ts', text: 'TWO', startLine: 3 },
    ],
    '1\n1b\nTWO\nthree\n',
    1,
  ],
];
test.each(changes)('a change replaces %s', async (_what, each, text, changedLines) => {
  const project = open();
  const done = [];
  for (const change of each) done.push(await project.replace(change, signal));
  const { path } = each[0]!;
  const original = files[path];
  expect(done.at(-1)!.changedLines).toBe(changedLines);
  expect(project.edits()).toEqual([{ path, text, ...(original !== undefined && { original }) }]);
  expect((await project.read(path, signal))!.text).toBe(text);
});

test.each([
  [{ path: '../a.ts', text: '' }, 'is not a path in the workspace'],
  [{ path: '/a.ts', text: '' }, 'is not a path in the workspace'],
  [{ path: 'C:\\a.ts', text: '' }, 'is not a path in the workspace'],
  [{ path: 'a.ts', text: '', startLine: 9 }, 'a.ts has 4 lines, so lines 9 to 9'],
  [{ path: 'a.ts', text: '', startLine: 0, endLine: 1 }, 'lines 0 to 1 cannot be replaced'],
])('what lies outside is refused: %j', async (change, problem) => {
  const project = open();
  await expect(project.replace(change, signal)).rejects.toThrow(problem);
  expect(project.edits()).toEqual([]);
});
