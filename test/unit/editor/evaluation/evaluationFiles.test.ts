import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readEvaluations } from '../../../../src/editor/evaluation/files/readEvaluations.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';

const editor = vi.hoisted(() => ({
  current: {} as ReturnType<typeof diskEditor>,
  isTrusted: true,
}));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  const { workspace } = editor.current;
  const readDirectory = async ({ path }: { path: string }) =>
    (await readdir(path)).map((name) => [name, 1]);
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
    workspace: {
      textDocuments: [],
      getWorkspaceFolder: workspace.getWorkspaceFolder,
      getConfiguration: workspace.getConfiguration,
      fs: { ...workspace.fs, readDirectory },
      get isTrusted() {
        return editor.isTrusted;
      },
    },
  };
});

let top: string;
let home: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-evaluations-')));
  home = join(top, 'repo', '.tierwise', 'evaluations');
  mkdirSync(home, { recursive: true });
  editor.current.state.folders.push(join(top, 'repo'));
});
afterEach(() => {
  editor.isTrusted = true;
  editor.current.state.folders.length = 0;
  editor.current.state.settings = {};
  rmSync(top, { recursive: true, force: true });
});

const written = (fixtures: string) =>
  `taskType: debug\nthresholds: { minPassRate: 0.8 }\nscorers: [{ kind: gate, gate: syntax }]\nfixtures: ${fixtures}\n`;
const line = (path: string) =>
  `${JSON.stringify({ id: 'a', instruction: 'Fix it.', files: [{ path, text: 'x' }] })}\n`;

async function read(): Promise<string[]> {
  const folder = { uri: new editor.current.Uri(join(top, 'repo')), name: 'repo', index: 0 };
  const known = { tierNames: ['fast'], steps: new Map() };
  const files = await readEvaluations(folder as unknown as vscode.WorkspaceFolder, known);
  return files.map(({ name, parsed, places }) =>
    parsed.evaluation
      ? `${name}: ${JSON.stringify([...places])}`
      : `${name}: ${parsed.problems.map(({ message }) => message).join(' ')}`,
  );
}

test('a sound evaluation is read, with the places of its fixtures', async () => {
  writeFileSync(join(home, 'cart.yaml'), written('cart.jsonl'));
  writeFileSync(join(home, 'cart.jsonl'), `\n${line('src/cart.ts')}`);
  expect(await read()).toEqual(['cart: [["a",{"line":2,"file":"cart.jsonl"}]]']);
});

test('nothing is read in a workspace that is not trusted', async () => {
  writeFileSync(join(home, 'cart.yaml'), written('cart.jsonl'));
  editor.isTrusted = false;
  expect(await read()).toEqual([]);
});

test('a private file is not read, and none may come along with a fixture', async () => {
  editor.current.state.settings = { 'tierwise.privateFiles': ['secret*'] };
  writeFileSync(join(home, 'secrets.yaml'), written('[{ id: a, instruction: Fix it. }]'));
  writeFileSync(join(home, 'lines.yaml'), written('secret.jsonl'));
  writeFileSync(join(home, 'secret.jsonl'), line('src/cart.ts'));
  writeFileSync(join(home, 'own.yaml'), written('own.jsonl'));
  writeFileSync(join(home, 'own.jsonl'), line('config/.env'));
  expect(await read()).toEqual([
    expect.stringMatching(/^lines: There is no file "secret\.jsonl"/),
    expect.stringMatching(/^own: The fixture a brings config\/\.env along, which is private/),
    expect.stringMatching(/^secrets: This evaluation is not read: it is private/),
  ]);
});

test('no link leads out of the folder', async () => {
  writeFileSync(join(top, 'outside.jsonl'), line('src/cart.ts'));
  writeFileSync(join(top, 'outside.yaml'), written('[{ id: a, instruction: Fix it. }]'));
  writeFileSync(join(home, 'cart.yaml'), written('cart.jsonl'));
  symlinkSync(join(top, 'outside.jsonl'), join(home, 'cart.jsonl'));
  symlinkSync(join(top, 'outside.yaml'), join(home, 'linked.yaml'));
  expect(await read()).toEqual([
    expect.stringMatching(/^cart: There is no file "cart\.jsonl"/),
    expect.stringMatching(/^linked: This evaluation is not read/),
  ]);
});
