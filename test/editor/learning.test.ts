import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import {
  screenshot,
  statusBarItem,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import { command, start } from '../support/hostActs.ts';
import { newestStory } from '../support/ledgerFile.ts';
import {
  pickRow,
  practiceVscode,
  runOn,
  settingsOf,
  expectTooltip,
} from '../support/practiceVscode.ts';

const policy = `version: 1
auto:
  tiers: [fast, reasoning]
rules:
  - name: learn it
    when: { taskType: [debug, boilerplate] }
    use: auto
`;
const window = practiceVscode({
  prepare(folder) {
    writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy);
    // The practice model knows no Python: it gives the code back as it was.
    writeFileSync(join(folder, 'tidy.py'), 'def tidy(shelf):\n    return sorted(shelf)\n');
  },
});

/** Runs Debug on code whose fix by the small model does not fit its types; returns the models asked, in order. */
async function debug(): Promise<string[]> {
  const { practice, billed } = window.current;
  practice.reset();
  await runOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
  await command(window.current, 'workbench.action.closeAllEditors');
  return (await billed()).calls.map(({ model }) => model.replace('practice-', ''));
}

const reason = () => newestStory(window.current).request.reason;

async function forgetEvidence(): Promise<void> {
  await start(window.current, 'tierwise.resetEvidence');
  await pickRow(window.current.page, 'All evidence');
  await window.current.page.locator('.notification-toast', { hasText: 'Forgotten' }).waitFor();
}

async function lastDecision(): Promise<string> {
  await command(window.current, 'tierwise.showLastDecision');
  const frame = await webviewFrame(window.current.page, 'Tierwise: Last Decision');
  await frame.locator('#body li').first().waitFor();
  return frame.locator('#body').innerText();
}

// What it learns in many tasks: test/unit/editor/situation/learning.test.ts.
test('it explores from the shipped priors, shows what it has seen, and forgets when told', async () => {
  const { page } = window.current;
  await forgetEvidence();
  expect(await debug()).toEqual(['small', 'large']);
  expect(reason()).toContain('Debug tries fast (practice Small), then reasoning (practice Large)');
  expect(reason()).toContain('exploring');
  expect(reason()).not.toMatch(/n = \d/);

  await debug();
  expect(reason()).toMatch(/fast passes \d+ % of such tasks .*n = 1\)/);
  await expectTooltip(page, /fast passes \d+ % of such tasks/);
  expect(await lastDecision()).toMatch(/n = 1\)/);
  await screenshot(page, 'learning-decision');

  // A direct answer is judged once it is shown, where that takes no language server.
  await runOn(window.current, 'document', 'tidy.py', [1, 2]);
  // An empty diff would say nothing; its cost is told, and the next step.
  const toast = await waitForNotification(
    page,
    'Document of tidy.py: the model gave the same code',
  );
  await expect.poll(() => toast.innerText()).toMatch(/practice \$0\.\d+/);
  await toast.locator('.monaco-button', { hasText: 'Escalate One Tier' }).waitFor();
  await page.locator('.tab', { hasText: 'Document tidy.py' }).waitFor({ state: 'detached' });
  await screenshot(page, 'learning-judged-afterwards');

  await command(window.current, 'tierwise.showEvidence');
  const frame = await webviewFrame(page, 'Tierwise: Evidence');
  await frame.getByRole('heading', { name: 'Debug' }).waitFor();
  await frame.getByRole('heading', { name: 'Document' }).waitFor();
  await screenshot(page, 'learning-evidence');
  await expectAccessible(frame);
  await expect.poll(() => frame.locator('table').first().innerText()).toContain('practice-');
  const row = frame.locator('tr', { hasText: 'practice-small' }).last();
  await expect.poll(() => row.locator('td').nth(1).innerText()).toBe('1.0');

  await forgetEvidence();
  await debug();
  expect(reason()).not.toMatch(/n = \d/);
});

test('what counts for auto is chosen in the tier picker, which says what it means', async () => {
  const { page } = window.current;
  await statusBarItem(page, 'tierwise.tier').click();
  await pickRow(page, 'What counts for auto');
  const row = page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'careful' });
  await expect.poll(() => row.innerText()).toContain('at worst 98 %');
  await screenshot(page, 'aim-picker');
  await pickRow(page, 'careful');
  await expect.poll(() => settingsOf(window.current)).toMatchObject({ 'tierwise.aim': 'careful' });
});

/** Asks a question about shipping.ts; its answer is shown and in the ledger when this ends. */
async function ask(question: string): Promise<void> {
  const { page } = window.current;
  const asked = runOn(window.current, 'ask', 'src/shipping.ts', [12, 41]);
  await page.locator('.quick-input-widget:visible input:focus').fill(question);
  await page.keyboard.press('Enter');
  await asked;
}

test('a correction of the task type is learnt', async () => {
  const { page } = window.current;
  const recognised = async () => {
    await ask('frobnicate the shipping zones please');
    await command(window.current, 'workbench.action.closeAllEditors');
    return newestStory(window.current).request.taskType;
  };
  expect(await recognised()).not.toBe('explain');
  await start(window.current, 'tierwise.correctTaskType');
  await pickRow(page, 'Explain');
  await page.locator('.notification-toast', { hasText: 'Learnt' }).waitFor();
  expect(await recognised()).toBe('explain');
  await start(window.current, 'tierwise.resetEvidence');
  await pickRow(page, 'Corrected task types', 'All evidence');
  await page.locator('.notification-toast', { hasText: 'Forgotten' }).waitFor();
  expect(await recognised()).not.toBe('explain');
});

/** The branches that VS Code's git extension knows to be checked out. */
function branches(): Promise<(string | undefined)[]> {
  return window.current.run((vscode) => {
    const git = vscode.extensions.getExtension<GitExtension>('vscode.git')!.exports.getAPI(1);
    return git.repositories.map(({ state }) => state.HEAD?.name);
  });
}

interface GitExtension {
  getAPI(version: 1): { repositories: { state: { HEAD?: { name?: string } } }[] };
}

test('what git says of the repository is a sign of the task type', async () => {
  const { folder, run } = window.current;
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'docs/shipping'], { cwd: folder });
  await run(async (vscode, folder) => {
    await vscode.commands.executeCommand('git.openRepository', folder);
  }, folder);
  await expect.poll(branches).toContain('docs/shipping');
  await ask('document it');
  expect(await lastDecision()).toMatch(/Recognised as docs.*branch: docs/);
});
