import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { leasePathOf } from '../../src/execution/workflow/leasePath.ts';
import { takeRunLease, type RunLease } from '../../src/execution/workflow/runLease.ts';
import {
  openFile,
  reloadWindow,
  runCommand,
  screenshot,
  waitForNotification,
  webviewFrame,
} from '../support/editorPage.ts';
import {
  answerStanding,
  expectPanelTotal,
  frontTab,
  pickRow,
  practiceVscode,
  saveChange,
  titleButton,
} from '../support/practiceVscode.ts';
import { openWorkflowTree, treeRow } from '../support/workflowTree.ts';

const window = practiceVscode({
  settings: (settings) => ({
    ...settings,
    'tierwise.gateCommands': [{ name: 'tests', argv: [process.execPath, '--test'] }],
  }),
});

function git(...args: string[]): void {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...who, ...args], { cwd: window.current.folder });
}

function change(path: string, from: string, to: string): void {
  const file = join(window.current.folder, path);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(from, to));
}

async function runWorkflow(page: Page, name: string): Promise<void> {
  await runCommand(page, 'Tierwise: Run Workflow…');
  await pickRow(page, name);
}

/** The line of a step in the table of a trace's page, its cells divided by bars. */
async function traceRow(frame: Frame, step: string): Promise<string> {
  const row = frame.locator('tbody tr', { hasText: `✓ ${step}` }).first();
  await row.waitFor();
  return (await row.locator('td').allInnerTexts()).map((cell) => cell.trim()).join(' | ');
}

function billedModels(): string[] {
  return window.current.practice.billing().map(({ model }) => model.replace('practice-', ''));
}

/** The right to go on with the newest run of a workflow, as another window has it. */
async function leaseOf(workflow: string): Promise<RunLease> {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  const journal = globSync(`**/runs/*/shipped/${workflow}/*.jsonl`, { cwd: storage })
    .toSorted()
    .at(-1);
  const take = () => takeRunLease(leasePathOf(join(storage, journal!)));
  return vi.waitUntil(take, { timeout: 10_000 });
}

test('the tree offers the shipped workflows', async () => {
  const { page } = window.current;
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'start');
  await openWorkflowTree(page);
  await treeRow(page, 'Support triage').first().waitFor();
  expect(await treeRow(page, 'Fix failing test').count()).toBe(1);
  await screenshot(page, 'workflow-tree');
});

test('a failing test is reproduced, located, fixed and verified', async () => {
  const { page, practice } = window.current;
  change('test/money.test.ts', ", { todo: 'a cent is lost: debug splitEvenly' }", '');
  practice.reset();
  await runCommand(page, 'Tierwise: New Session');
  await runWorkflow(page, 'Fix failing test');
  await page.locator('.quick-input-widget:visible', { hasText: 'runs the tests?' }).waitFor();
  await page.keyboard.press('Enter');
  const allow = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' });
  const done = page.locator('.notification-toast', { hasText: /Fix failing test: (done|failed)/ });
  await allow.or(done).first().waitFor({ timeout: 30_000 });
  await screenshot(page, 'workflow-approve');
  if (await allow.isVisible()) await allow.click();
  await page.locator('.tab', { hasText: 'Debug money.ts' }).waitFor({ timeout: 60_000 });
  await frontTab(page, 'Debug money.ts');
  await waitForNotification(page, /Fix failing test: done/);
  await screenshot(page, 'workflow-fix');
  expect(await answerStanding(page)).toContain('fix');
  expect(billedModels()).toEqual(['small', 'medium', 'large']);
  const { nanoUsd } = await window.current.billed();
  await expectPanelTotal(page, nanoUsd);
});

test('the trace says what each step ran on, what it cost and how long it took', async () => {
  const { page } = window.current;
  await page.locator('.tab', { hasText: 'Run: Fix failing test' }).click();
  const frame = await webviewFrame(page, 'Run: Fix failing test');
  expect(await traceRow(frame, 'suspect')).toContain('fast (practice Small)');
  expect(await traceRow(frame, 'locate')).toContain('balanced (practice Medium)');
  expect(await traceRow(frame, 'fix')).toContain('reasoning (practice Large)');
  expect(await traceRow(frame, 'verify')).toContain('no model');
  await openWorkflowTree(page);
  await treeRow(page, 'Fix failing test').first().click();
  const run = treeRow(page, '· done').first();
  await run.locator('.monaco-tl-twistie').click();
  await treeRow(page, 'reproduce').first().waitFor();
  await screenshot(page, 'workflow-trace');
});

