import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HumanError } from '../../../../src/editor/platform/humanError.ts';
import type { FileChange, NewFile } from '../../../../src/editor/writing/fileChange.ts';
import { writeChanges } from '../../../../src/editor/writing/writeChanges.ts';
import type { memoryDocuments } from '../../../support/memoryDocuments.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof memoryDocuments> }));
vi.mock('vscode', async () => {
  const { memoryDocuments: create } = await import('../../../support/memoryDocuments.ts');
  editor.current = create();
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
  };
});

let top: string;
let repo: string;

beforeEach(() => {
  const { texts, readOnly, folders, questions, replies } = editor.current;
  for (const each of [texts, readOnly]) each.clear();
  for (const each of [questions, replies, folders]) each.length = 0;
  top = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-writing-')));
  repo = join(top, 'repo');
  for (const folder of ['repo/src', 'repo/.git/hooks', 'outside']) {
    mkdirSync(join(top, folder), { recursive: true });
  }
  symlinkSync('../outside', join(repo, 'docs'));
  symlinkSync('.git/hooks', join(repo, 'scripts'));
  folders.push(repo);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const facts = { chosenBy: 'model', mayShrink: false, doubts: [] } as const;
const uriOf = (path: string) =>
  new editor.current.Uri(path.startsWith('/') ? path : join(repo, path)) as vscode.Uri;

function newFile(path: string, text = 'new\n', more: Partial<NewFile> = {}): FileChange {
  return { ...facts, uri: uriOf(path), text, ...more };
}

/** A change of the whole text of a file that is there. */
async function changeTo(
  path: string,
  text: string,
  more: Partial<Pick<FileChange, 'chosenBy' | 'mayShrink' | 'doubts'>> = {},
): Promise<FileChange> {
  const uri = uriOf(path);
  const document = (await editor.current.workspace.openTextDocument(
    uri as never,
  )) as unknown as vscode.TextDocument;
  return {
    ...facts,
    ...more,
    uri,
    document,
    version: document.version,
    startLine: 1,
    endLine: document.lineCount,
    code: text,
  };
}

const put = (path: string, text: string) => editor.current.texts.set(join(repo, path), text);
const textAt = (path: string) => editor.current.texts.get(join(repo, path));
const write = (...changes: FileChange[]) => writeChanges(async () => changes);

async function refusal(...changes: FileChange[]): Promise<string> {
  const before = new Map(editor.current.texts);
  const error = await write(...changes).then(
    () => undefined,
    (thrown: HumanError) => thrown,
  );
  expect(error?.name).toBe('HumanError');
  expect(editor.current.texts).toEqual(before);
  return error!.message;
}

test('an ordinary file is written without a question', async () => {
  put('src/a.ts', 'old');
  expect(await write(await changeTo('src/a.ts', 'new'), newFile('src/b/c.ts'))).toHaveLength(2);
  expect([textAt('src/a.ts'), textAt('src/b/c.ts')]).toEqual(['new', 'new\n']);
  expect(editor.current.questions).toEqual([]);
});

test('a protected file is asked about with its whole path and its risk; Cancel writes nothing', async () => {
  const change = newFile('.git/hooks/pre-commit');
  editor.current.replies.push(undefined);
  expect(await write(change)).toBeUndefined();
  expect(editor.current.texts.size).toBe(0);
  expect(editor.current.questions).toEqual([
    {
      message: 'Write .git/hooks/pre-commit?',
      detail: 'Git runs it at each commit, push or checkout.',
      buttons: ['Write pre-commit'],
    },
  ]);
  editor.current.replies.push('Write pre-commit');
  expect(await write(change)).toEqual([change]);
  expect(textAt('.git/hooks/pre-commit')).toBe('new\n');
});

test('a link to a protected place is asked about as that place', async () => {
  editor.current.replies.push(undefined);
  await write(newFile('scripts/format'));
  expect(editor.current.questions[0]).toMatchObject({
    message: 'Write scripts/format (a link to .git/hooks/format)?',
  });
});

test('a folder that lies in a protected place asks for all of its files', async () => {
  editor.current.folders.splice(0, 1, join(repo, '.git', 'hooks'));
  editor.current.replies.push(undefined);
  await write(newFile('.git/hooks/format'));
  expect(editor.current.questions[0]?.message).toBe('Write format?');
});

test.each([
  ['docs/x.desktop', 'outside/x.desktop'],
  ['docs/new/folder/x', 'outside/new/folder/x'],
])('%s is refused: a link leads it out, and it is said where to', async (path, place) => {
  for (const chosenBy of ['model', 'developer'] as const) {
    const message = await refusal(newFile('src/fine.ts'), newFile(path, 'x', { chosenBy }));
    expect(message).toContain(`A link leads ${path} out of this workspace, to ${join(top, place)}`);
  }
  expect(editor.current.questions).toEqual([]);
});

test('a link that is put there while the question waits is seen', async () => {
  mkdirSync(join(repo, 'hooks'));
  editor.current.replies.push(() => {
    rmSync(join(repo, 'hooks'), { recursive: true });
    symlinkSync('../outside', join(repo, 'hooks'));
    return 'Write pre-commit';
  });
  await expect(write(newFile('hooks/pre-commit'))).rejects.toThrow('A link leads hooks/pre-commit');
  expect(editor.current.texts.size).toBe(0);
});

test('what changes while the question waits is asked about again, and written as it is then', async () => {
  put('package.json', '{"scripts":{}}');
  let scripts: object = { test: 'x' };
  const plan = async () => [await changeTo('package.json', JSON.stringify({ scripts }))];
  editor.current.replies.push(() => {
    scripts = { postinstall: 'x' };
    return 'Write package.json';
  }, 'Write package.json');
  await writeChanges(plan);
  expect(editor.current.questions.map(({ detail }) => detail)).toEqual([
    'npm runs its scripts when somebody installs, tests or builds (scripts: test).',
    'npm runs its scripts when somebody installs, tests or builds (scripts: postinstall).',
  ]);
  expect(textAt('package.json')).toBe('{"scripts":{"postinstall":"x"}}');
});

test('a model never chooses a file outside the folders; a developer is asked', async () => {
  expect(await refusal(newFile(join(top, 'outside', 'x')))).toContain('lies outside the folders');
  expect(await refusal(newFile(join(top, 'repo-evil', 'x')))).toContain('lies outside the folders');
  editor.current.replies.push(undefined);
  await write(newFile(join(top, 'outside', 'x.ts'), 'x', { chosenBy: 'developer' }));
  expect(editor.current.questions[0]?.detail).toContain('lies outside the folders');
});

test('without a folder only protected places of the developer’s own file ask', async () => {
  editor.current.folders.length = 0;
  await write(newFile(join(top, 'x.ts'), 'x', { chosenBy: 'developer' }));
  expect(editor.current.questions).toEqual([]);
  await write(newFile(join(top, '.bashrc'), 'x', { chosenBy: 'developer' }));
  expect(editor.current.questions[0]?.detail).toBe('Your shell runs it when it starts.');
});

test('hidden characters of a path are shown in the question', async () => {
  await write(newFile('.vs\u200Bcode/\u202Esj.sksat'));
  expect(editor.current.questions[0]).toMatchObject({
    message: 'Write .vs\\u{200b}code/\\u{202e}sj.sksat?',
    buttons: ['Write \\u{202e}sj.sksat'],
  });
});

const lines = (count: number) => 'x;\n'.repeat(count);
test('a file that would lose most of its lines is asked about, unless the task asked for that', async () => {
  put('src/a.ts', lines(120));
  await write(await changeTo('src/a.ts', lines(14)));
  expect(editor.current.questions[0]?.detail).toBe(
    'It would go from 120 lines of text to 14, and the task did not ask for that.',
  );
  expect(textAt('src/a.ts')).toBe(lines(120));
  await write(await changeTo('src/a.ts', lines(14), { mayShrink: true }));
  expect(textAt('src/a.ts')).toBe(lines(14));
});

test('a large part of a larger file that would be gone is asked about, too', async () => {
  put('src/a.ts', lines(1000));
  await write({ ...(await changeTo('src/a.ts', 'x;')), startLine: 1, endLine: 60 } as FileChange);
  expect(editor.current.questions[0]?.detail).toContain('from 60 lines of text to 1');
});

test('several files are asked about at once, and all or none is written', async () => {
  put('src/a.ts', 'old');
  const changes = [
    await changeTo('src/a.ts', 'new', { doubts: ['the syntax check failed for it'] }),
    newFile('.vscode/tasks.json'),
    newFile('src/b.ts'),
  ];
  editor.current.replies.push(undefined);
  expect(await write(...changes)).toBeUndefined();
  expect(editor.current.questions).toEqual([
    {
      message: 'Write these 3 files?',
      detail:
        'src/a.ts: the syntax check failed for it.\n.vscode/tasks.json: VS Code runs its tasks and follows its settings.\nThe others are ordinary files: src/b.ts.',
      buttons: ['Write All 3 Files'],
    },
  ]);
  expect(editor.current.texts.size).toBe(1);
  editor.current.replies.push('Write All 3 Files');
  expect(await write(...changes)).toHaveLength(3);
  expect(editor.current.texts.size).toBe(3);
});

test('when VS Code cannot write one of several, the new files are taken back and all are named', async () => {
  put('src/a.ts', 'old');
  editor.current.readOnly.add(join(repo, 'src/a.ts'));
  const message = await refusal(await changeTo('src/a.ts', 'new'), newFile('src/b.ts'));
  expect(message).toContain('so none was written: src/a.ts, src/b.ts');
});

test('a file that has come in the meantime is named, and nothing is written', async () => {
  put('src/b.ts', 'mine');
  expect(await refusal(newFile('src/a.ts'), newFile('src/b.ts'))).toContain(
    'src/b.ts already exists',
  );
});

test('two changes to one file are not guessed together', async () => {
  expect(await refusal(newFile('src/a.ts'), newFile('src/a.ts'))).toContain('Two of these changes');
});

test('a change fits the document after somebody typed while it was written', async () => {
  const { texts, versions } = editor.current;
  const key = join(repo, 'src/a.ts');
  put('src/a.ts', 'old');
  let plans = 0;
  await writeChanges(async () => {
    const change = await changeTo('src/a.ts', `${texts.get(key)} new`);
    plans += 1;
    if (plans === 1) {
      texts.set(key, 'typed');
      versions.set(key, 2);
    }
    return [change];
  });
  expect([plans, textAt('src/a.ts')]).toEqual([2, 'typed new']);
});

test('a document that takes a change and can never be saved has its text back', async () => {
  put('src/a.ts', 'old');
  put('src/b.ts', 'old');
  // VS Code marks a changed document as one with unsaved changes, unless settings make it read-only.
  editor.current.disk.set(join(repo, 'src/a.ts'), new TextEncoder().encode('old'));
  const message = await refusal(
    await changeTo('src/a.ts', 'new'),
    await changeTo('src/b.ts', 'new'),
  );
  expect(message).toContain('so none was written: src/a.ts, src/b.ts');
});

test.each([
  [
    'iso88591',
    'ä → 😀',
    ['Its encoding iso88591 cannot hold → 😀, which would be saved as question marks.'],
  ],
  ['iso88591', 'ä ?', []],
  ['utf8', 'ä → 😀', []],
])('a file in %s is asked about before it takes %j: %j', async (encoding, text, asked) => {
  put('src/a.ts', 'old');
  editor.current.encodings.set(join(repo, 'src/a.ts'), encoding);
  await write(await changeTo('src/a.ts', text));
  expect(editor.current.questions.map(({ detail }) => detail)).toEqual(asked);
  expect(textAt('src/a.ts')).toBe(asked.length > 0 ? 'old' : text);
});
