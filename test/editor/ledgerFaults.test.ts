import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { runCommand, screenshot, waitForNotification } from '../support/editorPage.ts';
import { expectPanelTotal, practiceVscode, runOn, titleButton } from '../support/practiceVscode.ts';

const window = practiceVscode();

function ledgerFile(): string {
  const storage = join(window.current.userDataFolder, 'User', 'globalStorage');
  return join(storage, 'tierwise.tierwise', 'ledger.sqlite');
}

/** A task that comes to its end, whatever the ledger is able to do. */
async function refactor(): Promise<void> {
  const { page } = window.current;
  await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
  await titleButton(page, 'Accept Answer').waitFor({ timeout: 45_000 });
  await titleButton(page, 'Reject Answer').click();
}

async function clearMessages(): Promise<void> {
  const { page } = window.current;
  await runCommand(page, 'Notifications: Clear All Notifications');
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
  const { page, billed } = window.current;
  await expectPanelTotal(page, (await billed()).nanoUsd);
}

test('locked by another program: the task goes on, and its cost is written down afterwards', async () => {
  const { page } = window.current;
  await refactor();
  const locking = new DatabaseSync(ledgerFile());
  locking.exec('BEGIN EXCLUSIVE');
  try {
    await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
    const toast = await waitForNotification(page, /keeps the ledger .* locked/);
    expect(await toast.innerText()).toContain('Close other windows that use Tierwise');
    expect(await toast.innerText()).toMatch(/is kept beside it, and is written down then/);
    await screenshot(page, 'ledger-locked');
    await titleButton(page, 'Accept Answer').waitFor({ timeout: 45_000 });
  } finally {
    locking.close();
  }
  await titleButton(page, 'Reject Answer').click();
  await refactor();
  await expectNothingLost();
  await clearMessages();
});

test('deleted while it runs: nothing is lost, and nobody is bothered', async () => {
  const { page } = window.current;
  rmSync(ledgerFile());
  await refactor();
  await expectNothingLost();
  // A toast of the task itself may just be going.
  const told = page.locator('.notification-toast', { hasText: 'ledger' });
  expect(await told.count()).toBe(0);
});

test('it cannot be opened for writing: the task goes on, and its cost is written down afterwards', async () => {
  const { page } = window.current;
  await withoutLedger(async () => {
    await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
    const toast = await waitForNotification(page, 'cannot be opened for writing');
    expect(await toast.innerText()).toContain('Make the file and its folder writable');
    await screenshot(page, 'ledger-read-only');
    await titleButton(page, 'Accept Answer').waitFor({ timeout: 45_000 });
    await titleButton(page, 'Reject Answer').click();
  });
  await refactor();
  await expectNothingLost();
  await clearMessages();
});

test('under a budget, nothing is sent while the ledger cannot be opened', async () => {
  const { page, practice, changeSettings } = window.current;
  await changeSettings({ 'tierwise.budgets': [{ usd: 5, per: 'day' }] });
  await withoutLedger(async () => {
    const before = practice.requests().length;
    await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
    const toast = await waitForNotification(page, 'cannot be opened for writing');
    expect(await toast.innerText()).toContain('nothing is sent, because your budgets cannot be');
    expect(practice.requests()).toHaveLength(before);
    await screenshot(page, 'ledger-read-only-budget');
  });
  await refactor();
  await expectNothingLost();
  await clearMessages();
});

test('damaged: it is moved aside with a message, and the task is counted in a new one', async () => {
  const { page, billed } = window.current;
  const file = ledgerFile();
  const before = (await billed()).nanoUsd;
  for (const suffix of ['-wal', '-shm', '']) rmSync(file + suffix, { force: true });
  writeFileSync(file, 'no database '.repeat(1000));
  await refactor();
  const toast = await waitForNotification(page, 'was damaged');
  expect(await toast.innerText()).toMatch(
    /It was moved to .*ledger\.sqlite\.corrupt-.*a new one begun/,
  );
  await screenshot(page, 'ledger-damaged');
  await expectPanelTotal(page, (await billed()).nanoUsd - before);
});
