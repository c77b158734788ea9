import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { leadsOut } from '../../../../src/editor/platform/leadsOut.ts';
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
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-leads-')));
  for (const folder of ['repo/src', 'outside']) mkdirSync(join(top, folder), { recursive: true });
  symlinkSync('../outside', join(top, 'repo', 'docs'));
  symlinkSync('../outside/none', join(top, 'repo', 'dangling'));
  editor.current.folders.push(join(top, 'repo'));
});
afterEach(() => {
  editor.current.folders.length = 0;
  rmSync(top, { recursive: true, force: true });
});

test.each([
  ['src/new.ts', false],
  ['src/new/folder/x.ts', false],
  ['docs/new.md', true],
  ['docs/new/folder/x.md', true],
  ['dangling', true],
])('%s, which is not there yet, leads out: %s', async (path, out) => {
  const uriOf = (each: string) => new editor.current.Uri(join(top, each)) as vscode.Uri;
  expect(await leadsOut(uriOf(`repo/${path}`), uriOf('repo'))).toBe(out);
  expect(await leadsOut(uriOf(`repo/${path}`), uriOf('repo/src'))).toBe(out);
});
