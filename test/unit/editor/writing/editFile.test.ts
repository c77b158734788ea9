import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import { editFile } from '../../../../src/editor/writing/editFile.ts';
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

const path = '/repo/notes.yaml';
const write = (edited: (text: string) => string) =>
  editFile(new editor.current.Uri(path) as unknown as vscode.Uri, edited);
const oneMore = (text: string) => `${text}one more\n`;

beforeEach(() => {
  const { texts, dirty, saved, questions, replies, folders } = editor.current;
  for (const each of [texts, dirty]) each.clear();
  for (const each of [saved, questions, replies, folders]) each.length = 0;
  folders.push('/repo');
});

test('a file is made of its edit, and one that is there is edited and saved', async () => {
  expect(await write(oneMore)).toBe(true);
  expect(editor.current.texts.get(path)).toBe('one more\n');
  expect(editor.current.saved).toEqual([]);
  expect(await write(oneMore)).toBe(true);
  expect(editor.current.texts.get(path)).toBe('one more\none more\n');
  expect(editor.current.saved).toEqual([path]);
});

test('unsaved changes take part in the edit, and stay for the developer to save', async () => {
  const { texts, dirty, saved } = editor.current;
  texts.set(path, 'not saved yet\n');
  dirty.add(path);
  await write(oneMore);
  expect(texts.get(path)).toBe('not saved yet\none more\n');
  expect(saved).toEqual([]);
});

test('nothing is saved when the developer does not agree, and the edit is made of what is there then', async () => {
  const { texts, saved, questions, replies } = editor.current;
  const hook = '/repo/.git/hooks/pre-commit';
  const writeHook = () => editFile(new editor.current.Uri(hook) as unknown as vscode.Uri, oneMore);
  texts.set(hook, 'old\n');
  replies.push(undefined);
  expect(await writeHook()).toBe(false);
  expect([texts.get(hook), saved, questions.length]).toEqual(['old\n', [], 1]);
  replies.push(() => {
    texts.set(hook, 'newer\n');
    return 'Write pre-commit';
  });
  expect(await writeHook()).toBe(true);
  expect(texts.get(hook)).toBe('newer\none more\n');
});

test('a file in another encoding is not written, so that no character of it is lost', async () => {
  const { texts, disk } = editor.current;
  texts.set(path, 'f\ufffdr\n');
  disk.set(path, Buffer.from('für\n', 'latin1'));
  await expect(write(oneMore)).rejects.toThrow(/^Nothing was written\. .*encoding UTF-8/);
  expect(texts.get(path)).toBe('f\ufffdr\n');
  disk.delete(path);
});
