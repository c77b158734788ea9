import { expect, test } from 'vitest';
import {
  runCommand,
  screenshot,
  statusBarItem,
  waitForNotification,
} from '../support/editorPage.ts';
import { companionVsix } from '../support/companionVsix.ts';
import {
  costPanel,
  frontTab,
  pickTier,
  practiceVscode,
  runOn,
  saveChange,
  titleButton,
  wholeAnswer,
} from '../support/practiceVscode.ts';

// The models that another extension offers to VS Code, as a subscription's extension does.
const window = practiceVscode(async () => ({
  settings: () => ({
    'tierwise.tiers': {
      fast: ['vscode/companion/quick'],
      balanced: ['vscode/companion/deep'],
      crashing: ['vscode/companion/crashing'],
      forbidden: ['vscode/companion/forbidden'],
      circular: ['vscode/tierwise/auto'],
      reasoning: ['vscode/companion/broken'],
    },
  }),
  vscode: { alsoInstall: [await companionVsix()] },
}));

const boilerplate = ['Generate Boilerplate', 'book.ts', [3, 11]] as const;

/** The rows of the tier picker, by tier. */
async function tierRows(): Promise<Map<string, string>> {
  const { page } = window.current;
  await statusBarItem(page, 'tierwise.tier').click();
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: 'companion/deep' }).waitFor();
  const texts = await rows.allInnerTexts();
  await page.keyboard.press('Escape');
  return new Map(texts.map((text) => [text.split('\n')[0]!.trim(), text]));
}

test('the tier picker says that they are ready and that their price is unknown', async () => {
  const rows = await tierRows();
  expect(rows.get('fast')).toContain('companion/quick · price unknown · ready');
  expect(rows.get('reasoning')).toContain('companion/broken · price unknown · ready');
});

test('Tierwise’s own models are never used: routing would go in circles', async () => {
  expect((await tierRows()).get('circular')).toContain(
    'not ready: tierwise/auto: VS Code: it has no model "tierwise/auto"',
  );
});

test('a task runs on such a model, and its answer is shown', async () => {
  const { page } = window.current;
  await runOn(page, ...boilerplate);
  await frontTab(page, 'fast (companion/quick)');
  await wholeAnswer(page);
  await page
    .locator('.modified-in-monaco-diff-editor .view-line', { hasText: 'From the companion.' })
    .waitFor();
  await costPanel(page);
  await screenshot(page, 'vscode-models');
  await titleButton(page, 'Accept Answer').click();
  await saveChange(page, 'book.ts');
  await expect
    .poll(() => window.current.onDisk('src/book.ts').toString())
    .toContain('\n// From the companion.\n');
});

test('its cost is unknown, never zero', async () => {
  const { page } = window.current;
  const frame = await costPanel(page);
  await frame.locator('.request .cost', { hasText: 'unknown' }).first().waitFor();
  expect(await frame.locator('.total').innerText()).toContain('unknown');
  expect(await frame.locator('[data-nano-usd="0"]').count()).toBe(0);
  const item = statusBarItem(page, 'tierwise.tier');
  await item.filter({ hasText: 'unknown' }).waitFor();
  expect(await item.innerText()).not.toContain('$0.00');
});

test('with a price in the user’s settings its cost is an estimate', async () => {
  const { page } = window.current;
  // Of today: an old price would be reminded of.
  const from = new Date().toISOString().slice(0, 10);
  const price = { from, source: 'my subscription', input: 1, output: 5 };
  await window.current.changeSettings({
    'tierwise.models': { 'vscode/companion/quick': { name: 'Quick', prices: [price] } },
  });
  expect((await tierRows()).get('fast')).toContain(
    'Quick · $1 in, $5 out per million tokens · ready',
  );
  await runCommand(page, 'Tierwise: New Session');
  await runOn(page, ...boilerplate);
  await wholeAnswer(page);
  const frame = await costPanel(page);
  const cost = frame.locator('.request .cost', { hasText: '≈ $0.' });
  await cost.waitFor();
  expect(await frame.locator('.total .amount').innerText()).toContain('≈ $0.');
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: '≈ $0.' }).waitFor();
  await screenshot(page, 'vscode-models-estimated');
  await titleButton(page, 'Reject Answer').click();
});

test('cancelling tells the model to stop, and is settled even when it never ends', async () => {
  const { page } = window.current;
  await runOn(page, 'Refactor', 'money.ts', [11, 19]);
  await page
    .locator('.modified-in-monaco-diff-editor .view-line', { hasText: 'From the companion.' })
    .waitFor();
  await runCommand(page, 'Tierwise: Cancel Running Tasks');
  await statusBarItem(page, 'companion.state').filter({ hasText: '1 cancelled' }).waitFor();
  const frame = await costPanel(page);
  const outcome = frame.locator('.request', { hasText: 'money.ts' }).locator('.outcome');
  await expect.poll(() => outcome.innerText(), { timeout: 10_000 }).toBe('cancelled');
  await titleButton(page, 'Reject Answer').click();
});

const failures = [
  {
    tier: 'reasoning',
    model: 'broken',
    says: 'The quota of this month is used up. Try again, or pick another tier.',
  },
  {
    tier: 'forbidden',
    model: 'forbidden',
    says: 'You have not allowed it. Allow it when VS Code asks, or pick another tier.',
  },
  {
    tier: 'crashing',
    model: 'crashing',
    says: 'The companion fell over. Try again, or pick another tier.',
  },
];
test.each(failures)('a $model model is named, with its words and the next step', async (failed) => {
  const { page } = window.current;
  await pickTier(page, failed.tier);
  await runOn(page, 'Debug', 'inventory.ts', [7, 19]);
  const toast = await waitForNotification(page, `companion/${failed.model} of VS Code`);
  expect(await toast.locator('.notification-list-item-message').innerText()).toBe(
    `companion/${failed.model} of VS Code did not answer: ${failed.says}`,
  );
  expect(await toast.locator('.monaco-button').allInnerTexts()).toEqual(['Pick Another Tier']);
  await screenshot(page, `vscode-models-${failed.model}`);
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
});
