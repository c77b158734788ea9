import { expect, test } from 'vitest';
import { screenshot, statusBarItem, waitForNotification } from '../support/editorPage.ts';
import { command, save } from '../support/hostActs.ts';
import {
  acceptAnswer,
  costPanel,
  frontTab,
  practiceVscode,
  runOn,
  startOn,
  wholeAnswer,
  oneModelRules,
} from '../support/practiceVscode.ts';

// The models that another extension offers to VS Code, as a subscription's extension does.
const window = practiceVscode({
  settings: () => ({
    'tierwise.rules': oneModelRules,
    'tierwise.tiers': {
      fast: ['vscode/companion/quick'],
      balanced: ['vscode/companion/deep'],
      crashing: ['vscode/companion/crashing'],
      forbidden: ['vscode/companion/forbidden'],
      circular: ['vscode/tierwise/auto'],
      reasoning: ['vscode/companion/broken'],
    },
  }),
});

const boilerplate = ['generateBoilerplate', 'src/book.ts', [3, 11]] as const;

/** The rows of the tier picker, by tier. */
async function tierRows(): Promise<Map<string, string>> {
  const { page } = window.current;
  await statusBarItem(page, 'tierwise.tier').click();
  const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
  await rows.filter({ hasText: 'deep' }).waitFor();
  const texts = await rows.allInnerTexts();
  await page.keyboard.press('Escape');
  return new Map(texts.map((text) => [text.split('\n')[0]!.trim(), text]));
}

test('the tier picker says which are ready, that their price is unknown, and never takes Tierwise’s own: routing would go in circles', async () => {
  const rows = await tierRows();
  expect(rows.get('fast')).toContain('companion/quick · price unknown · ready');
  expect(rows.get('reasoning')).toContain('companion/broken · price unknown · ready');
  expect(rows.get('circular')).toContain(
    'not ready: tierwise/auto: VS Code: it has no model "tierwise/auto"',
  );
});

test('a task runs on such a model, its answer is shown, and its cost is unknown, never zero', async () => {
  const { page, onDisk } = window.current;
  await runOn(window.current, ...boilerplate);
  await frontTab(page, 'fast (companion/quick)');
  await wholeAnswer(page);
  await page
    .locator('.modified-in-monaco-diff-editor .view-line', { hasText: 'From the companion.' })
    .waitFor();
  const frame = await costPanel(window.current);
  await screenshot(page, 'vscode-models');
  await acceptAnswer(window.current);
  await save(window.current);
  expect(onDisk('src/book.ts').toString()).toContain('\n// From the companion.\n');

  await frame.locator('.request .cost', { hasText: 'unknown' }).first().waitFor();
  await frame.locator('.total', { hasText: 'unknown' }).waitFor();
  expect(await frame.locator('[data-nano-usd="0"]').count()).toBe(0);
  const item = statusBarItem(page, 'tierwise.tier');
  await item.filter({ hasText: 'unknown' }).waitFor();
  expect(await item.innerText()).not.toContain('$0.00');
});

test('with a price in the user’s settings its cost is an estimate', async () => {
  const { page, changeSettings } = window.current;
  // Of today: an old price would be reminded of.
  const from = new Date().toISOString().slice(0, 10);
  const price = { from, source: 'my subscription', input: 1, output: 5 };
  await changeSettings({
    'tierwise.models': { 'vscode/companion/quick': { name: 'Quick', prices: [price] } },
  });
  expect((await tierRows()).get('fast')).toContain(
    'Quick · $1 in, $5 out per million tokens · ready',
  );
  await runOn(window.current, ...boilerplate);
  const frame = await costPanel(window.current);
  await frame.locator('.request .cost', { hasText: '≈ $0.' }).waitFor();
  await frame.locator('.total .amount', { hasText: '≈ $0.' }).waitFor();
  await statusBarItem(page, 'tierwise.tier').filter({ hasText: '≈ $0.' }).waitFor();
  await screenshot(page, 'vscode-models-estimated');
});

test('cancelling tells the model to stop, and is settled even when it never ends', async () => {
  const { page } = window.current;
  const state = statusBarItem(page, 'companion.state');
  const before = Number(/(\d+) cancelled/.exec(await state.innerText())?.[1]);
  await startOn(window.current, 'refactor', 'src/money.ts', [11, 19]);
  await page
    .locator('.modified-in-monaco-diff-editor .view-line', { hasText: 'From the companion.' })
    .waitFor();
  await command(window.current, 'tierwise.cancel');
  await state.filter({ hasText: `${before + 1} cancelled` }).waitFor();
  const frame = await costPanel(window.current);
  const outcome = frame.locator('.request', { hasText: 'money.ts' }).first().locator('.outcome');
  await expect.poll(() => outcome.innerText()).toBe('cancelled');
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
  await command(window.current, 'tierwise.pickTier', failed.tier);
  await startOn(window.current, 'debug', 'src/inventory.ts', [7, 19]);
  const toast = await waitForNotification(page, `companion/${failed.model} of VS Code`);
  await expect
    .poll(() => toast.locator('.notification-list-item-message').innerText())
    .toBe(`companion/${failed.model} of VS Code did not answer: ${failed.says}`);
  await expect
    .poll(() => toast.locator('.monaco-button').allInnerTexts())
    .toEqual(['Pick Another Tier']);
  await screenshot(page, `vscode-models-${failed.model}`);
});
