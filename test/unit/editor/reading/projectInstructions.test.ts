import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { projectInstructions } from '../../../../src/editor/reading/projectInstructions.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  return editor.current;
});

let root = '';
let folder = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-instructions-')));
  folder = join(root, 'shop');
  mkdirSync(folder);
  Object.assign(editor.current.state, { folders: [folder], settings: {} });
  editor.current.workspace.isTrusted = true;
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string | Uint8Array, at = folder): void {
  mkdirSync(dirname(join(at, path)), { recursive: true });
  writeFileSync(join(at, path), text);
}

const about = (...paths: string[]) =>
  projectInstructions(paths.map((path) => new editor.current.Uri(join(folder, path)) as never));

function writeAll(): void {
  write('AGENTS.md', 'at the root');
  write('.github/copilot-instructions.md', 'for Copilot');
  write('packages/AGENTS.md', 'for packages');
  write('packages/cart/AGENTS.md', 'for the cart');
}

test.each([
  [[], ['.github/copilot-instructions.md', 'AGENTS.md']],
  [['a.ts'], ['.github/copilot-instructions.md', 'AGENTS.md']],
  [
    ['packages/cart/src/a.ts'],
    ['.github/copilot-instructions.md', 'AGENTS.md', 'packages/cart/AGENTS.md'],
  ],
  [['packages/mail/a.ts'], ['.github/copilot-instructions.md', 'AGENTS.md', 'packages/AGENTS.md']],
])('for %j', async (paths, files) => {
  writeAll();
  expect((await about(...paths))?.files).toEqual(files);
});

test('without files there are none', async () => {
  expect(await about('a.ts')).toBeUndefined();
});

test('a workspace that is not trusted says nothing', async () => {
  writeAll();
  editor.current.workspace.isTrusted = false;
  expect(await about('a.ts')).toBeUndefined();
});

test('the user turns them off', async () => {
  writeAll();
  editor.current.state.settings = { 'tierwise.projectInstructions': { read: false } };
  expect(await about('a.ts')).toBeUndefined();
});

test('the user says how long they are', async () => {
  write('AGENTS.md', 'x'.repeat(100));
  editor.current.state.settings = { 'tierwise.projectInstructions': { maxCharacters: 10 } };
  expect((await about())?.cutAfter).toBe(10);
});

test('a private file is passed over', async () => {
  writeAll();
  editor.current.state.settings = { 'tierwise.privateFiles': ['/AGENTS.md'] };
  expect((await about())?.files).toEqual(['.github/copilot-instructions.md']);
});

test('a link that leads out of the folder is not followed; one inside is', async () => {
  write('notes.txt', 'not for models', root);
  symlinkSync(join(root, 'notes.txt'), join(folder, 'AGENTS.md'));
  expect(await about()).toBeUndefined();
  rmSync(join(folder, 'AGENTS.md'));
  write('CLAUDE.md', 'for all agents');
  symlinkSync('CLAUDE.md', join(folder, 'AGENTS.md'));
  expect((await about())?.text).toContain('for all agents');
});

test('what is no text or far too large is passed over', async () => {
  write('AGENTS.md', new Uint8Array([0xff, 0xfe, 0x00, 0x80]));
  expect(await about()).toBeUndefined();
  write('AGENTS.md', 'x'.repeat(1_000_001));
  expect(await about()).toBeUndefined();
});

test('with several folders, the one of the file counts; without a file, all do', async () => {
  write('AGENTS.md', 'of the shop');
  write('mail/AGENTS.md', 'of the mail', root);
  editor.current.state.folders = [folder, join(root, 'mail')];
  expect((await about('a.ts'))?.files).toEqual(['shop/AGENTS.md']);
  expect((await about())?.files).toEqual(['shop/AGENTS.md', 'mail/AGENTS.md']);
});
