import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { filesBeside } from '../../../../src/editor/evaluation/collect/filesBeside.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  return editor.current;
});

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-beside-')));
  Object.assign(editor.current.state, { folders: [join(root, 'shop')], settings: {} });
  write('outside.txt', 'not yours');
  write('shop/shared.txt', 'shared');
  write('shop/evals/promptfooconfig.yaml', 'prompts: []');
  write('shop/evals/prompts/a.txt', 'first');
  write('shop/evals/prompts/b.txt', 'second');
  write('shop/evals/.env', 'KEY=1');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const beside = (file = 'shop/evals/promptfooconfig.yaml') => {
  const uri = editor.current.Uri.file(join(root, file)) as unknown as vscode.Uri;
  return filesBeside(uri, new AbortController().signal);
};

test('files of the same workspace folder are read and found, in order', async () => {
  const { read, find } = beside();
  expect(await read('prompts/a.txt')).toBe('first');
  expect(await read('../shared.txt')).toBe('shared');
  expect(await find('prompts/*.txt')).toEqual(['prompts/a.txt', 'prompts/b.txt']);
});

test('what is outside, behind a link, private or not there is not read', async () => {
  symlinkSync(join(root, 'outside.txt'), join(root, 'shop/evals/link.txt'));
  symlinkSync(join(root, 'shop/evals/.env'), join(root, 'shop/evals/env.txt'));
  const { read, find } = beside();
  for (const path of ['../../outside.txt', 'link.txt', '.env', 'env.txt', 'gone.txt', 'prompts']) {
    expect(await read(path)).toBeUndefined();
  }
  expect(await find('none/*.txt')).toEqual([]);
});

test('a file in no folder reaches what lies below it alone', async () => {
  editor.current.state.folders = [];
  const { read } = beside();
  expect(await read('prompts/a.txt')).toBe('first');
  expect(await read('../shared.txt')).toBeUndefined();
});
