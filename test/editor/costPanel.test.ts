import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { screenshot, waitForNotification, webviewFrame } from '../support/editorPage.ts';
import { command, start } from '../support/hostActs.ts';
import {
  costPanel,
  expectPanelTotal,
  oneModelRules,
  pickRow,
  practiceVscode,
  runOn,
} from '../support/practiceVscode.ts';

// Six tiers: one of the signs that hold at once.
const window = practiceVscode({
  settings: (settings) => {
    const tiers = settings['tierwise.tiers'] as Record<string, string[]>;
    const more = ['small', 'middle', 'big'].map((name) => [name, tiers.fast!]);
    return {
      ...settings,
      'tierwise.tiers': { ...Object.fromEntries(more), ...tiers },
      'tierwise.rules': oneModelRules,
    };
  },
});

/** Of what is filtered; without a filter, the session's. */
const total = (panel: Frame) =>
  panel.locator('.total [data-nano-usd], .selected [data-nano-usd]').last();
const nanoUsd = async (panel: Frame) => Number(await total(panel).getAttribute('data-nano-usd'));
const requests = (panel: Frame) => panel.locator('.request');

/** The panel of this session, once it shows this many requests. */
async function panelOf(count: number): Promise<Frame> {
  await command(window.current, 'workbench.action.closeAllEditors');
  const panel = await costPanel(window.current);
  await expectPanelTotal(window.current, (await window.current.billed()).nanoUsd);
  await requests(panel)
    .nth(count - 1)
    .waitFor();
  return panel;
}

test('a session can be filtered, exported, opened wide, left and found again, and deleted', async () => {
  await runOn(window.current, 'review', 'src/money.ts', [21, 28]);
  await runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  const panel = await panelOf(2);
  await expect
    .poll(() => panel.locator('.warnings li').allInnerTexts())
    .toEqual([expect.stringContaining('Your policy has 6 tiers.')]);
  await filterNarrows(panel);
  for (const format of ['csv', 'json']) await exportsAs(format);
  await opensWide(await nanoUsd(panel));
  const shown = await isWhereItWasLeft(panel);
  await deletesHistory(await keepsItsFilter(shown));
});

async function filterNarrows(panel: Frame): Promise<void> {
  const all = await nanoUsd(panel);
  await panel.getByLabel('Task type').selectOption('refactor');
  await expect.poll(() => requests(panel).count()).toBe(1);
  const refactor = await nanoUsd(panel);
  expect(refactor).toBeGreaterThan(0);
  expect(refactor).toBeLessThan(all);
  await expect
    .poll(() => panel.locator('.total [data-nano-usd]').getAttribute('data-nano-usd'))
    .toBe(`${all}`);
  await panel.getByLabel('Time', { exact: true }).selectOption('today');
  await panel.getByRole('heading', { name: 'Today · refactor' }).waitFor();
  await screenshot(window.current.page, 'panel-filtered');

  await panel.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => nanoUsd(panel)).toBe(all);
  await expect.poll(() => requests(panel).count()).toBe(2);
}

/** Answers the dialog that asks for a file's name. */
async function saveAs(page: Page, file: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input');
  // With its first list, the dialog writes its path anew.
  await page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
  await expect.poll(() => input.inputValue()).toContain('tierwise-spend-');
  await input.fill(file);
  await page.keyboard.press('Enter');
}

async function exportsAs(format: string): Promise<void> {
  const { page, folder } = window.current;
  const file = join(folder, `spend.${format}`);
  await command(window.current, 'notifications.clearAll');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  await start(window.current, 'tierwise.exportSpend');
  await saveAs(page, file);
  await waitForNotification(page, 'Exported 2 calls');
  const subjects = () =>
    existsSync(file) && readFileSync(file, 'utf8').match(/src\/\w+\.ts:[\d-]+/g);
  await expect.poll(subjects).toEqual(['src/money.ts:21-28', 'src/shipping.ts:12-41']);
}

async function opensWide(total: number): Promise<void> {
  const { page } = window.current;
  await command(window.current, 'tierwise.openCostPanel');
  await page.locator('.tab.active', { hasText: 'Tierwise: Cost' }).waitFor();
  const tab = await webviewFrame(page, 'Tierwise: Cost');
  await requests(tab).first().waitFor();
  await expect.poll(() => nanoUsd(tab)).toBe(total);
  await expectAccessible(tab);
  await screenshot(page, 'panel-tab');
  await command(window.current, 'workbench.action.closeAllEditors');
}

async function isWhereItWasLeft(panel: Frame): Promise<Frame> {
  const { page } = window.current;
  await panel.evaluate('scrollTo(0, 120)');
  await command(window.current, 'workbench.view.explorer');
  await page.locator('.explorer-folders-view:visible').waitFor();
  const shown = await costPanel(window.current);
  await requests(shown).first().waitFor();
  expect(await shown.evaluate('scrollY')).toBe(120);
  return shown;
}

/** After a reload the filter is the same, and a request tells its story. */
async function keepsItsFilter(before: Frame): Promise<Frame> {
  const { page, loadAgain } = window.current;
  await before.getByLabel('Task type').selectOption('review');
  await expect.poll(() => requests(before).count()).toBe(1);
  await loadAgain(() => start(window.current, 'workbench.action.reloadWindow'));
  const panel = await costPanel(window.current);
  await panel.getByRole('heading', { name: 'This session · review' }).waitFor();
  await expect.poll(() => requests(panel).count()).toBe(1);
  await requests(panel).first().click();
  const story = await webviewFrame(page, 'Request: src/money.ts');
  await story.getByRole('heading', { name: 'What happened' }).waitFor();
  const text = await story.locator('main').innerText();
  expect(text).toContain('review on src/money.ts:21-28');
  expect(text).toMatch(/practice Large \(reasoning\): complete, \$0\.\d+ \(computed\)/);
  expect(text).toContain('never its texts');
  await screenshot(page, 'panel-story');
  await expectAccessible(story);
  await panel.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => requests(panel).count()).toBe(2);
  return panel;
}

async function deletesHistory(panel: Frame): Promise<void> {
  const { page } = window.current;
  await start(window.current, 'tierwise.deleteHistory');
  await pickRow(page, 'Everything');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText(/Delete .*\d+ requests \(practice (≈ )?\$\d+\.\d+\)/).waitFor();
  await screenshot(page, 'panel-delete');
  await dialog.locator('.monaco-button', { hasText: 'Delete' }).click();
  await waitForNotification(page, /Deleted \d+ requests/);
  await panel.getByText('Nothing spent yet').waitFor();
  await expect.poll(() => panel.locator('.total').innerText()).toContain('$0.00');
}

const themes = [
  ['Light Modern', 'vscode-light'],
  ['Dark Modern', 'vscode-dark'],
  ['High Contrast', 'vscode-high-contrast'],
] as const;

test('the panel and the last decision are accessible in every kind of theme', async () => {
  const { page, changeSettings } = window.current;
  await runOn(window.current, 'review', 'src/money.ts', [21, 28]);
  const panel = await panelOf(1);
  await command(window.current, 'tierwise.showLastDecision');
  const decision = await webviewFrame(page, 'Tierwise: Last Decision');
  for (const [theme, className] of themes) {
    await changeSettings({ 'workbench.colorTheme': `Default ${theme}` });
    for (const frame of [panel, decision]) await frame.locator(`body.${className}`).waitFor();
    await expectAccessible(panel, 'sideBar');
    await expectAccessible(decision);
    // After the first frame, which still has the background of the theme before.
    await screenshot(page, `panel-${theme.toLowerCase().replaceAll(' ', '-')}`);
  }
});
