import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileForGate } from '../../../../src/editor/reading/fileForGate.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  return editor.current;
});

let outer = '';
let folder = '';
beforeEach(() => {
  outer = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-gate-')));
  folder = join(outer, 'shop');
  Object.assign(editor.current.state, { folders: [folder], settings: {} });
  write('src/cart.ts', 'cart;\n');
});
afterEach(() => {
  Object.assign(editor.current.workspace, { textDocuments: [], isTrusted: true });
  rmSync(outer, { recursive: true });
});

function write(path: string, text: string | Uint8Array, under = folder): void {
  mkdirSync(dirname(join(under, path)), { recursive: true });
  writeFileSync(join(under, path), text);
}

const read = (path: string) => fileForGate(path, new AbortController().signal);
const unreadable = (why: RegExp) => ({
  kind: 'unreadable',
  why: expect.stringMatching(why) as string,
});

test('a file is the same in whatever way a call writes its path', async () => {
  const file = { kind: 'text', path: 'src/cart.ts', text: 'cart;\n' };
  const found = await read('src/cart.ts');
  expect(found).toMatchObject(file);
  expect(await read(join(folder, 'src/cart.ts'))).toEqual(found);
  expect(await read(`file://${join(folder, 'src/cart.ts')}`)).toEqual(found);
  expect(await read('./src/../src/cart.ts')).toEqual(found);
});

test('what is not saved yet counts', async () => {
  const uri = new editor.current.Uri(join(folder, 'src/cart.ts'));
  Object.assign(editor.current.workspace, { textDocuments: [{ uri, getText: () => 'newer;\n' }] });
  expect(await read('src/cart.ts')).toMatchObject({ kind: 'text', text: 'newer;\n' });
});

test('a file that the workspace does not have', async () => {
  expect(await read('src/shop.ts')).toMatchObject({ kind: 'missing', path: 'src/shop.ts' });
});

test('what a model’s tools may not read, a gate does not read either', async () => {
  write('.env', 'KEY=1\n');
  write('dist/a.js', 'a;\n');
  write('.gitignore', 'dist\n');
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  symlinkSync(join(folder, '.env'), join(folder, 'src/settings.ts'));
  expect(await read('.env')).toEqual(unreadable(/private/));
  expect(await read('src/settings.ts')).toEqual(unreadable(/private/));
  expect(await read('dist/a.js')).toEqual(unreadable(/ignored by git/));
});

test('nor what is outside of the workspace, or no text', async () => {
  write('elsewhere/a.ts', 'a;\n', outer);
  symlinkSync(join(outer, 'elsewhere'), join(folder, 'linked'));
  write('src/logo.png', Uint8Array.of(0x89, 0xff, 0xfe));
  expect(await read(join(outer, 'elsewhere/a.ts'))).toEqual(
    unreadable(/not a path in the workspace/),
  );
  expect(await read('../elsewhere/a.ts')).toEqual(unreadable(/not a path in the workspace/));
  expect(await read('linked/a.ts')).toEqual(unreadable(/leads out/));
  expect(await read('src/logo.png')).toEqual(unreadable(/cannot be read/));
});

test('nothing is read where the workspace is not trusted', async () => {
  Object.assign(editor.current.workspace, { isTrusted: false });
  expect(await read('src/cart.ts')).toEqual(unreadable(/Trust this workspace/));
});
