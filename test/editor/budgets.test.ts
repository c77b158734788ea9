import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { screenshot, waitForNotification, waitUntilReady } from '../support/editorPage.ts';
import {
  costPanel,
  practiceVscode,
  runOn,
  tierTooltip,
  titleButton,
  wholeAnswer,
} from '../support/practiceVscode.ts';

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
const budget = { usd: 1, per: 'day' };
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
      'tierwise.budgets': [budget],
      'tierwise.timeZone': zoneOfEarlyMorning(),
    };
  },
});

/** A second window of the same VS Code. */
let other: Page;
beforeAll(async () => {
  const { page } = window.current;
  other = await page.context().newPage();
  await other.goto(page.url());
  await waitUntilReady(other);
});
afterAll(() => other.close());

const dollarsLeft = async (page: Page): Promise<number> => {
  const panel = await costPanel(page);
  const left = panel.locator('.budget [data-nano-usd]').first();
  return Number(await left.getAttribute('data-nano-usd')) / 1e9;
};
const dialogButton = (page: Page, label: string) =>
  page.locator('.monaco-dialog-box .monaco-button', { hasText: label });

test('with plenty left the rules decide', async () => {
  const { page } = window.current;
  await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
  await wholeAnswer(page);
  const tooltip = await tierTooltip(page);
  expect(tooltip).toContain('Refactor goes to balanced');
  expect(tooltip).toMatch(/\$0\.\d+ is left of \$1\.00 per day in practice money\./);
  await titleButton(page, 'Reject Answer').click();
  expect(await dollarsLeft(page)).toBeLessThan(1);
  await screenshot(page, 'budget-generous');
});

test('what another window spends is gone here too, at once', async () => {
  const { page } = window.current;
  const before = await dollarsLeft(page);
  for (const file of ['inventory.ts', 'search.ts']) {
    await runOn(other, 'Review', file, [7, 19]);
    await waitForNotification(other, `Review of src/${file}`);
  }
  await expect.poll(() => dollarsLeft(page), { timeout: 10_000 }).toBeLessThan(before - 0.1);
  await screenshot(page, 'budget-shared');
});

test('below a half, a borderline task goes one tier down, and the reason is on the screen', async () => {
  const { page } = window.current;
  expect(await dollarsLeft(page)).toBeLessThan(0.5);
  await runOn(page, 'Refactor', 'shipping.ts', [12, 41]);
  await wholeAnswer(page);
  const tooltip = await tierTooltip(page);
  expect(tooltip).toContain('Refactor goes to fast');
  expect(tooltip).toMatch(
    /one tier down because \$0\.\d+ of \$1\.00 per day is left in practice money/,
  );
  await screenshot(page, 'budget-careful');
  await titleButton(page, 'Reject Answer').click();
});

test('at the limit Stop sends nothing', async () => {
  const { page, practice } = window.current;
  practice.reset();
  await runOn(page, 'Review', 'money.ts', [21, 28]);
  await dialogButton(page, 'Allow Once').waitFor();
  await screenshot(page, 'budget-limit');
  await dialogButton(page, 'Cancel').click();
  await waitForNotification(page, 'does not allow this call');
  expect(practice.requests()).toEqual([]);
});

test('Allow Once lets this task go on where it was, and the next one ask again', async () => {
  const { page, practice } = window.current;
  for (const file of ['money.ts', 'shipping.ts']) {
    await runOn(page, 'Review', file, [21, 28]);
    await dialogButton(page, 'Allow Once').click();
    await waitForNotification(page, `Review of src/${file}`);
  }
  expect(practice.requests()).toHaveLength(2);
});

test('below a fifth every task that is not critical goes down', async () => {
  const { page } = window.current;
  expect(await dollarsLeft(page)).toBeLessThan(0.2);
  await runOn(page, 'Debug', 'search.ts', [9, 15]);
  await dialogButton(page, 'Raise Budget').waitFor();
  await screenshot(page, 'budget-sparing');
  await dialogButton(page, 'Raise Budget').click();
  const input = page.locator('.quick-input-widget:visible input');
  await input.fill('20');
  await page.keyboard.press('Enter');
  await wholeAnswer(page);
  const tooltip = await tierTooltip(page);
  expect(tooltip).toContain('Debug goes to balanced');
  expect(tooltip).toContain('one tier down because');
  await expect.poll(() => dollarsLeft(page)).toBeGreaterThan(15);
  await screenshot(page, 'budget-raised');
});
