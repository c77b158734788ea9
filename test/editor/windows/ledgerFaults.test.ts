import { globSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Locator } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { screenshot, waitForNotification } from '../../support/editorPage.ts';
import { command } from '../../support/hostActs.ts';
import { ledgerFileOf } from '../../support/ledgerFile.ts';
import {
  expectPanelTotal,
  practiceVscode,
  runOn,
  startOn,
  wholeAnswer,
} from '../../support/practiceVscode.ts';

// A window of its own: the ledger is spoilt under it.
const window = practiceVscode({ window: {} });

const ledgerFile = () => ledgerFileOf(window.current);

/** A task that comes to its end, whatever the ledger is able to do. */
const refactor = () => runOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);

/** Refactors, and waits for what is told meanwhile. */
async function refactorAndHear(words: string | RegExp): Promise<Locator> {
  await startOn(window.current, 'refactor', 'src/shipping.ts', [12, 41]);
  return waitForNotification(window.current.page, words);
}

async function clearMessages(): Promise<void> {
  const { page } = window.current;
  await command(window.current, 'notifications.clearAll');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

/** The ledger is there, and works. */
beforeEach(async () => {
  await refactor();
  await expectNothingLost();
});

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

test('locked by another program: the task goes on, and its cost is written down afterwards', async () => {
  const { page } = window.current;
  const locking = new DatabaseSync(ledgerFile());
  locking.exec('BEGIN EXCLUSIVE');
  try {
    const toast = await refactorAndHear(/has locked the ledger/);
    await expect.poll(() => toast.innerText()).toContain('Close other windows that use Tierwise');
    await expect
      .poll(() => toast.innerText())
      .toMatch(/is saved in a file beside it and recorded afterwards/);
    await screenshot(page, 'ledger-locked');
    await wholeAnswer(page);
  } finally {
    locking.close();
  }
  await refactor();
  await expectNothingLost();
});

test('deleted while it runs: nothing is lost, and nobody is bothered', async () => {
  const { page } = window.current;
  rmSync(ledgerFile());
  await refactor();
  await expectNothingLost();
  expect(await page.locator('.notification-toast', { hasText: 'ledger' }).count()).toBe(0);
});

test('it cannot be opened for writing: the task goes on, its cost is written down afterwards, and each time it is told', async () => {
  const { page } = window.current;
  for (const time of ['first', 'second']) {
    await withoutLedger(async () => {
      const toast = await refactorAndHear('cannot be opened for writing');
      await expect.poll(() => toast.innerText()).toContain('Make the file and its folder writable');
      await screenshot(page, `ledger-read-only-${time}`);
      await wholeAnswer(page);
    });
    await clearMessages();
    await refactor();
    await expectNothingLost();
  }
});

test('under a budget, nothing is sent while the ledger cannot be opened', async () => {
  const { page, practice, changeSettings } = window.current;
  await changeSettings({ 'tierwise.budgets': [{ usd: 5, per: 'day' }] });
  await withoutLedger(async () => {
    const before = practice.requests().length;
    const toast = await refactorAndHear('cannot be opened for writing');
    await expect
      .poll(() => toast.innerText())
      .toContain('Nothing is sent until Tierwise can check your budgets');
    expect(practice.requests()).toHaveLength(before);
    await screenshot(page, 'ledger-read-only-budget');
  });
  await refactor();
  await expectNothingLost();
});

test('damaged: it is moved aside with a message, and the task is counted in a new one', async () => {
  const { page, billed } = window.current;
  const file = ledgerFile();
  const before = (await billed()).nanoUsd;
  // A backup would take its place.
  const backups = () => globSync(`${file}.backup-*`);
  await expect.poll(() => backups().filter((path) => path.endsWith('.part'))).toEqual([]);
  for (const backup of backups()) rmSync(backup);
  // In one step: a file that is missing for a moment would be put back.
  writeFileSync(`${file}.garbage`, 'no database '.repeat(1000));
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(`${file}.garbage`, file);
  const toast = await refactorAndHear('was damaged');
  await expect
    .poll(() => toast.innerText())
    .toMatch(/It was moved to .*ledger\.sqlite\.corrupt-.*a new one begun/);
  await screenshot(page, 'ledger-damaged');
  await wholeAnswer(page);
  await expectPanelTotal(window.current, (await billed()).nanoUsd - before);
});
