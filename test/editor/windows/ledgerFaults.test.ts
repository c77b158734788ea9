import { globSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot, waitForNotification } from '../../support/editorPage.ts';
import { command } from '../../support/hostActs.ts';
import { ledgerFileOf } from '../../support/ledgerFile.ts';
import {
  expectPanelTotal,
  oneModelRules,
  practiceVscode,
  runOn,
  startOn,
  wholeAnswer,
} from '../../support/practiceVscode.ts';

// A window of its own: the ledger is spoilt under it. What a locked or deleted file does is a unit test's, because
// it differs only in the ledger.
const window = practiceVscode({
  window: {},
  settings: (settings) => ({ ...settings, 'tierwise.rules': oneModelRules }),
});

const ledgerFile = () => ledgerFileOf(window.current);

type Task = readonly [name: string, file: string, lines: readonly [number, number]];
const task: Task = ['generateBoilerplate', 'src/book.ts', [3, 11]];

/** A task, and what is told meanwhile. */
async function runAndHear(words: string | RegExp): Promise<Locator> {
  await startOn(window.current, ...task);
  return waitForNotification(window.current.page, words);
}

async function clearMessages(): Promise<void> {
  const { page } = window.current;
  await command(window.current, 'notifications.clearAll');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

/** Puts a folder in the ledger's place: permissions would not stop a test that runs as root. */
async function withoutLedger(work: () => Promise<void>): Promise<void> {
  const file = ledgerFile();
  renameSync(file, `${file}.away`);
  mkdirSync(file);
  try {
    await work();
  } finally {
    rmdirSync(file);
    renameSync(`${file}.away`, file);
  }
}

/** No call that was billed is missing in the panel. */
async function expectNothingLost(): Promise<void> {
  await expectPanelTotal(window.current, (await window.current.billed()).nanoUsd);
}

test('it cannot be opened for writing: under a budget nothing is sent; without one the task goes on, and its cost is written down afterwards', async () => {
  const { page, practice, changeSettings } = window.current;
  await runOn(window.current, ...task);
  await expectNothingLost();
  await changeSettings({ 'tierwise.budgets': [{ usd: 5, per: 'day' }] });
  const before = practice.requests().length;
  await withoutLedger(async () => {
    const refused = await runAndHear('cannot be opened for writing');
    await expect
      .poll(() => refused.innerText())
      .toContain('Nothing is sent until Tierwise can check your budgets');
    expect(practice.requests()).toHaveLength(before);
    await screenshot(page, 'ledger-read-only-budget');

    await clearMessages();
    await changeSettings({ 'tierwise.budgets': null });
    const toast = await runAndHear('cannot be opened for writing');
    await expect.poll(() => toast.innerText()).toContain('Make the file and its folder writable');
    await wholeAnswer(page);
    expect(practice.requests()).toHaveLength(before + 1);
    await screenshot(page, 'ledger-read-only');
  });
  await runOn(window.current, ...task);
  await expectNothingLost();
});

test('damaged: it is moved aside with a message, and the task is counted in a new one', async () => {
  const { page, billed } = window.current;
  const file = ledgerFile();
  await runOn(window.current, ...task);
  await expectNothingLost();
  const before = (await billed()).nanoUsd;
  // A backup would take its place.
  const backups = () => globSync(`${file}.backup-*`);
  await expect.poll(() => backups().filter((path) => path.endsWith('.part'))).toEqual([]);
  for (const backup of backups()) rmSync(backup);
  // In one step: a file that is missing for a moment would be put back.
  writeFileSync(`${file}.garbage`, 'no database '.repeat(1000));
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(`${file}.garbage`, file);
  const toast = await runAndHear('was damaged');
  await expect
    .poll(() => toast.innerText())
    .toMatch(/It was moved to .*ledger\.sqlite\.corrupt-.*a new one begun/);
  await screenshot(page, 'ledger-damaged');
  await wholeAnswer(page);
  await expectPanelTotal(window.current, (await billed()).nanoUsd - before);
});
