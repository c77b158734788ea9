import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot, webviewFrame } from '../support/editorPage.ts';
import { command, open, start } from '../support/hostActs.ts';
import { pickRow, practiceVscode } from '../support/practiceVscode.ts';

const policy = `version: 1
auto: { exploringShare: 0.2 }
critical: [src/money.ts]
rules:
  - name: races are hard
    when: { taskType: debug, keywords: [race] }
    use: reasoning

  - name: long docs
    when: { taskType: docs, minLines: 100 }
    use: { cascade: [fast, reasoning], maxUsd: 1000 }
`;

const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.rules': [{ name: 'mine', when: { taskType: 'boilerplate' }, use: 'fast' }],
    'tierwise.budgets': [{ usd: 5, per: 'session' }],
  }),
  prepare: (folder) => writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy),
});

/** The page beside a file, once it shows what is in force. */
async function explained() {
  const { page } = window.current;
  await open(window.current, 'src/search.ts');
  await command(window.current, 'tierwise.explainRouting');
  const frame = await webviewFrame(page, 'Tierwise: My Routing');
  await frame.getByRole('heading', { name: 'Rules, in the order' }).waitFor();
  return frame;
}

/** The active text editor: the end of its path, and the line of the cursor, counted from 1. */
function inFront() {
  return window.current.run((vscode) => {
    const { document, selection } = vscode.window.activeTextEditor ?? {};
    return [document?.uri.path.split('/').at(-1), (selection?.active.line ?? -2) + 1];
  });
}

test('the page says what is in force and who said so, and its links lead there', async () => {
  const { page, practice } = window.current;
  await command(window.current, 'tierwise.pickTier', 'fast');
  const frame = await explained();
  const told = await frame.locator('#body').innerText();
  await screenshot(page, 'explain-routing');
  expect(told).toContain('You picked fast in the status bar');
  expect(told).toContain('A repository may not raise what exploring costs');
  expect(told).toMatch(/“mine” .*: fast\. \(rule 1 of your setting tierwise\.rules\)/);
  expect(told).toMatch(/“races are hard” .*: reasoning\. \(.*policy\.yaml, line 5\)/);
  expect(told).toContain('at most $20.00 (your own limit, instead of $1000.00)');
  expect(told).toMatch(/ready, answers first; \$/);
  expect(told).toContain('$5.00 per session: $0.00 is spent.');
  expect(practice.requests()).toEqual([]);

  await frame.getByRole('link', { name: /policy\.yaml, line 9$/ }).click();
  await expect.poll(inFront).toEqual(['policy.yaml', 9]);
  const again = await webviewFrame(page, 'Tierwise: My Routing');
  await again.getByRole('link', { name: 'rule 1 of your setting tierwise.rules' }).click();
  await expect.poll(async () => (await inFront())[0]).toBe('settings.json');
});

/** Waits for a question by its title, and types the answer. */
async function typeIn(page: Page, title: string, text: string): Promise<void> {
  await page.locator('.quick-input-title', { hasText: title }).waitFor();
  await page.locator('.quick-input-widget:visible input.input').fill(text);
  await page.keyboard.press('Enter');
}

async function inList(page: Page, title: string, row: string): Promise<void> {
  await page.locator('.quick-input-title', { hasText: title }).waitFor();
  await pickRow(page, row);
}

test('a situation is tried: the rule that takes it, and why the others do not', async () => {
  const { page, practice } = window.current;
  const frame = await explained();
  await frame.getByRole('button', { name: 'Try a Situation…' }).click();
  await inList(page, 'Try a Situation', 'Task type');
  await inList(page, 'Task Type', 'Document');
  await inList(page, 'Try a Situation', 'File');
  await typeIn(page, 'Tierwise: File', 'src/search.ts');
  await inList(page, 'Try a Situation', 'Lines');
  await typeIn(page, 'Tierwise: Lines', '120');
  await inList(page, 'Try a Situation', 'Show What Would Happen');
  const shown = await webviewFrame(page, 'Tierwise: What Would Happen?');
  await shown.getByRole('heading', { name: 'Rules, in their order' }).waitFor();
  const told = await shown.locator('#body').innerText();
  await screenshot(page, 'explain-routing-tried');
  expect(told).toContain('Task: docs on src/search.ts, lines 1 to 120');
  expect(told).toMatch(/Document tries fast .*, then reasoning .*“long docs”/);
  expect(told).toMatch(/“races are hard” .* does not match: the task type is docs, not debug/);
  expect(practice.requests()).toEqual([]);
});

test('a policy file with an error is said to be older, and the line of the error is linked', async () => {
  const { page } = window.current;
  await window.current.run(async (vscode) => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, '.tierwise/policy.yaml');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(1, 0), 'rulez: []\n');
    await vscode.workspace.applyEdit(edit);
  });
  const frame = await explained();
  await frame.getByText('has an error, so what was read before the error is in force').waitFor();
  expect(await frame.locator('#body').innerText()).not.toMatch(/“races are hard” .*line 5\)/);
  await frame.getByRole('link', { name: /policy\.yaml, line 2$/ }).click();
  await expect.poll(inFront).toEqual(['policy.yaml', 2]);
  await start(window.current, 'workbench.action.revertAndCloseActiveEditor');
  await page.locator('.tab', { hasText: 'policy.yaml' }).waitFor({ state: 'detached' });
});
