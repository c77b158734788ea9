import { expect, test } from 'vitest';
import {
  openProjectFiles,
  type FileReplacement,
} from '../../../../src/execution/workflow/projectFiles.ts';
import { StepFailure } from '../../../../src/execution/workflow/stepFailure.ts';

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

test.each(['./a.ts', 'x/../a.ts', './/a.ts', 'a.ts/'])(
  'a change of %s and one of a.ts are one change of one file',
  async (spelling) => {
    const project = open();
    await project.replace({ path: spelling, text: 'ONE', startLine: 1 }, signal);
    await project.replace({ path: 'a.ts', text: 'TWO', startLine: 2 }, signal);
    expect(project.edits()).toEqual([
      { path: 'a.ts', text: 'ONE\nTWO\nthree\n', original: 'one\ntwo\nthree\n' },
    ]);
    expect((await project.read(spelling, signal))?.text).toBe('ONE\nTWO\nthree\n');
  },
);

test('spellings that the disk takes for one file are one change, written as at first', async () => {
  const project = openProjectFiles(
    async () => ({ text: 'one\n', language: 'typescript' }),
    async (path) => ({ path, identity: path.toLowerCase() }),
  );
  await project.replace({ path: 'A.ts', text: 'ONE', startLine: 1 }, signal);
  await project.replace({ path: 'a.TS', text: 'TWO', startLine: 1 }, signal);
  expect(project.edits()).toEqual([{ path: 'A.ts', text: 'TWO\n', original: 'one\n' }]);
});

test('a change comes back under the name that its file has now, or says why not', async () => {
  const project = openProjectFiles(
    async () => ({ text: 'one', language: 'typescript' }),
    async (path) => {
      if (path === 'b.ts') throw new StepFailure('Several folders have it.');
      return { path: `api/${path}`, identity: path };
    },
  );
  await project.restore({ path: './a.ts', text: 'ONE', original: 'one' });
  expect(project.edits().map(({ path }) => path)).toEqual(['api/a.ts']);
  const unclear = project.restore({ path: 'b.ts', text: 'ONE', original: 'one' });
  await expect(unclear).rejects.toThrow('Several folders have it.');
});
