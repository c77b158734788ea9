import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { screenshot, waitForNotification } from '../support/editorPage.ts';
import { command, start, tabs } from '../support/hostActs.ts';
import {
  expectStanding,
  frontTab,
  pickRow,
  practiceVscode,
  wholeAnswer,
} from '../support/practiceVscode.ts';
import { eventStream, startWireServer, type WireServer } from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';
import { openWorkflowTree, treeRow } from '../support/workflowTree.ts';

// A model that proposes what an injected text would have it propose, in a repository that goes along.
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const written = 'export const two = 2;';
let model: WireServer;

beforeAll(async () => {
  model = await startWireServer((socket, request) => {
    const answer = `\`\`\`\n${written}\n\`\`\``;
    const events = [...wire.opening, wire.text(answer), ...wire.closing('stop', wire.plainUsage)];
    return eventStream(events)(socket, request);
  });
});
afterAll(() => model.close());

/** The definition of a workflow that proposes these files. */
function proposing(paths: readonly string[]): string {
  const steps = paths.flatMap((path, at) => [
    `  write${at}:`,
    `    prompt: Write the file ${at}.`,
    `    edit: { path: ${JSON.stringify(path)} }`,
    `  put${at}:`,
    '    tool: editFile',
    `    with: { path: '{{ write${at}.path }}', text: '{{ write${at}.text }}' }`,
  ]);
  return ['description: Proposes files', 'model: fast', 'steps:', ...steps, ''].join('\n');
}

const workflows: Readonly<Record<string, readonly string[]>> = {
  addHook: ['.git/hooks/pre-commit'],
  addPage: ['docs/page.md'],
  addAll: ['src/one.ts', 'src/two.ts', '.vscode/tasks.json'],
};

const window = practiceVscode(async () => ({
  settings: () => ({
    'tierwise.providers': {
      injected: { wire: 'openaiCompatible', baseUrl: `${model.url}/v1`, auth: 'none' },
    },
    'tierwise.tiers': { fast: ['injected/model'] },
  }),
  prepare(folder) {
    const own = join(folder, '.tierwise', 'workflows');
    mkdirSync(own, { recursive: true });
    for (const [name, paths] of Object.entries(workflows)) {
      writeFileSync(join(own, `${name}.yaml`), proposing(paths));
    }
    writeFileSync(join(folder, 'src', 'one.ts'), 'export const one = 1;\n');
  },
}));

const inFolder = (path: string) => join(window.current.folder, path);
const outside = () => join(window.current.folder, '..', 'outside');
beforeEach(() => mkdirSync(outside(), { recursive: true }));

async function propose(page: Page, workflow: string): Promise<Locator> {
  // The tree shows the definition once its file has been noticed.
  await openWorkflowTree(window.current);
  await treeRow(page, workflow).first().waitFor();
  await start(window.current, 'tierwise.runWorkflow');
  await pickRow(page, workflow);
  return waitForNotification(page, new RegExp(`${workflow}: done|${workflow} failed`));
}

const question = (page: Page) => page.locator('.monaco-dialog-box');
const press = (page: Page, label: string) =>
  question(page).locator('.monaco-button', { hasText: label }).click();

test('a proposal for a git hook shows its whole path, and asks with it and with what runs it', async () => {
  const { page } = window.current;
  await propose(page, 'Add hook');
  await frontTab(page, '.git/hooks/pre-commit');
  await wholeAnswer(page);
  await expectStanding(page, '.git/hooks/pre-commit: git runs it at each commit');
  const declined = command(window.current, 'tierwise.acceptAnswer');
  await question(page).waitFor();
  await expect.poll(() => question(page).innerText()).toContain('Write .git/hooks/pre-commit?');
  expect(await question(page).innerText()).toContain('Git runs it at each commit');
  await screenshot(page, 'protected-hook');
  await press(page, 'Cancel');
  await declined;
  expect(existsSync(inFolder('.git'))).toBe(false);
  await frontTab(page, '.git/hooks/pre-commit');
  await wholeAnswer(page);

  await start(window.current, 'tierwise.acceptAnswer');
  await press(page, 'Write pre-commit');
  await expect.poll(() => tabs(window.current)).toContain('pre-commit active');
  await expect.poll(() => existsSync(inFolder('.git/hooks/pre-commit'))).toBe(true);
  expect(readFileSync(inFolder('.git/hooks/pre-commit'), 'utf8')).toBe(`${written}\n`);
});

test('a link in the repository leads no proposal out of the workspace', async () => {
  const { page } = window.current;
  symlinkSync('../outside', inFolder('docs'));
  const failed = await propose(page, 'Add page');
  await expect.poll(() => failed.innerText()).toContain('docs/page.md leads out of the workspace');
  await screenshot(page, 'protected-link');
  expect(existsSync(join(outside(), 'page.md'))).toBe(false);
});

test('a folder that becomes a link after the proposal is seen when it is accepted', async () => {
  const { page } = window.current;
  await propose(page, 'Add page');
  await frontTab(page, 'page.md');
  await wholeAnswer(page);
  symlinkSync('../outside', inFolder('docs'));
  await command(window.current, 'tierwise.acceptAnswer');
  const refused = await waitForNotification(
    page,
    'A link leads docs/page.md out of this workspace',
  );
  await expect.poll(() => refused.innerText()).toContain('outside/page.md');
  await screenshot(page, 'protected-later-link');
  expect(existsSync(join(outside(), 'page.md'))).toBe(false);
  await frontTab(page, 'page.md');
});

test('all files of a run are accepted with one question and taken back with one undo', async () => {
  const { page } = window.current;
  const done = await propose(page, 'Add all');
  await expect.poll(() => done.innerText()).toContain('3 changes to accept');
  await screenshot(page, 'accept-all-offered');
  await done.locator('.monaco-button', { hasText: 'Accept All' }).click();
  await question(page).waitFor();
  await expect.poll(() => question(page).innerText()).toContain('Write these 3 files?');
  expect(await question(page).innerText()).toContain('.vscode/tasks.json: VS Code runs its tasks');
  await screenshot(page, 'accept-all-asks');
  await press(page, 'Write All 3 Files');
  await expect.poll(() => existsSync(inFolder('.vscode/tasks.json'))).toBe(true);
  expect(existsSync(inFolder('src/two.ts'))).toBe(true);
  await frontTab(page, 'one.ts');
  await expect.poll(() => textNow()).toBe(`${written}\n`);
  const diffs = async () => (await tabs(window.current)).filter((tab) => tab.includes('fast'));
  await expect.poll(diffs).toEqual([]);

  await start(window.current, 'undo');
  // VS Code asks where an undo changes several open files.
  const across = question(page).locator('.monaco-button', { hasText: /Undo in/ });
  const textAfterUndo = async () => {
    if (await across.isVisible()) await across.click();
    return textNow();
  };
  await expect.poll(textAfterUndo).toBe('export const one = 1;\n');
  await expect.poll(() => existsSync(inFolder('src/two.ts'))).toBe(false);
  await expect.poll(() => existsSync(inFolder('.vscode/tasks.json'))).toBe(false);
  await screenshot(page, 'accept-all-undone');
});

/** The text of src/one.ts as the editor has it. */
function textNow(): Promise<string> {
  return window.current.run(async (vscode) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, 'src', 'one.ts');
    return (await vscode.workspace.openTextDocument(uri)).getText();
  });
}
