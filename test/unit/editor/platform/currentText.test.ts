import type * as vscode from 'vscode';
import { beforeEach, expect, test, vi } from 'vitest';
import { currentText } from '../../../../src/editor/platform/currentText.ts';
import type { memoryDocuments } from '../../../support/memoryDocuments.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof memoryDocuments> }));
vi.mock('vscode', async () => {
  const { memoryDocuments: create } = await import('../../../support/memoryDocuments.ts');
  editor.current = create();
  return editor.current;
});

const textOf = (path: string) => currentText(new editor.current.Uri(path) as vscode.Uri);

beforeEach(() => {
  const { texts, disk, dirty } = editor.current;
  for (const each of [texts, disk, dirty]) each.clear();
  for (const name of ['a', 'b']) {
    texts.set(`/${name}`, `${name}, in the editor`);
    disk.set(`/${name}`, new TextEncoder().encode(`${name}, on the disk: ä`));
  }
});

test('unsaved changes win over the file on disk', async () => {
  editor.current.dirty.add('/b');
  expect(await textOf('/b')).toBe('b, in the editor');
});

test('without unsaved changes the text is the file on disk', async () => {
  editor.current.dirty.add('/b');
  expect(await textOf('/a')).toBe('a, on the disk: ä');
});

test('a byte order mark is not part of the text', async () => {
  editor.current.disk.set('/a', new TextEncoder().encode('\uFEFFa'));
  expect(await textOf('/a')).toBe('a');
});

test('a missing file has no text', async () => {
  expect(await textOf('/none')).toBeUndefined();
});
