import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/ledger/openLedger.ts';
import { screenshot, statusBarItem, waitForNotification } from '../support/editorPage.ts';
import { tabs } from '../support/hostActs.ts';
import { ledgerFileOf } from '../support/ledgerFile.ts';
import { edit, startScriptedModels } from '../support/scriptedModels.ts';
import {
  costPanel,
  expectPanelTotal,
  practiceVscode,
  runOn,
  startOn,
  expectTooltip,
  wholeAnswer,
} from '../support/practiceVscode.ts';
import { requestFact, reservationFact, settlementFact } from '../unit/ledger/exampleFacts.ts';

const workerUrl = new URL('../../src/ledger/ledgerWorker.ts', import.meta.url);

/** A time zone in which the day has just begun, so that nearly all of its time is left. */
function zoneOfEarlyMorning(): string {
  const hour = new Date().getUTCHours();
  return hour <= 12 ? `Etc/GMT+${hour}` : `Etc/GMT-${24 - hour}`;
}

// Dear practice models, so that a few calls use a dollar up.
const rates: Readonly<Record<string, [input: number, output: number]>> = {
  'practice-compatible/practice-small': [0.1, 0.5],
  'practice-openai/practice-medium': [130, 650],
  'practice-anthropic/practice-large': [100, 450],
};
const window = practiceVscode({
  settings: (settings) => {
    const models = settings['tierwise.models'] as Record<string, object>;
    const dear = Object.entries(rates).map(([reference, [input, output]]) => [
      reference,
      { ...models[reference], prices: [{ from: '2026-01-01', source: 'test', input, output }] },
    ]);
    return {
      ...settings,
      'tierwise.models': { ...models, ...Object.fromEntries(dear) },
      'tierwise.maxOutputTokens': 600,
      'tierwise.budgets': [{ usd: plenty, per: 'day' }],
      'tierwise.timeZone': zoneOfEarlyMorning(),
    };
  },
});
const plenty = 1000;

/** What is left of practice money: real money has its own row where an earlier test asked real models. */
async function dollarsLeft(): Promise<number> {
  const panel = await costPanel(window.current);
  const rows = panel.locator('.budget');
  const practice = rows.filter({ hasText: 'practice' });
  // Before anything is spent there is one row for both.
  const row = (await practice.count()) > 0 ? practice : rows;
  const left = row.locator('[data-nano-usd]').first();
  return Number(await left.getAttribute('data-nano-usd')) / 1e9;
}

/**
 * Spends as another window does: through the ledger's file, from another process. The panel shows it at once.
 * Returns the dollars that were spent today.
 */
async function spendElsewhere(usd: number): Promise<number> {
  await panelIsCurrent();
  const before = await dollarsLeft();
  const ledger = openLedger({ file: ledgerFileOf(window.current), workerUrl });
  onTestFinished(() => ledger.close());
  const requestId = randomUUID();
  const atMs = Date.now();
  const fact = { requestId, attemptId: requestId, atMs };
  await ledger.recordRequest(
    requestFact({ ...fact, sessionId: 'of another window', taskType: 'review' }),
  );
  await ledger.reserve(reservationFact({ ...fact, simulated: true }));
  await ledger.settle(
    settlementFact({ ...fact, cost: { source: 'computed', nanoUsd: Math.round(usd * 1e9) } }),
  );
  await expect.poll(dollarsLeft).toBeCloseTo(before - usd, 6);
  return plenty - (before - usd);
}

/** Waits until the panel shows this test's session and budget, and with them all that was spent before. */
async function panelIsCurrent(): Promise<void> {
  await expectPanelTotal(window.current, (await window.current.billed()).nanoUsd);
  await expect.poll(dollarsLeft).toBeGreaterThan(plenty / 2);
}

/** Gives the day a budget of which so much is left. */
async function budgetWith(left: { readonly usd: number } | { readonly share: number }) {
  const spent = await spendElsewhere(0.6);
  const usd = 'usd' in left ? spent + left.usd : spent / (1 - left.share);
  await window.current.changeSettings({ 'tierwise.budgets': [{ usd, per: 'day' }] });
  await expect.poll(dollarsLeft).toBeCloseTo(usd - spent, 6);
}

const dialogButton = (label: string) =>
  window.current.page.locator('.monaco-dialog-box .monaco-button', { hasText: label });

test('what another window spends is gone here at once; with plenty left the rules decide, and below a half a borderline task does without its dearest tier', async () => {
  const { page } = window.current;
  const document = () => runOn(window.current, 'document', 'src/money.ts', [11, 19]);
  await spendElsewhere(0.6);
  await screenshot(page, 'budget-shared');
  await document();
  await expectTooltip(
    page,
    /Document tries fast .*, then balanced /,
    /\$9\d\d\.\d+ is left of \$1,?000\.00 per day in practice money\./,
  );
  await screenshot(page, 'budget-generous');

  await budgetWith({ share: 0.4 });
  await document();
  await expectTooltip(
    page,
    'Document',
    /without balanced because \$\d\.\d+ of \$\d\.\d+ per day is left in practice money/,
  );
  await screenshot(page, 'budget-careful');
});

