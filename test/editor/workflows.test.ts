import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
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
  titleButton,
} from '../support/practiceVscode.ts';

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
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

async function runWorkflow(page: Page, name: string): Promise<void> {
  await runCommand(page, 'Tierwise: Run Workflow…');
  await pickRow(page, name);
}

/** The rows of a trace's table: `step | model | cost`. */
async function traceRows(page: Page, title: string): Promise<string[]> {
  const frame = await webviewFrame(page, title);
  const rows = await frame.locator('tbody tr').allInnerTexts();
  return rows.map((row) => row.replaceAll(/\s*\t\s*/g, ' | ').trim());
}

function treeRow(page: Page, text: string): Locator {
  return page.locator('.pane-body .monaco-list-row', { hasText: text });
}

async function openTree(page: Page): Promise<void> {
  const icon = page.locator('.activitybar .action-item [aria-label^="Tierwise"]').first();
  const row = treeRow(page, 'Review changes').first();
  for (let tries = 0; tries < 3; tries += 1) {
    if (await row.isVisible()) return;
    await icon.click();
    await row.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
}

test('the tree offers the shipped workflows', async () => {
  const { page } = window.current;
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'start');
  await openTree(page);
  for (const name of ['Fix failing test', 'Review changes', 'Support triage']) {
    await treeRow(page, name).first().waitFor();
  }
  await screenshot(page, 'workflow-tree');
});

test('a failing test is reproduced, located, fixed and verified', async () => {
  const { page, practice } = window.current;
  change('test/money.test.ts', ", { todo: 'a cent is lost: debug splitEvenly' }", '');
  practice.reset();
  await runCommand(page, 'Tierwise: New Session');
  await runWorkflow(page, 'Fix failing test');
  await page.keyboard.press('Enter');
  const allow = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' });
  await allow.click({ timeout: 30_000 });
  await waitForNotification(page, /Fix failing test: done/);
  await frontTab(page, 'Debug money.ts');
  await screenshot(page, 'workflow-fix');
  expect(await answerStanding(page)).toContain('fix');
  const models = practice.billing().map(({ model }) => model);
  expect(models).toEqual(['practice-small', 'practice-medium', 'practice-large']);
  const { nanoUsd } = await window.current.billed();
  await expectPanelTotal(page, nanoUsd);
});

test('the accepted fix makes the test pass', async () => {
  const { page, folder } = window.current;
  await titleButton(page, 'Accept Answer').click();
  await frontTab(page, 'money.ts');
  await runCommand(page, 'File: Save');
  await expect
    .poll(() => readFileSync(join(folder, 'src/money.ts'), 'utf8'))
    .not.toContain('Array.from({ length: parts }, () => share)');
  execFileSync(process.execPath, ['--test'], { cwd: folder });
});

test('the trace says what each step ran on, what it cost and how long it took', async () => {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Show Trace');
  await pickRow(page, 'Fix failing test');
  const rows = await traceRows(page, 'Run: Fix failing test');
  await screenshot(page, 'workflow-trace');
  const about = (name: string) => rows.find((row) => row.includes(`✓ ${name}`)) ?? '';
  expect(about('suspect')).toContain('fast (practice Small)');
  expect(about('locate')).toContain('balanced (practice Medium)');
  expect(about('fix')).toContain('reasoning (practice Large)');
  expect(about('verify')).toContain('no model');
});
