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
  pickTier,
  practiceVscode,
  runOn,
  settingsOf,
  startOn,
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

/** The practice models that were asked by one task, in order. */
async function asked(name: string, file: string, lines: readonly [number, number]) {
  const { practice, billed } = window.current;
  practice.reset();
  await runOn(window.current, name, file, lines);
  await command(window.current, 'workbench.action.closeAllEditors');
  return (await billed()).calls.map(({ model }) => model.replace('practice-', ''));
}

const debug = () => asked('debug', 'src/inventory.ts', [7, 19]);
const boilerplate = () => asked('generateBoilerplate', 'src/book.ts', [3, 11]);
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

test('it explores from the shipped priors, learns within twenty tasks where fast fails, and forgets when told', async () => {
  const { page } = window.current;
  await forgetEvidence();
  expect(await debug()).toEqual(['small', 'large']);
  expect(reason()).toContain('Debug tries fast (practice Small), then reasoning (practice Large)');
  expect(reason()).toContain('exploring');

  const rest: string[][] = [];
  const isLearnt = () => rest.slice(-4).filter((models) => models.length === 1).length === 4;
  while (rest.length < 19 && !isLearnt()) rest.push(await debug());
  expect(rest.slice(-4)).toEqual([['large'], ['large'], ['large'], ['large']]);
  expect(reason()).toMatch(/Debug goes to reasoning \(practice Large\): fast passes \d+ % of such/);
  await expectTooltip(page, /fast passes \d+ % of such tasks/);
  expect(await lastDecision()).toMatch(/n = \d+/);
  await screenshot(page, 'learning-direct');

  // What it does well stays a cascade.
  const seen = [await boilerplate(), await boilerplate(), await boilerplate()];
  expect(seen.at(-1)).toEqual(['small']);
  expect(reason()).toMatch(/Generate Boilerplate tries fast .* then reasoning/);

  await command(window.current, 'tierwise.showEvidence');
  const frame = await webviewFrame(page, 'Tierwise: Evidence');
  await frame.getByRole('heading', { name: 'Debug' }).waitFor();
  await screenshot(page, 'learning-evidence');
  await expectAccessible(frame);
  await expect.poll(() => frame.locator('table').first().innerText()).toContain('practice-');

  await forgetEvidence();
  expect(await debug()).toEqual(['small', 'large']);
  expect(reason()).toContain('exploring');
});

test('a model that answers worse than before is noticed, and the reason says since when', async () => {
  const { page, practice } = window.current;
  await forgetEvidence();
  for (let good = 0; good < 8; good += 1) expect(await boilerplate()).toContain('small');
  for (let bad = 0; bad < 6; bad += 1) {
    practice.addFaults({ kind: 'length', afterChars: 20, model: 'practice-small' });
    await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
    await command(window.current, 'workbench.action.closeAllEditors');
  }
  await boilerplate();
  expect(reason()).toContain(
    'fast answers worse than before (since today), so older evidence counts less',
  );
  expect(await lastDecision()).toContain('fast answers worse than before');
  await screenshot(page, 'learning-changed-model');
});

test('the fastest model is asked by what was measured', async () => {
  const { page, changeSettings } = window.current;
  for (const tier of ['fast', 'reasoning']) {
    await pickTier(page, tier);
    for (let answer = 0; answer < 3; answer += 1) await boilerplate();
  }
  await pickTier(page, 'auto');
  await changeSettings({
    'tierwise.rules': [
      { when: { taskType: 'boilerplate' }, use: { fastest: ['fast', 'reasoning'] } },
    ],
  });
  await boilerplate();
  const measured =
    /the fastest of 2 measured \(measured: [\d.]+ s for a whole answer, median of \d+\)/;
  expect(reason()).toMatch(measured);
  await expectTooltip(page, measured);
  expect(await lastDecision()).toMatch(measured);
  await screenshot(page, 'learning-fastest');
});

/** The story of the decision on a question about shipping.ts. */
async function askedAs(question: string): Promise<string> {
  const { page } = window.current;
  await startOn(window.current, 'ask', 'src/shipping.ts', [12, 41]);
  await page.locator('.quick-input-widget:visible input:focus').fill(question);
  await page.keyboard.press('Enter');
  // Prose opens beside the code.
  await page.locator('.tab.active', { hasText: 'shipping.ts ·' }).waitFor();
  const story = await lastDecision();
  await command(window.current, 'workbench.action.closeAllEditors');
  return story;
}

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

test('a correction of the task type is learnt', async () => {
  const { page } = window.current;
  const recognised = async () => {
    const story = await askedAs('frobnicate the shipping zones please');
    return /Recognised as (\w+)/.exec(story)?.[1];
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

test('a direct answer is judged once it is shown, where that takes no language server', async () => {
  const { page } = window.current;
  await forgetEvidence();
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
  await frame.getByRole('heading', { name: 'Document' }).waitFor();
  const row = frame.locator('tr', { hasText: 'practice-small' }).last();
  await expect.poll(() => row.locator('td').nth(1).innerText()).toBe('1.0');
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
  expect(await askedAs('document it')).toMatch(/Recognised as docs.*branch: docs/);
});