test('at the limit Cancel sends nothing, and Allow Once lets this task go on where it was, and the next one ask again', async () => {
  const { page, practice } = window.current;
  await budgetWith({ usd: 0.05 });
  await startOn(window.current, 'review', 'src/money.ts', [21, 28]);
  await dialogButton('Allow Once').waitFor();
  await screenshot(page, 'budget-limit');
  await dialogButton('Cancel').click();
  await waitForNotification(page, 'does not allow this call');
  expect(practice.requests()).toEqual([]);

  for (const file of ['money.ts', 'shipping.ts']) {
    await startOn(window.current, 'review', `src/${file}`, [21, 28]);
    await dialogButton('Allow Once').click();
    await waitForNotification(page, `Review of src/${file}`);
  }
  expect(practice.requests()).toHaveLength(2);
});

test('below a fifth every task that is not critical goes down, and the budget can be raised', async () => {
  const { page } = window.current;
  await budgetWith({ usd: 0.1 });
  await startOn(window.current, 'debug', 'src/search.ts', [9, 15]);
  await dialogButton('Raise Budget').waitFor();
  await screenshot(page, 'budget-sparing');
  await dialogButton('Raise Budget').click();
  const input = page.locator('.quick-input-widget:visible input');
  await input.fill('40');
  await page.keyboard.press('Enter');
  await wholeAnswer(page);
  await expectTooltip(page, 'Debug goes to balanced', 'one tier down because');
  await expect.poll(dollarsLeft).toBeGreaterThan(25);
  await screenshot(page, 'budget-raised');
});

// Real money: the scripted server is no practice server, and its models have prices.
const priced = { input: 3, output: 15 };
async function scripted() {
  const models = await startScriptedModels();
  onTestFinished(() => models.close());
  models.answer({ small: edit('return 1;'), large: edit('return 2;') });
  const price = { prices: [{ from: '2026-01-01', source: 'test', ...priced }] };
  await window.current.changeSettings({
    ...models.settings,
    'tierwise.models': { 'scripted/small': price, 'scripted/large': { ...price, prices: [] } },
  });
  return models;
}

test('a budget with a slip stops paid calls, says where, and opens at it; one of zero lets none pass, and asks nothing', async () => {
  const { page } = window.current;
  const models = await scripted();
  await window.current.changeSettings({ 'tierwise.budgets': [{ usd: '5', per: 'day' }] });
  const status = statusBarItem(page, 'tierwise.tier');
  await status.filter({ hasText: 'paid calls stopped' }).waitFor();
  await costPanel(window.current).then((panel) =>
    panel.getByText('Paid calls are stopped').waitFor(),
  );
  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await waitForNotification(page, 'tierwise.budgets › 0 › usd');
  await screenshot(page, 'budget-slip');
  expect(models.requests).toEqual([]);
  await page
    .locator('.notification-list-item', { hasText: 'tierwise.budgets › 0 › usd' })
    .getByRole('button', { name: 'Open Budgets' })
    .first()
    .click();
  // VS Code shows its settings in a window of their own, which has no tabs on the screen.
  await expect.poll(() => tabs(window.current)).toContain('settings.json active');

  await window.current.changeSettings({ 'tierwise.budgets': [{ usd: 0, per: 'day' }] });
  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await waitForNotification(page, 'The budget of $0.00 per day allows no call that costs money');
  await screenshot(page, 'budget-zero');
  expect(models.requests).toEqual([]);
  expect(await page.locator('.monaco-dialog-box').count()).toBe(0);

  await window.current.changeSettings({ 'tierwise.budgets': [{ usd: 5, per: 'day' }] });
  await status.filter({ hasNotText: 'paid calls stopped' }).waitFor();
  await runOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await expect.poll(() => models.requests.length).toBe(1);
});

test('a price that nobody knows is asked about once, and kept as a guess', async () => {
  const { page } = window.current;
  const models = await scripted();
  await window.current.changeSettings({
    'tierwise.budgets': [{ usd: 5, per: 'day' }],
    'tierwise.tiers': { fast: ['scripted/large'], reasoning: ['scripted/large'] },
  });
  await startOn(window.current, 'generateBoilerplate', 'src/book.ts', [3, 11]);
  await page.locator('.monaco-dialog-box', { hasText: 'does not know what a call to' }).waitFor();
  await screenshot(page, 'budget-unknown-price');
  expect(models.requests).toEqual([]);
  await dialogButton('Allow with a Worst Case').click();
  const input = page.locator('.quick-input-widget:visible input');
  await input.fill('0');
  await page.keyboard.press('Enter');
  await expect.poll(() => models.requests.length).toBe(1);
  await runOn(window.current, 'generateBoilerplate', 'src/money.ts', [21, 28]);
  await expect.poll(() => models.requests.length).toBe(2);
});