test('the accepted fix makes the test pass', async () => {
  const { page, folder } = window.current;
  await page.locator('.tab', { hasText: 'Debug money.ts' }).click();
  await titleButton(page, 'Accept Answer').click();
  await saveChange(page, 'money.ts');
  const passes = () => {
    try {
      execFileSync(process.execPath, ['--test'], { cwd: folder, stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  await expect.poll(passes, { timeout: 20_000, interval: 1000 }).toBe(true);
});

test('my changes are reviewed where they are risky, and findings stand at their lines', async () => {
  const { page, practice } = window.current;
  git('add', '--all');
  git('commit', '--quiet', '-m', 'fix');
  change('src/orders.ts', 'if (total != 0) {', 'if (total != 0 && cart.lines.length != 0) {');
  change('README.md', '#', '# The demo:');
  practice.reset();
  await runCommand(page, 'Tierwise: New Session');
  await runWorkflow(page, 'Review changes');
  await waitForNotification(page, /Review changes: done/);
  expect(billedModels()).toEqual(['small', 'large', 'small']);
  const { nanoUsd } = await window.current.billed();
  await expectPanelTotal(page, nanoUsd);
  await page.locator('.review-widget').first().waitFor();
  await screenshot(page, 'workflow-review');
  const summary = await webviewFrame(page, 'Review changes');
  await summary.getByText('src/orders.ts').first().waitFor();
});

test('a window closed in the middle of a run: resumed when no other window goes on with it, and no finished step is paid twice', async () => {
  const { page, practice } = window.current;
  practice.reset();
  practice.addFaults({ kind: 'slow', msPerChunk: 1 }, { kind: 'hang' });
  await runWorkflow(page, 'Review changes');
  await expect.poll(() => practice.requests().length, { timeout: 20_000 }).toBe(2);
  await reloadWindow(page);
  await practice.idle();
  const isComplete = ({ status }: { status: string }) => status === 'complete';
  expect(practice.billing().filter(isComplete)).toHaveLength(1);
  const lease = await leaseOf('reviewChanges');
  await openWorkflowTree(page);
  await treeRow(page, 'Review changes').first().click();
  const elsewhere = treeRow(page, 'in another window').first();
  await elsewhere.hover();
  await screenshot(page, 'workflow-elsewhere');
  expect(await elsewhere.locator('[aria-label^="Resume Run"]').count()).toBe(0);
  lease.release();
  const run = treeRow(page, 'interrupted').first();
  await run.hover();
  await screenshot(page, 'workflow-interrupted');
  await run.locator('[aria-label^="Resume Run"]').click();
  await waitForNotification(page, /Review changes: done/);
  const paid = practice.billing().filter(isComplete);
  expect(paid.map(({ model }) => model)).toEqual([
    'practice-small',
    'practice-large',
    'practice-small',
  ]);
  await screenshot(page, 'workflow-resumed');
});

test('a wrong definition shows its problem at the line, and the tree says so', async () => {
  const { page, folder } = window.current;
  const own = join(folder, '.tierwise', 'workflows');
  mkdirSync(own, { recursive: true });
  const steps = ['steps:', '  first: { model: fats, prompt: Say hello. }', ''];
  writeFileSync(join(own, 'greet.yaml'), ['description: Greets', ...steps].join('\n'));
  await openFile(page, 'greet.yaml');
  await openWorkflowTree(page);
  await treeRow(page, '1 problem').first().waitFor({ timeout: 20_000 });
  const squiggle = page.locator('.editor-instance .squiggly-error').first();
  await squiggle.waitFor();
  await runCommand(page, 'Problems: Focus on Problems View');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'fats' }).first();
  await problem.waitFor();
  expect(await problem.innerText()).toContain('[Ln 3, Col 19]');
  await screenshot(page, 'workflow-problem');
});

test('a link leads no prompt out of the workspace', async () => {
  const { page, folder } = window.current;
  const own = join(folder, '.tierwise', 'workflows');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(folder, '..', 'secret.md'), 'A secret');
  symlinkSync(join(folder, '..', 'secret.md'), join(own, 'secret.md'));
  writeFileSync(join(folder, 'inside.md'), 'Say hello.');
  symlinkSync(join(folder, 'inside.md'), join(own, 'inside.md'));
  const steps = ['steps:', '  one: { prompt: inside.md }', '  two: { prompt: secret.md }', ''];
  writeFileSync(join(own, 'spy.yaml'), ['description: Spies', ...steps].join('\n'));
  await openFile(page, 'spy.yaml');
  await runCommand(page, 'Problems: Focus on Problems View');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'secret.md' });
  await problem.first().waitFor({ timeout: 20_000 });
  expect(await problem.first().innerText()).toContain('[Ln 4, Col 18]');
  const rows = page.locator('.markers-panel .monaco-list-row', { hasText: 'inside.md' });
  expect(await rows.count()).toBe(0);
});

test('a step of a shipped workflow moves to another tier in a copy of its definition', async () => {
  const { page, folder } = window.current;
  await runCommand(page, 'Tierwise: Move Step to Another Tier…');
  await pickRow(page, 'Review changes');
  await pickRow(page, 'review');
  await pickRow(page, 'balanced');
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Copy and Move' }).click();
  await saveChange(page, 'reviewChanges.yaml');
  await screenshot(page, 'workflow-moved');
  const path = ['workflows', 'reviewChanges.yaml'];
  const shipped = readFileSync(join(root, ...path), 'utf8');
  expect(readFileSync(join(folder, '.tierwise', ...path), 'utf8')).toBe(
    shipped.replace('model: reasoning', 'model: balanced'),
  );
});

test('what the run would have cost on other tiers', async () => {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: What Would It Have Cost…');
  await pickRow(page, 'Fix failing test');
  const frame = await webviewFrame(page, 'What If: Fix failing test');
  const row = frame.locator('tbody tr', { hasText: 'every step on reasoning' }).first();
  await row.waitFor();
  await screenshot(page, 'workflow-what-if');
  expect(await row.innerText()).toMatch(/1\d\d %/);
});
